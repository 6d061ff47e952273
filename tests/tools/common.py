"""The base of tests without a database: calculations on plain values."""

import unittest

from odoo.tests import tagged


@tagged("standard", "post_install", "-at_install")
class PureCase(unittest.TestCase):
    """Python's own test case, with the tags by which Odoo's runner would find it."""
