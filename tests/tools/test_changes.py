"""What counts as a change: the worked examples."""

from datetime import date

from odoo.addons.kam_planning.tools.change import changes
from odoo.addons.kam_planning.tools.change.changes import Thresholds

from .common import PureCase

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class TestChanges(PureCase):
    def test_a_quarter_less_of_a_small_stream_is_no_change(self):
        # 40,000 to 30,000 is 25 % less, but 2.5 % of the account's 400,000.
        self.assertFalse(changes.has_fallen(40000, 30000, 400000))
        # 60,000 to 40,000 is 33 % less, and 5 % of the account.
        self.assertTrue(changes.has_fallen(60000, 40000, 400000))
        # 150,000 to 125,000 is 6.25 % of the account, but 16.7 % less.
        self.assertFalse(changes.has_fallen(150000, 125000, 400000))
        # 150,000 to 120,000: exactly a fifth.
        self.assertTrue(changes.has_fallen(150000, 120000, 400000))
        self.assertFalse(changes.has_fallen(0, 0, 400000))
        self.assertTrue(changes.has_fallen(100, 0, 0), "Nothing else was sold in the year")
        self.assertIsNone(changes.has_fallen(100, 0, None))
        self.assertIs(changes.has_fallen(100, 90, None), False, "A tenth is no steep fall")
        self.assertEqual(changes.count_falls([(100, 0), (100, 0)], None), 0)
        self.assertTrue(changes.has_fallen(40000, 30000, 400000, Thresholds(fall_share=2.5)))

    def test_an_order_is_told_from_one_percent_of_the_year_on(self):
        self.assertTrue(changes.is_large(4000, 400000, 1))
        self.assertFalse(changes.is_large(3999, 400000, 1))
        self.assertTrue(changes.is_large(1, 0, 1), "The first order of a new customer")
        self.assertFalse(changes.is_large(0, 0, 1))
        self.assertFalse(changes.is_large(None, 400000, 1))

    def test_a_revenue_that_is_not_known_is_not_zero(self):
        for yearly in (None, False):
            self.assertIsNone(changes.is_large(1, yearly, 1))
            self.assertIsNone(changes.is_above(1, yearly, 5))
            self.assertIs(changes.is_large(0, yearly, 1), False)
        self.assertTrue(changes.is_above(1, 0.0, 5))

    def test_overdue_is_more_than_five_percent(self):
        self.assertFalse(changes.is_above(20000, 400000, 5))
        self.assertTrue(changes.is_above(20000.01, 400000, 5))

    def test_three_whole_months_against_the_same_a_year_ago(self):
        now, before = changes.compared_periods(date(2026, 3, 2))
        self.assertEqual((now.start, now.end), (date(2025, 12, 1), date(2026, 2, 28)))
        self.assertEqual((before.start, before.end), (date(2024, 12, 1), date(2025, 2, 28)))
        now, before = changes.compared_periods(date(2024, 3, 31))
        self.assertEqual((now.start, now.end), (date(2023, 12, 1), date(2024, 2, 29)))
        self.assertEqual((before.start, before.end), (date(2022, 12, 1), date(2023, 2, 28)))
        earlier, _before = changes.compared_periods(date(2026, 3, 2), back=2)
        self.assertEqual((earlier.start, earlier.end), (date(2025, 10, 1), date(2025, 12, 31)))

    def test_slipped_by_thirty_days_or_for_the_second_time(self):
        day = date(2026, 3, 1)
        self.assertFalse(changes.has_slipped(day, date(2026, 3, 30), 1))
        self.assertTrue(changes.has_slipped(day, date(2026, 3, 31), 1))
        self.assertTrue(changes.has_slipped(day, date(2026, 3, 9), 2))
        self.assertFalse(changes.has_slipped(day, day, 2), "It is back where it was")

    def test_silent_for_twice_the_interval(self):
        today = date(2026, 7, 1)
        self.assertFalse(changes.is_silent(date(2026, 1, 2), 90, today))
        self.assertTrue(changes.is_silent(date(2026, 1, 1), 90, today))
        self.assertFalse(changes.is_silent(None, 90, today), "Never is no change")
        self.assertFalse(changes.is_silent(date(2020, 1, 1), 0, today))

    def test_off_pace_below_eighty_percent_of_what_should_be(self):
        # 2 July: 182 of 365 days, 49.86 %; four fifths of that are 39.89 %.
        half = date(2026, 7, 2)
        self.assertTrue(changes.is_off_pace(39.8, *YEAR, half))
        self.assertFalse(changes.is_off_pace(39.9, *YEAR, half))
        self.assertFalse(changes.is_off_pace(0, *YEAR, date(2026, 3, 1)), "Too early to say")
        self.assertFalse(changes.is_off_pace(0, *YEAR, date(2027, 1, 1)), "It is over")
        self.assertFalse(changes.is_off_pace(None, *YEAR, half))
        self.assertEqual(changes.expected_attainment(*YEAR, date(2026, 3, 15)), 20.0)

    def test_one_is_told_once_until_it_falls_below(self):
        moves = [
            (date(2026, 1, 1), 30),
            (date(2026, 1, 5), 10),
            (date(2026, 1, 9), -30),
            (date(2026, 2, 1), 40),
        ]
        days = changes.count_rises(moves, lambda total: total > 20)
        self.assertEqual(days, [date(2026, 1, 1), date(2026, 2, 1)])
