"""Fiscal years, quarters and months, and the periods that follow from them."""

from datetime import date, timedelta

from odoo.tools.date_utils import get_fiscal_year

from odoo.addons.kam_planning.tools import dates, fiscal
from odoo.addons.kam_planning.tools.fiscal import CALENDAR, FiscalYear

from .common import PureCase

MARCH, FEBRUARY, TAX_YEAR = FiscalYear(31, 3), FiscalYear(28, 2), FiscalYear(5, 4)


def _days(periods):
    return [(str(period[0]), str(period[1])) for period in periods]


class TestFiscalYear(PureCase):
    def test_years(self):
        for year, day, expected in (
            (CALENDAR, date(2026, 3, 2), ("2026-01-01", "2026-12-31")),
            (MARCH, date(2026, 3, 31), ("2025-04-01", "2026-03-31")),
            (MARCH, date(2026, 4, 1), ("2026-04-01", "2027-03-31")),
            (TAX_YEAR, date(2026, 4, 5), ("2025-04-06", "2026-04-05")),
            (TAX_YEAR, date(2026, 4, 6), ("2026-04-06", "2027-04-05")),
            (FiscalYear(4, 4), date(2026, 12, 31), ("2026-04-05", "2027-04-04")),
            (FEBRUARY, date(2026, 2, 28), ("2025-03-01", "2026-02-28")),
            (FEBRUARY, date(2028, 2, 29), ("2027-03-01", "2028-02-29")),
            (FEBRUARY, date(2028, 3, 1), ("2028-03-01", "2029-02-28")),
            (FiscalYear(29, 2), date(2026, 2, 28), ("2025-03-01", "2026-02-28")),
            (FiscalYear(29, 2), date(2028, 2, 29), ("2027-03-01", "2028-02-29")),
            (FiscalYear(31, 4), date(2026, 4, 30), ("2025-05-01", "2026-04-30")),
            (FiscalYear(31, 4), date(2026, 5, 1), ("2026-05-01", "2027-04-30")),
        ):
            self.assertEqual(_days([year.year_of(day)]), [expected], (year, day))

    def test_years_are_those_of_odoo(self):
        day = date(2023, 12, 28)
        while day < date(2029, 1, 3):
            for ends in ((31, 12), (31, 3), (28, 2), (29, 2), (5, 4), (29, 11), (30, 12), (31, 4)):
                expected = get_fiscal_year(day, *ends)
                self.assertEqual(FiscalYear(*ends).year_of(day), expected, (ends, day))
            day += timedelta(days=9)

    def test_quarters_end_with_months_where_the_year_does(self):
        for year, day, expected in (
            (
                MARCH,
                date(2026, 9, 9),
                [
                    ("2026-04-01", "2026-06-30"),
                    ("2026-07-01", "2026-09-30"),
                    ("2026-10-01", "2026-12-31"),
                    ("2027-01-01", "2027-03-31"),
                ],
            ),
            (
                FEBRUARY,
                date(2027, 9, 9),
                [
                    ("2027-03-01", "2027-05-31"),
                    ("2027-06-01", "2027-08-31"),
                    ("2027-09-01", "2027-11-30"),
                    ("2027-12-01", "2028-02-29"),
                ],
            ),
            (
                TAX_YEAR,
                date(2026, 9, 9),
                [
                    ("2026-04-06", "2026-07-05"),
                    ("2026-07-06", "2026-10-05"),
                    ("2026-10-06", "2027-01-05"),
                    ("2027-01-06", "2027-04-05"),
                ],
            ),
            (
                FiscalYear(29, 11),
                date(2027, 9, 9),
                [
                    ("2026-11-30", "2027-02-28"),
                    ("2027-03-01", "2027-05-29"),
                    ("2027-05-30", "2027-08-29"),
                    ("2027-08-30", "2027-11-29"),
                ],
            ),
        ):
            self.assertEqual(_days(year.quarters_of(year.year_of(day))), expected, year)

    def test_quarters_and_months_cover_every_day_once(self):
        for last_month in range(1, 13):
            for last_day in (0, 1, 4, 15, 28, 29, 30, 31):
                year = FiscalYear(last_day, last_month)
                day = date(2027, 6, 1)
                for _month in range(24):
                    month, quarter = year.month_of(day), year.quarter_of(day)
                    self.assertTrue(quarter.start <= month.start <= month.end <= quarter.end)
                    self.assertEqual(
                        year.month_of(month.end + timedelta(1)).start - month.end, timedelta(1)
                    )
                    self.assertIn(quarter, year.quarters_of(year.year_of(day)))
                    day = month.end + timedelta(days=1)

    def test_numbers_and_texts(self):
        self.assertEqual([MARCH.number_of(date(2026, m, 1)) for m in (1, 4, 7, 10)], [4, 1, 2, 3])
        self.assertEqual(MARCH.year_text(date(2026, 3, 31)), "2025/26")
        self.assertEqual(MARCH.year_text(date(2026, 4, 1)), "2026/27")
        self.assertEqual(MARCH.year_text(date(2099, 4, 1)), "2099/00")
        self.assertEqual(CALENDAR.year_text(date(2026, 4, 1)), "2026")


class TestKinds(PureCase):
    def test_kinds(self):
        for year, start, end, kind in (
            (CALENDAR, date(2026, 1, 1), date(2026, 12, 31), "year"),
            (CALENDAR, date(2026, 1, 1), date(2027, 12, 31), "years"),
            (CALENDAR, date(2026, 4, 1), date(2026, 6, 30), "quarter"),
            (CALENDAR, date(2026, 4, 1), date(2026, 9, 30), "months"),
            (CALENDAR, date(2028, 2, 1), date(2028, 2, 29), "month"),
            (CALENDAR, date(2026, 4, 1), date(2027, 3, 31), "months"),
            (CALENDAR, date(2026, 2, 3), date(2026, 5, 4), "days"),
            (CALENDAR, date(2026, 2, 3), date(2026, 2, 3), "day"),
            (CALENDAR, date(2026, 2, 3), date(2026, 2, 2), "days"),
            (CALENDAR, date(2026, 1, 1), date(9999, 12, 31), "days"),
            (CALENDAR, date(1, 1, 1), date(2026, 12, 31), "days"),
            (MARCH, date(2026, 4, 1), date(2027, 3, 31), "year"),
            (MARCH, date(2026, 1, 1), date(2026, 12, 31), "months"),
            (MARCH, date(2026, 1, 1), date(2026, 3, 31), "quarter"),
            (MARCH, date(2026, 2, 1), date(2026, 4, 30), "months"),
            (FEBRUARY, date(2027, 12, 1), date(2028, 2, 29), "quarter"),
            (FEBRUARY, date(2027, 12, 1), date(2028, 2, 28), "days"),
            (FEBRUARY, date(2026, 3, 1), date(2028, 2, 29), "years"),
            (TAX_YEAR, date(2026, 4, 6), date(2027, 4, 5), "year"),
            (TAX_YEAR, date(2026, 4, 1), date(2026, 4, 30), "month"),
        ):
            self.assertEqual(fiscal.kind_of(start, end, year), kind, (year, start, end))


class TestProposedPeriods(PureCase):
    def test_a_plan_begins_with_a_fiscal_month(self):
        for today, expected in (
            (date(2026, 3, 20), ("2026-03-06", "2027-03-05")),
            (date(2026, 3, 21), ("2026-04-06", "2027-04-05")),
            (date(2026, 4, 6), ("2026-04-06", "2027-04-05")),
        ):
            self.assertEqual(_days([dates.default_period(today, TAX_YEAR)]), [expected], today)

    def test_the_next_period(self):
        for year, start, end, expected in (
            (CALENDAR, date(2026, 1, 1), date(2026, 12, 31), ("2027-01-01", "2027-12-31")),
            (CALENDAR, date(2026, 4, 1), date(2026, 6, 30), ("2026-07-01", "2026-09-30")),
            (CALENDAR, date(2026, 7, 1), date(2026, 12, 31), ("2027-01-01", "2027-06-30")),
            # Begun late in the first half of a year: its successor has a whole one.
            (CALENDAR, date(2026, 3, 15), date(2026, 12, 31), ("2027-01-01", "2027-12-31")),
            (MARCH, date(2026, 5, 1), date(2027, 3, 31), ("2027-04-01", "2028-03-31")),
            (CALENDAR, date(2026, 9, 1), date(2027, 8, 31), ("2027-09-01", "2028-08-31")),
            (CALENDAR, date(2025, 1, 1), date(2026, 12, 31), ("2027-01-01", "2028-12-31")),
            (FEBRUARY, date(2026, 3, 1), date(2027, 2, 28), ("2027-03-01", "2028-02-29")),
            (FEBRUARY, date(2027, 3, 1), date(2028, 2, 29), ("2028-03-01", "2029-02-28")),
            (TAX_YEAR, date(2026, 4, 6), date(2027, 4, 5), ("2027-04-06", "2028-04-05")),
            (
                FiscalYear(29, 11),
                date(2026, 11, 30),
                date(2027, 2, 28),
                ("2027-03-01", "2027-05-29"),
            ),
            (CALENDAR, date(2026, 5, 5), date(2026, 5, 5), ("2026-05-06", "2026-05-06")),
        ):
            found = dates.next_period(start, end, year)
            self.assertEqual(_days([found]), [expected], (year, start, end))

    def test_the_year_that_a_plan_covers_most_of(self):
        for year, start, end, first in (
            (CALENDAR, date(2026, 3, 1), date(2027, 2, 28), "2026-01-01"),
            (CALENDAR, date(2026, 9, 1), date(2027, 8, 31), "2027-01-01"),
            (CALENDAR, date(2026, 1, 1), date(2028, 12, 31), "2026-01-01"),
            (CALENDAR, date(2026, 6, 1), date(2029, 12, 31), "2027-01-01"),
            (CALENDAR, date(2026, 5, 5), date(2026, 5, 5), "2026-01-01"),
            (MARCH, date(2026, 1, 1), date(2026, 12, 31), "2026-04-01"),
            (MARCH, date(2026, 4, 1), date(2027, 3, 31), "2026-04-01"),
        ):
            self.assertEqual(str(fiscal.main_year(start, end, year).start), first, (start, end))

    def test_quarters_of_a_year_and_of_the_year_before(self):
        start = date(2028, 3, 1)
        self.assertEqual(
            _days(fiscal.quarters_from(start, FEBRUARY))[-1], ("2028-12-01", "2029-02-28")
        )
        before = _days(fiscal.quarters_from(start, FEBRUARY, years_back=1))
        self.assertEqual(before[0], ("2027-03-01", "2027-05-31"))
        self.assertEqual(before[-1], ("2027-12-01", "2028-02-29"))

    def test_a_year_that_begins_on_any_day_is_cut_by_months(self):
        start = date(2026, 9, 1)
        self.assertEqual(
            _days(fiscal.quarters_from(start)),
            [
                ("2026-09-01", "2026-11-30"),
                ("2026-12-01", "2027-02-28"),
                ("2027-03-01", "2027-05-31"),
                ("2027-06-01", "2027-08-31"),
            ],
        )
        self.assertEqual(
            _days(fiscal.quarters_from(start, years_back=1))[-1], ("2026-06-01", "2026-08-31")
        )
        leap = fiscal.quarters_from(date(2028, 2, 29), CALENDAR, years_back=1)
        self.assertEqual(_days(leap)[-1][1], "2028-02-28", "it ends the day before")
