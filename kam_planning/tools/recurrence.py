"""When what repeats is due again: plain values in, plain values out."""

from calendar import monthrange
from datetime import timedelta

from dateutil.relativedelta import relativedelta

UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}


def add_steps(day, unit, every, count=1, month_day=0):
    """Give the day so many steps of a rhythm after another.

    A month that is too short takes the day to its end, and the next one gives it back:

    >>> from datetime import date
    >>> [str(add_steps(date(2026, 1, 31), "month", 1, count)) for count in (1, 2, 3)]
    ['2026-02-28', '2026-03-31', '2026-04-30']
    >>> str(add_steps(date(2026, 2, 28), "month", 1, month_day=31))
    '2026-03-31'
    >>> str(add_steps(date(2029, 2, 28), "year", 1, count=3, month_day=29))
    '2032-02-29'

    :param date day: from which the steps count
    :param str unit: a key of `UNITS`
    :param int every: units a step, at least 1
    :param int count: number of steps
    :param int month_day: day of the month on which the series falls due, where ``day`` is an
        earlier one for want of it; 0 for the day itself
    :return: date, or None beyond the last day that there is
    """
    try:
        moved = day + relativedelta(**{UNITS[unit]: every * count})
    except (OverflowError, ValueError):
        return None
    if unit in ("day", "week"):
        return moved
    last = monthrange(moved.year, moved.month)[1]
    return moved.replace(day=min(month_day or day.day, last))


def next_due(day, unit, every, today, last_day, month_day=0):
    """Give the day on which what was due on a day is due next: in its rhythm, not in the past.

    Repetitions that were missed meanwhile are passed over; one that is done early changes nothing.

    >>> from datetime import date
    >>> end = date(2026, 12, 31)
    >>> str(next_due(date(2026, 1, 31), "month", 1, date(2026, 1, 20), end))
    '2026-02-28'
    >>> str(next_due(date(2026, 1, 31), "month", 1, date(2026, 4, 15), end))
    '2026-04-30'
    >>> next_due(date(2026, 12, 15), "month", 1, date(2026, 12, 15), end) is None
    True

    :param date day: on which it was due
    :param str unit: a key of `UNITS`
    :param int every: units a step, at least 1
    :param date today: today
    :param date last_day: after which nothing repeats
    :param int month_day: see `add_steps`
    :return: date, or None when the series is over
    """
    if last_day < today:
        return None
    count = max(1, _count_passed(day, unit, every, today))
    due = add_steps(day, unit, every, count, month_day)
    while due and due < today:
        count += 1
        due = add_steps(day, unit, every, count, month_day)
    return due if due and due <= last_day else None


def _count_passed(day, unit, every, today):
    """Steps that have surely passed: at most one or two less than there were."""
    if unit in ("day", "week"):
        return (today - day).days // (every * (7 if unit == "week" else 1))
    months = (today.year - day.year) * 12 + today.month - day.month - 1
    return months // (every * (12 if unit == "year" else 1))


def start_of(start, end, new_end):
    """Give the start of what is as long as something else, and ends on another day.

    >>> from datetime import date
    >>> str(start_of(date(2026, 1, 25), date(2026, 1, 31), date(2026, 2, 28)))
    '2026-02-22'

    :param start: date or None
    :return: date, or None without a start
    """
    return start and new_end - (end - start)


def put_behind(start, end, day):
    """Move what begins before a day to that day, as long as it was.

    >>> from datetime import date
    >>> moved = put_behind(date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 5))
    >>> [str(one) for one in moved]
    ['2026-03-05', '2026-03-12']
    >>> put_behind(None, date(2026, 3, 8), date(2026, 3, 5))
    (None, datetime.date(2026, 3, 8))

    :param start: date or None
    :param date end: its deadline
    :param date day: the deadline of what it waits for
    :return: tuple (start, end)
    """
    late = max(day - (start or end), timedelta())
    return start and start + late, end + late
