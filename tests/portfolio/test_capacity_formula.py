"""The load of a key account manager as plain values."""

import doctest

from odoo.addons.kam_planning.tools.portfolio import capacity
from odoo.addons.kam_planning.tools.portfolio.capacity import Load, Rules, Work, judge
from odoo.addons.kam_planning.tools.score import Component

from ..tools.common import PureCase


def people(count):
    return frozenset(range(count))


A = Work(people(7), interval=3, effort=6)
B = Work(people(5), interval=3, effort=3)
C = Work(people(4), interval=3)
D = Work(people(5), interval=3, effort=4)


class TestCapacityFormula(PureCase):
    def test_worked_examples(self):
        result = doctest.testmod(capacity)
        self.assertEqual((result.failed, result.attempted > 1), (0, True))
        hours = [round(work.count_hours(), 1) for work in (A, B, C, D)]
        self.assertEqual(hours, [46.7, 30.7, 18.7, 33.3])
        total = sum(work.count_hours() for work in (A, B, C, D))
        self.assertEqual((round(total, 1), round(100 * total / 110)), (129.3, 118))
        self.assertEqual(judge(total, 110.0), "over")

    def test_one_more_person_takes_four_hours(self):
        more = Work(people(8), interval=3, effort=6)
        self.assertAlmostEqual(more.count_hours() - A.count_hours(), 4.0)

    def test_estimated_without_a_map(self):
        """5 people × 4 h + 8 h ÷ 4."""
        guess = Work(expected=5, interval=4)
        self.assertTrue(guess.is_estimated)
        self.assertEqual(guess.count_hours(), 22.0)

    def test_who_does_not_lead_has_no_reviews(self):
        self.assertEqual(Work(people(2), person_hours=3).count_hours(), 6.0)

    def test_part_time_and_absent(self):
        self.assertEqual(judge(50.0, 55.0), "full")
        self.assertEqual(judge(50.0, 0.0), "over")
        self.assertEqual(judge(0.0, 0.0), "absent")
        self.assertEqual(judge(0.0, 110.0), "room")
        self.assertEqual(judge(90.0, 100.0, Rules(room=95)), "room")

    def test_nobody_is_known_twice_after_a_hand_over(self):
        own = Work(frozenset((5, 6, 7)), effort=1)
        both = own.take_over(A)
        self.assertEqual(both, Work(people(8), None, 4.0, 3, 7))

    def test_parts_add_up(self):
        parts = [Component("a", "A", 60.0), Component("b", "B", 58.0, weight=0.0)]
        load = Load(parts)
        self.assertEqual((load.total, load.confidence), (118.0, 50.0))
        shares = [part["share"] for part in load.explain()["components"]]
        self.assertEqual(shares, [60.0, 58.0])
        self.assertIsNone(Load([Component("a", "A", None)]).total)
        self.assertEqual((Load([]).total, Load([]).confidence), (0, None))
