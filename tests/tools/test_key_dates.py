"""Key dates: when they come next, and as a calendar; all by hand."""

import json
from datetime import date, datetime

from odoo.addons.kam_planning.tools.strategy.key_dates import (
    Entry,
    day_before,
    next_day,
    render_calendar,
)

from .common import PureCase

CHANGED = datetime(2026, 1, 5, 8, 30, 15, 999)


class TestNextDay(PureCase):
    def test_what_does_not_come_again_stays(self):
        for today in (date(2025, 1, 1), date(2026, 6, 1), date(2030, 1, 1)):
            self.assertEqual(next_day(date(2026, 6, 1), False, today), date(2026, 6, 1))

    def test_what_comes_every_year_is_never_over(self):
        day = date(2024, 7, 1)
        for today, expected in (
            (date(2023, 1, 1), date(2024, 7, 1)),
            (date(2024, 7, 1), date(2024, 7, 1)),
            (date(2024, 7, 2), date(2025, 7, 1)),
            (date(2026, 3, 2), date(2026, 7, 1)),
            (date(2026, 7, 1), date(2026, 7, 1)),
            (date(2026, 12, 31), date(2027, 7, 1)),
        ):
            self.assertEqual(next_day(day, True, today), expected, today)

    def test_the_29th_of_february(self):
        day = date(2024, 2, 29)
        for today, expected in (
            (date(2024, 3, 1), date(2025, 2, 28)),
            (date(2025, 2, 28), date(2025, 2, 28)),
            (date(2027, 3, 1), date(2028, 2, 29)),
        ):
            self.assertEqual(next_day(day, True, today), expected, today)

    def test_the_lead_time(self):
        self.assertEqual(day_before(date(2026, 12, 31), 90), date(2026, 10, 2))
        self.assertEqual(day_before(date(2026, 12, 31), 0), date(2026, 12, 31))
        self.assertEqual(day_before(date(1, 1, 3), 10**9), date(1, 1, 1))


class TestCalendar(PureCase):
    def _render(self, **values):
        entry = {"uid": "one@db", "day": date(2026, 12, 31), "summary": "End", "changed": CHANGED}
        return render_calendar("Dates", [Entry(**{**entry, **values})])

    def test_a_whole_day(self):
        lines = self._render().split("\r\n")
        for line in (
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTAMP:20260105T083015Z",
            "UID:one@db",
            "SUMMARY:End",
        ):
            self.assertIn(line, lines)
        self.assertEqual(lines[0], "BEGIN:VCALENDAR")
        self.assertEqual(lines[-2:], ["END:VCALENDAR", ""])
        self.assertFalse([line for line in lines if line.startswith("RRULE")])

    def test_what_comes_every_year(self):
        self.assertIn("\r\nRRULE:FREQ=YEARLY\r\n", self._render(is_yearly=True))
        leap = self._render(is_yearly=True, is_month_end=True)
        self.assertIn("\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n", leap)

    def test_names_cannot_write_lines_of_their_own(self):
        text = self._render(summary="a,b;c\\d\r\nBEGIN:VALARM\rX:1\x00\x1b[2J")
        self.assertIn("SUMMARY:a\\,b\\;c\\\\d\\nBEGIN:VALARM\\nX:1[2J\r\n", text)
        self.assertNotIn("\r\nBEGIN:VALARM", text)
        self.assertNotIn("\r", text.replace("\r\n", ""))
        self.assertNotIn("\n", text.replace("\r\n", ""))

    def test_long_lines_are_folded_by_octets(self):
        name = "Jubiläumsgespräch über Grünöl " * 12
        text = self._render(summary=name.strip())
        for line in text.split("\r\n"):
            self.assertLessEqual(len(line.encode()), 75, line)
        self.assertIn(f"SUMMARY:{name.strip()}", text.replace("\r\n ", ""))

    def test_an_empty_calendar_is_one(self):
        text = render_calendar("Dates", [])
        self.assertTrue(
            text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), json.dumps(text)
        )
        self.assertTrue(text.endswith("END:VCALENDAR\r\n"))
