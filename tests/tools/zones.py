"""Zones, days and moments that several test modules look at."""

from datetime import date, datetime

LOS_ANGELES, AUCKLAND = "America/Los_Angeles", "Pacific/Auckland"
# Nine in the evening of 2 March in Los Angeles, six in the afternoon of 3 March in Auckland.
EVENING = datetime(2026, 3, 3, 5)
# Zone, day, the moment in UTC at which it begins, and the one at which the next begins.
DAYS = [
    ("UTC", date(2026, 3, 2), datetime(2026, 3, 2), datetime(2026, 3, 3)),
    (LOS_ANGELES, date(2026, 3, 2), datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 8)),
    # 23 hours when summer begins there, 25 when it ends.
    (LOS_ANGELES, date(2026, 3, 8), datetime(2026, 3, 8, 8), datetime(2026, 3, 9, 7)),
    (LOS_ANGELES, date(2026, 11, 1), datetime(2026, 11, 1, 7), datetime(2026, 11, 2, 8)),
    (AUCKLAND, date(2026, 3, 2), datetime(2026, 3, 1, 11), datetime(2026, 3, 2, 11)),
    (AUCKLAND, date(2026, 4, 5), datetime(2026, 4, 4, 11), datetime(2026, 4, 5, 12)),
    ("Pacific/Kiritimati", date(2026, 3, 2), datetime(2026, 3, 1, 10), datetime(2026, 3, 2, 10)),
    ("Asia/Kolkata", date(2026, 3, 2), datetime(2026, 3, 1, 18, 30), datetime(2026, 3, 2, 18, 30)),
    # Clocks leave out the first hour of this day, and repeat the first hour of that one.
    ("America/Havana", date(2025, 3, 9), datetime(2025, 3, 9, 5), datetime(2025, 3, 10, 4)),
    ("America/Havana", date(2025, 11, 2), datetime(2025, 11, 2, 4), datetime(2025, 11, 3, 5)),
]
