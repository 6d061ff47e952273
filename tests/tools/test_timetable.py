from datetime import date

from odoo.addons.kam_planning.tools import periods, timetable

from .common import PureCase


class TestTimetable(PureCase):
    def test_quarters_cover_the_period(self):
        columns = timetable.quarters(date(2026, 2, 10), date(2026, 11, 3))
        self.assertEqual([c["label"] for c in columns], ["Q1/26", "Q2/26", "Q3/26", "Q4/26"])
        self.assertEqual(columns[0]["start"], date(2026, 1, 1))
        self.assertEqual(columns[-1]["end"], date(2026, 12, 31))

    def test_quarters_are_limited(self):
        self.assertEqual(len(timetable.quarters(date(2026, 1, 1), date(2030, 1, 1), most=8)), 8)

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
