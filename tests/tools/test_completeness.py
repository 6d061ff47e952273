"""How complete a plan is, and what to do next: plain values."""

from odoo.tests import tagged

from odoo.addons.kam_planning.tools.completeness import Step, find_cheapest, share
from odoo.addons.kam_planning.tools.score import Score
from odoo.addons.kam_planning.tools.target import propose

from .common import PureCase


@tagged("standard", "post_install", "-at_install")
class TestCompleteness(PureCase):
    def test_share(self):
        for done, total, expected in ((0, 0, 0.0), (0, 4, 0.0), (1, 4, 25.0), (4, 4, 100.0)):
            self.assertEqual(share(done, total), expected)

    def test_each_step_counts_the_same(self):
        steps = [Step("a", "A", 100.0), Step("b", "B", 50.0), Step("c", "C", 0.0)]
        self.assertEqual(Score(steps).total, 50.0)
        self.assertEqual([step.is_done for step in steps], [True, False, False])

    def test_the_cheapest_of_what_is_left_and_of_equal_ones_the_first(self):
        done = Step("a", "A", 100.0, minutes=1)
        minutes = {"b": 9, "c": 2, "d": 2}
        dear, cheap, twin = (Step(key, key, 0.0, minutes=m) for key, m in minutes.items())
        self.assertEqual(find_cheapest([done, dear, cheap, twin]), cheap)
        self.assertIsNone(find_cheapest([done]))
        self.assertIsNone(find_cheapest([]))

    def test_a_target_from_last_year(self):
        for before, growth, expected in (
            (9461.05, 5.0, 9934.0),
            (1000.0, -10.0, 900.0),
            (None, 5.0, 0.0),
            (-300.0, 5.0, 0.0),
            (100.0, -250.0, 0.0),
        ):
            self.assertEqual(propose(before, growth), expected)
