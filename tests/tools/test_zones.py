from datetime import date, datetime, time, timedelta

from odoo.addons.kam_planning.tools.zones import (
    day_of,
    find_zone,
    moment_of,
    move_days,
    start_of_day,
)

from .common import PureCase
from .zones import DAYS


class TestZones(PureCase):
    def test_a_day_begins_and_ends(self):
        second = timedelta(seconds=1)
        for name, day, first, following in DAYS:
            with self.subTest(zone=name, day=day):
                zone = find_zone(name)
                self.assertEqual(start_of_day(day, zone), first)
                self.assertEqual(start_of_day(day + timedelta(days=1), zone), following)
                self.assertEqual(day_of(first, zone), day)
                self.assertEqual(day_of(first - second, zone), day - timedelta(days=1))
                self.assertEqual(day_of(following - second, zone), day)

    def test_a_day_that_never_was_is_empty(self):
        # Samoa went from 29 to 31 December 2011.
        zone = find_zone("Pacific/Apia")
        missing, next_day = date(2011, 12, 30), date(2011, 12, 31)
        self.assertEqual(start_of_day(missing, zone), datetime(2011, 12, 30, 10))
        self.assertEqual(start_of_day(next_day, zone), datetime(2011, 12, 30, 10))

    def test_a_zone_that_nobody_knows_is_utc(self):
        for name in (False, None, "", "Mars/Olympus Mons", "UTC"):
            self.assertEqual(find_zone(name).zone, "UTC", name)
        self.assertEqual(find_zone("europe/brussels").zone, "Europe/Brussels")

    def test_a_meeting_keeps_its_hour_over_the_change_of_clocks(self):
        zone = find_zone("Europe/Brussels")
        self.assertEqual(moment_of(date(2026, 3, 27), time(10), zone), datetime(2026, 3, 27, 9))
        moved = move_days(datetime(2026, 3, 27, 9), timedelta(days=3), zone)
        self.assertEqual(moved, datetime(2026, 3, 30, 8))
        self.assertEqual(move_days(moved, timedelta(days=-3), zone), datetime(2026, 3, 27, 9))
