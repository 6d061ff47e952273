"""Days in a time zone: when they begin, and on which of them a moment lies. Plain values only.

Moments are naive datetimes in UTC, as Odoo stores them.
"""

from datetime import datetime, time

import pytz


def find_zone(name):
    """Give the time zone of a name such as ``"Europe/Brussels"``.

    :param str name: or a false value
    :return: time zone of `pytz`, UTC for no name and for one that nobody knows
    """
    try:
        return pytz.timezone(name or "UTC")
    except pytz.UnknownTimeZoneError:
        return pytz.utc


def day_of(moment, zone):
    """Give the day on which a moment lies.

    >>> from datetime import datetime
    >>> day_of(datetime(2026, 3, 3, 5), find_zone("America/Los_Angeles"))
    datetime.date(2026, 3, 2)

    :param datetime moment: in UTC
    :param zone: from `find_zone`
    :return: date
    """
    return pytz.utc.localize(moment).astimezone(zone).date()


def moment_of(day, clock, zone):
    """Give the moment at which clocks show a time of a day.

    A time that comes twice is the first of both; one that clocks leave out is the moment at which
    they leave it out.

    >>> from datetime import date, time
    >>> moment_of(date(2026, 3, 2), time(0), find_zone("America/Los_Angeles"))
    datetime.datetime(2026, 3, 2, 8, 0)

    :param date day: day
    :param time clock: what clocks show there
    :param zone: from `find_zone`
    :return: datetime in UTC
    """
    local = datetime.combine(day, clock)
    # As in summer and as in winter: one of both where clocks were not changed.
    moments = sorted(
        zone.localize(local, is_dst=is_summer).astimezone(pytz.utc).replace(tzinfo=None)
        for is_summer in (True, False)
    )
    return next((moment for moment in moments if day_of(moment, zone) >= day), moments[-1])


def move_days(moment, days, zone):
    """Move a moment by days, to the same time of the clock.

    :param timedelta days: may be negative
    """
    local = pytz.utc.localize(moment).astimezone(zone)
    return moment_of(local.date() + days, local.time(), zone)


def start_of_day(day, zone):
    """Give the first moment of a day: midnight, or later where clocks leave midnight out."""
    return moment_of(day, time.min, zone)
