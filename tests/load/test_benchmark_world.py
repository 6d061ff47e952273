"""What the benchmarks measure can be made: a field that becomes required is filled there, too."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from benchmarks.generator import Generator, Size
from benchmarks.pulse_world import Pulse
from benchmarks.trade import Trade

PLANS = 12


@tagged("post_install", "-at_install")
class TestBenchmarkWorld(TransactionCase):
    def test_small_world(self):
        size = Size(plans=PLANS, objectives=PLANS * 6, actions=PLANS * 20, users=3)
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            made = Generator(self.env, size).run()
            made |= Trade(self.env, PLANS * 4).run()
            made |= Pulse(self.env, PLANS * 20).run()
        self.assertEqual({label for label, number in made.items() if not number}, set())
        plans = self.env["kam.plan"].search([("name", "like", "Customer")])
        self.assertEqual(len(plans), PLANS)
        # What was inserted by SQL is what the models would have taken.
        plans._validate_fields(plans._fields)
