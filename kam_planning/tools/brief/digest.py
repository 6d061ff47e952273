"""When the weekly mail is due. Plain values only."""

from datetime import time, timedelta

from ..zones import day_of, moment_of

# It is sent from six in the morning of its day on; who was missed gets it until the end of the
# day after that.
HOUR, DAYS = 6, 2


def find_due_day(now, zone, weekday=0):
    """Give the day whose weekly mail is due somewhere, None where none is.

    >>> from datetime import datetime
    >>> from ..zones import find_zone
    >>> monday = datetime(2026, 3, 2, 5, 30)
    >>> find_due_day(monday, find_zone("Europe/Brussels"))
    datetime.date(2026, 3, 2)
    >>> find_due_day(monday, find_zone("UTC")) is None
    True

    :param datetime now: in UTC
    :param zone: from `zones.find_zone`
    :param int weekday: of the mail, 0 for Monday
    :return: date
    """
    today = day_of(now, zone)
    late = (today.weekday() - weekday) % 7
    due = today - timedelta(days=late)
    is_due = late < DAYS and moment_of(due, time(HOUR), zone) <= now
    return due if is_due else None
