"""Load the Northwind trading records into Odoo.

Every step looks up by external id what is there already and makes only what is missing, in
batches that are committed whole. So a load can be killed at any time and started again, and a
second run changes nothing.
"""

from . import company, customers, employees, orders, products
from .demo import Demo
from .source import read_source

__all__ = ["Demo", "load_all", "load_records", "read_source"]


def load_all(env, commit, say=print):
    """Load the trading records.

    :param env: superuser environment of the database to fill
    :param commit: called after each batch; the caller decides what that means
    :param say: called with each line of progress
    """
    load_records(Demo(env, read_source(), commit, say))


def load_records(demo):
    """Load company, employees, products, customers, and orders with their invoices."""
    for step in (company, employees, products, customers, orders):
        step.load(demo)
