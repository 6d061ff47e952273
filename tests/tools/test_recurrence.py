"""When a series is due next: the month's end, missed ones, the end of the plan."""

from datetime import date

from odoo.addons.kam_planning.tools.recurrence import add_steps, next_due, put_behind, start_of

from .common import PureCase

END = date(2026, 12, 31)


class TestRecurrence(PureCase):
    def _series(self, day, unit, every, times, month_day=0):
        """Deadlines of a series of which each one is done on its day."""
        days, month_day = [], month_day or day.day
        for _time in range(times):
            day = next_due(day, unit, every, day, date(2035, 1, 1), month_day)
            days.append(str(day))
        return days

    def test_a_series_on_the_last_day_of_a_month_keeps_its_day(self):
        self.assertEqual(
            self._series(date(2026, 1, 31), "month", 1, 4),
            ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
        )
        self.assertEqual(
            self._series(date(2028, 1, 30), "month", 1, 2), ["2028-02-29", "2028-03-30"]
        )
        self.assertEqual(
            self._series(date(2026, 11, 30), "month", 3, 3),
            ["2027-02-28", "2027-05-30", "2027-08-30"],
        )

    def test_a_leap_day_comes_back_in_the_next_leap_year(self):
        self.assertEqual(
            self._series(date(2028, 2, 29), "year", 1, 4),
            ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
        )

    def test_days_and_weeks(self):
        self.assertEqual(
            self._series(date(2026, 2, 25), "week", 2, 2), ["2026-03-11", "2026-03-25"]
        )
        self.assertEqual(
            self._series(date(2026, 2, 27), "day", 10, 2), ["2026-03-09", "2026-03-19"]
        )

    def test_the_day_of_ticking_does_not_matter(self):
        due = date(2026, 3, 31)
        for today in (date(2026, 3, 2), due, date(2026, 4, 30)):
            self.assertEqual(next_due(due, "month", 1, today, END), date(2026, 4, 30), today)

    def test_what_was_missed_is_passed_over(self):
        due = date(2026, 1, 31)
        self.assertEqual(next_due(due, "month", 1, date(2026, 5, 1), END), date(2026, 5, 31))
        self.assertEqual(next_due(due, "month", 1, date(2026, 5, 31), END), date(2026, 5, 31))
        self.assertEqual(next_due(due, "week", 1, date(2026, 3, 1), END), date(2026, 3, 7))
        self.assertEqual(next_due(due, "day", 3, date(2026, 2, 4), END), date(2026, 2, 6))
        self.assertEqual(next_due(due, "month", 1, date(2026, 3, 1), END, 31), date(2026, 3, 31))
        self.assertIsNone(next_due(due, "year", 1, date(2026, 3, 1), END))

    def test_nothing_is_due_after_the_last_day(self):
        due = date(2026, 11, 30)
        self.assertEqual(next_due(due, "month", 1, due, END, 31), END)
        self.assertIsNone(next_due(due, "month", 1, due, date(2026, 12, 30), 31))
        self.assertIsNone(next_due(due, "month", 1, date(2027, 1, 5), END))
        self.assertIsNone(next_due(date(2026, 1, 1), "day", 1, date(2027, 1, 1), END))

    def test_every_rhythm_goes_on_without_gaps_or_repeats(self):
        """The next one of any day is later, not in the past, and the first such one."""
        for unit in ("day", "week", "month", "year"):
            for every in (1, 2, 5):
                for day in (date(2026, 1, 31), date(2024, 2, 29), date(2026, 3, 1)):
                    for today in (day, date(2026, 4, 30), date(2027, 2, 28)):
                        if today < day:
                            continue
                        due = next_due(day, unit, every, today, date(2040, 1, 1))
                        steps = [add_steps(day, unit, every, n) for n in range(1, 2000)]
                        expected = next(one for one in steps if one and one >= today)
                        self.assertEqual(due, expected, (unit, every, day, today))

    def test_beyond_the_calendar_a_series_is_over(self):
        self.assertIsNone(add_steps(date(9999, 6, 1), "year", 1000))
        self.assertIsNone(add_steps(date(9999, 6, 1), "day", 1000))

    def test_the_next_one_is_as_long(self):
        new = date(2026, 2, 28)
        self.assertEqual(start_of(date(2026, 1, 21), date(2026, 1, 31), new), date(2026, 2, 18))
        self.assertIsNone(start_of(None, date(2026, 1, 31), new))

    def test_what_waits_moves_behind_as_long_as_it_is(self):
        start, end, day = date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 20)
        self.assertEqual(put_behind(start, end, day), (day, date(2026, 3, 27)))
        self.assertEqual(put_behind(None, end, day), (None, day))
        self.assertEqual(put_behind(start, end, start), (start, end))
        self.assertEqual(put_behind(start, end, date(2026, 2, 1)), (start, end))
