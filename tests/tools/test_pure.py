"""Calculations on plain values: no database, no model."""

from datetime import date

from odoo.addons.kam_planning.tools import dates, periods
from odoo.addons.kam_planning.tools.progress import (
    expected_percent,
    judge_pace,
    weighted_percent,
)
from odoo.addons.kam_planning.tools.score import Component, Score

from .common import PureCase

START, END = date(2026, 1, 1), date(2026, 12, 31)


class TestDates(PureCase):
    def test_period_label(self):
        self.assertEqual(periods.years_label(START, END), "2026")
        self.assertEqual(periods.years_label(START, date(2028, 1, 1)), "2026–2028")

    def test_proposed_names_are_recognised(self):
        for name in ("", None, "Acme 2026", "Acme 2026–2028"):
            self.assertTrue(dates.is_proposed_name(name), name)
        for name in ("Acme", "Acme 26", "Plan 2026 for Acme"):
            self.assertFalse(dates.is_proposed_name(name), name)

    def test_months_stay_inside_the_month(self):
        self.assertEqual(dates.add_months(date(2026, 1, 31), 1), date(2026, 2, 28))
        self.assertFalse(dates.add_months(None, 3))

    def test_the_cadence_comes_round_today_or_later(self):
        start = date(2026, 1, 31)
        for months, today, beat in (
            (1, date(2026, 2, 28), date(2026, 2, 28)),
            (1, date(2026, 3, 1), date(2026, 3, 31)),
            (3, date(2025, 6, 1), date(2026, 4, 30)),
            (3, date(2026, 4, 30), date(2026, 4, 30)),
            (3, date(2026, 5, 1), date(2026, 7, 31)),
            (12, date(2029, 2, 1), date(2030, 1, 31)),
        ):
            self.assertEqual(dates.next_beat(start, months, today), beat)
        self.assertFalse(dates.next_beat(False, 3, start))

    def test_following_period_has_the_same_length_in_months(self):
        self.assertEqual(
            dates.same_length_after(START, END), (date(2027, 1, 1), date(2027, 12, 31))
        )
        half = dates.same_length_after(date(2027, 9, 1), date(2028, 2, 29))
        self.assertEqual(half, (date(2028, 3, 1), date(2028, 8, 31)))

    def test_default_period_is_one_year_from_this_month_or_the_next(self):
        self.assertEqual(
            dates.default_period(date(2026, 3, 15)), (date(2026, 3, 1), date(2027, 2, 28))
        )
        self.assertEqual(
            dates.default_period(date(2026, 12, 16)), (date(2027, 1, 1), date(2027, 12, 31))
        )


class TestPace(PureCase):
    def test_weighted_percent(self):
        self.assertEqual(weighted_percent([(1, 100), (3, 0)]), 25.0)
        self.assertIsNone(weighted_percent([(0, 100)]))
        self.assertIsNone(weighted_percent([]))

    def test_expected_is_a_straight_line(self):
        self.assertEqual(expected_percent(START, END, START), 0.0)
        self.assertEqual(expected_percent(START, END, END), 100.0)
        self.assertAlmostEqual(expected_percent(START, END, date(2026, 7, 2)), 50.0, places=0)
        self.assertEqual(expected_percent(START, START, START), 100.0)

    def test_status_by_gap(self):
        day = date(2026, 7, 2)
        self.assertEqual(judge_pace(45, START, END, day).status, "on_track")
        self.assertEqual(judge_pace(35, START, END, day).status, "at_risk")
        self.assertEqual(judge_pace(20, START, END, day).status, "off_track")

    def test_past_due_is_off_track_until_complete(self):
        late = date(2027, 1, 1)
        self.assertEqual(judge_pace(99, START, END, late).reason, "past_due")
        self.assertEqual(judge_pace(100, START, END, late).status, "on_track")

    def test_an_overdue_action_puts_it_at_risk(self):
        pace = judge_pace(90, START, END, date(2026, 2, 2), date(2026, 2, 1))
        self.assertEqual((pace.status, pace.reason), ("at_risk", "overdue_action"))

    def test_the_day_of_change_is_exact(self):
        """Walk the calendar: between two named days the status never changes."""
        for progress in (0, 30, 70):
            for deadline in (None, date(2026, 5, 5)):
                day = START
                while day <= END:
                    pace = judge_pace(progress, START, END, day, deadline)
                    if pace.changes_on is None:
                        break
                    self.assertGreater(pace.changes_on, day)
                    before = judge_pace(
                        progress,
                        START,
                        END,
                        date.fromordinal(pace.changes_on.toordinal() - 1),
                        deadline,
                    )
                    after = judge_pace(progress, START, END, pace.changes_on, deadline)
                    self.assertEqual(before.status, pace.status)
                    self.assertNotEqual(
                        (after.status, after.reason), (pace.status, pace.reason), (progress, day)
                    )
                    day = pace.changes_on


class TestScore(PureCase):
    def setUp(self):
        self.score = Score(
            [
                Component("a", "A", 100.0, weight=1),
                Component("b", "B", 50.0, weight=3, evidence=[("kam.action", 7)]),
                Component("c", "C", None, weight=4),
            ]
        )

    def test_unknown_input_lowers_confidence_never_the_total(self):
        self.assertEqual(self.score.total, 62.5)
        self.assertEqual(self.score.confidence, 50.0)

    def test_shares_add_up_to_the_total(self):
        explained = self.score.explain()
        self.assertAlmostEqual(sum(p["share"] for p in explained["components"]), 62.5)

    def test_explanation_tells_the_points_of_last_time(self):
        before = Score([Component("b", "B", 20.0)]).dump()
        points = {p["key"]: p["points_before"] for p in self.score.explain(before)["components"]}
        self.assertEqual(points, {"a": None, "b": 20.0, "c": None})

    def test_empty_score(self):
        explained = Score([]).explain()
        self.assertEqual((explained["total"], explained["confidence"]), (None, None))
