from datetime import date

from odoo.addons.kam_planning.tools import periods, timetable
from odoo.addons.kam_planning.tools.fiscal import FiscalYear

from .common import PureCase


class TestTimetable(PureCase):
    def test_quarters_cover_the_period(self):
        columns = timetable.quarters(date(2026, 2, 10), date(2026, 11, 3))
        self.assertEqual([c["number"] for c in columns], [1, 2, 3, 4])
        self.assertEqual({c["year"] for c in columns}, {"2026"})
        self.assertEqual(columns[0]["start"], date(2026, 1, 1))
        self.assertEqual(columns[-1]["end"], date(2026, 12, 31))

    def test_quarters_are_limited(self):
        self.assertEqual(len(timetable.quarters(date(2026, 1, 1), date(2030, 1, 1), most=8)), 8)

    def test_quarters_are_those_of_the_fiscal_year(self):
        columns = timetable.quarters(date(2026, 2, 10), date(2026, 8, 3), FiscalYear(31, 3))
        self.assertEqual(
            [(c["number"], c["year"]) for c in columns],
            [(4, "2025/26"), (1, "2026/27"), (2, "2026/27")],
        )
        self.assertEqual(columns[1]["start"], date(2026, 4, 1))
        self.assertEqual(columns[1]["end"], date(2026, 6, 30))

    def test_a_day_has_one_quarter_and_an_end_before_the_start_none(self):
        day = date(2026, 5, 5)
        self.assertEqual([c["number"] for c in timetable.quarters(day, day)], [2])
        self.assertEqual(timetable.quarters(day, date(2026, 5, 4)), [])
        self.assertEqual(timetable.bar(None, day, []), [])

    def test_bar_fills_what_it_touches(self):
        columns = timetable.quarters(date(2026, 1, 1), date(2026, 12, 31))
        cells = timetable.bar(date(2026, 3, 31), date(2026, 7, 1), columns)
        self.assertEqual(cells, [True, True, True, False])

    def test_bar_outside_the_period_shows_at_its_edge(self):
        columns = timetable.quarters(date(2026, 1, 1), date(2026, 12, 31))
        early = timetable.bar(None, date(2025, 5, 1), columns)
        late = timetable.bar(date(2027, 1, 5), date(2027, 5, 1), columns)
        self.assertEqual(early, [True, False, False, False])
        self.assertEqual(late, [False, False, False, True])

    def test_growth_needs_something_before(self):
        self.assertEqual(periods.growth(150, 100), 50.0)
        self.assertIsNone(periods.growth(150, 0))
