from datetime import date, datetime, timedelta

from odoo.addons.kam_planning.tools.brief.digest import find_due_day
from odoo.addons.kam_planning.tools.zones import find_zone

from ..tools.common import PureCase

MONDAY = date(2026, 3, 2)


class TestDigestDay(PureCase):
    def test_from_six_on_monday_until_the_end_of_tuesday(self):
        zone = find_zone("UTC")
        for moment, due in (
            (datetime(2026, 3, 2, 5, 59), None),
            (datetime(2026, 3, 2, 6), MONDAY),
            (datetime(2026, 3, 3, 23, 59), MONDAY),
            (datetime(2026, 3, 4), None),
            (datetime(2026, 3, 8, 12), None),
            (datetime(2026, 3, 9, 6), date(2026, 3, 9)),
        ):
            self.assertEqual(find_due_day(moment, zone), due, moment)

    def test_another_day_of_the_week(self):
        zone = find_zone("UTC")
        self.assertEqual(find_due_day(datetime(2026, 3, 6, 6), zone, 4), date(2026, 3, 6))
        self.assertIsNone(find_due_day(datetime(2026, 3, 2, 6), zone, 4))

    def test_on_the_day_of_the_zone_also_where_clocks_change(self):
        sunday = date(2026, 3, 29)
        zone = find_zone("Europe/Brussels")
        self.assertIsNone(find_due_day(datetime(2026, 3, 29, 3, 59), zone, 6))
        self.assertEqual(find_due_day(datetime(2026, 3, 29, 4), zone, 6), sunday)
        self.assertEqual(
            find_due_day(datetime(2026, 3, 28, 17), find_zone("Pacific/Auckland"), 6), sunday
        )

    def test_each_week_has_one_everywhere(self):
        for name in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"):
            zone, days = find_zone(name), set()
            for hours in range(24 * 28):
                days.add(find_due_day(datetime(2026, 3, 2) + timedelta(hours=hours), zone))
            self.assertEqual({day.weekday() for day in days if day}, {0})
            self.assertIn(len(days - {None}), (4, 5))
