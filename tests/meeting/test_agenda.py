"""What comes on an agenda: the worked examples."""

from odoo.addons.kam_planning.tools.meeting import agenda
from odoo.addons.kam_planning.tools.meeting.agenda import Candidate

from ..tools.common import PureCase


def thing(number, kind="gap", **values):
    return Candidate(kind, f"kam.{kind}", number, **values)


class TestAgenda(PureCase):
    def test_rank_is_severity_times_money_times_age(self):
        # An order of 48,000 lost 45 days ago, of 400,000 a year: 3 × 12 × 45.
        self.assertEqual(agenda.rank(3, agenda.share_of(48000, 400000), 45), 1620)
        # Overdue 22,000 for 60 days: 2 × 5.5 × 60.
        self.assertEqual(agenda.rank(2, agenda.share_of(22000, 400000), 60), 660)

    def test_what_has_no_price_or_is_new_is_not_lost(self):
        self.assertEqual(agenda.rank(2, None, 40), 2 * 5 * 40)
        self.assertEqual(agenda.rank(2, 0, 40), 2 * 5 * 40)
        self.assertEqual(agenda.rank(3, 10, 0), 3 * 10 * 30)
        self.assertEqual(agenda.rank(3, 10, -4), 3 * 10 * 30)

    def test_nothing_grows_without_end(self):
        self.assertEqual(agenda.rank(3, 250, 1000), 3 * 100 * 90)

    def test_a_share_is_not_known_without_both(self):
        self.assertIsNone(agenda.share_of(None, 400000))
        self.assertIsNone(agenda.share_of(10, None))
        self.assertEqual(agenda.share_of(10, 0), 100)
        self.assertEqual(agenda.share_of(0, 0), 0)
        self.assertEqual(agenda.share_of(-20000, 400000), 5)

    def test_severities(self):
        kinds = ("order_lost", "contact_left", "revenue_fell", "slipped", "order_won")
        self.assertEqual([agenda.severity_of_change(kind) for kind in kinds], [3, 3, 3, 2, 1])
        moves = [(60, 64.9), (60, 65), (60, 55.1), (60, 55), (60, 45), (None, 40), (40, None)]
        expected = [None, 1, None, 2, 3, None, None]
        self.assertEqual([agenda.severity_of_move(*move) for move in moves], expected)
        self.assertEqual(agenda.severity_of_target(25, 50), 2)
        self.assertEqual(agenda.severity_of_target(24.9, 50), 3)
        self.assertEqual(agenda.severity_of_action(30, False), 1)
        self.assertEqual(agenda.severity_of_action(31, True), 3)

    def test_an_hour_is_seven_items(self):
        things = [thing(number) for number in range(20)]
        self.assertEqual(len(agenda.fill(things, 60)), 7)
        self.assertEqual(len(agenda.fill(things, 60, used=8)), 6)
        self.assertEqual(len(agenda.fill(things, 60, used=90)), 0)
        self.assertEqual(len(agenda.fill(things[:3], 60)), 3)

    def test_of_the_same_rank_always_the_same_order(self):
        things = [thing(2), thing(1), thing(1, "action"), thing(9, severity=2), thing(3, "change")]
        expected = [(9, "gap"), (3, "change"), (1, "action"), (1, "gap"), (2, "gap")]
        for several in (things, things[::-1]):
            found = [(one.res_id, one.kind) for one in agenda.order(several)]
            self.assertEqual(found, expected)

    def test_nothing_comes_twice(self):
        change = Candidate(
            *("change", "crm.lead", 5, "1"),
            covers=frozenset({("kam.target", 7), ("kam.objective", 2)}),
            change_id=1,
        )
        again = Candidate("change", "crm.lead", 5, "2", change_id=2)
        target = Candidate("target", "kam.target", 7, severity=3, age_days=90)
        late = Candidate("action", "kam.action", 4, severity=2)
        stale = Candidate("confirm", "kam.action", 4)
        found = agenda.distinct([target, late, stale, again, change, change])
        self.assertEqual(
            [(one.kind, one.bucket) for one in found],
            [("action", "-"), ("change", "1"), ("change", "2")],
        )
        self.assertEqual(agenda.distinct([late, stale], covered=[("kam.action", 4)]), [])
        self.assertEqual(agenda.distinct([late], taken=[late.key]), [])

    def test_scores_of_one_plan_are_several_things(self):
        scores = [Candidate("score", "kam.plan", 1, kind) for kind in ("health", "hygiene")]
        self.assertEqual(len(agenda.distinct(scores)), 2)
        topics = [Candidate("topic", None, None, f"item-{number}") for number in (1, 2)]
        self.assertEqual(len(agenda.distinct(topics)), 2)

    def test_what_was_put_off_is_more_serious(self):
        self.assertEqual(agenda.put_off(thing(1, severity=2)).severity, 3)
        self.assertEqual(agenda.put_off(thing(1, severity=3)).severity, 3)
