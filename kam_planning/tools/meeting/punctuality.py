"""When a review is punctual: plain values in, plain values out.

A review's day is fixed from thirty days before on. What is planned then counts, whatever happens
later: moving the day the day before does not help, and moving it earlier once more neither.
"""

from collections import namedtuple
from datetime import timedelta

FIXED = timedelta(days=30)
GRACE = timedelta(days=7)
ON_TIME, LATE, UNKNOWN = "on_time", "late", "unknown"

# From `since` on the review was planned for `day`.
Planned = namedtuple("Planned", "since day")
# `due`: the day that was fixed, or None; `days`: how long after it the review was held, or None.
Punctuality = namedtuple("Punctuality", "state due days")


def find_fixed_day(history):
    """Give the day that a review had when it was fixed: the first one that came as near as thirty
    days while it was planned.

    What was planned at shorter notice from the beginning was never fixed.

    >>> from datetime import date
    >>> find_fixed_day([Planned(date(2026, 1, 5), date(2026, 5, 1))])
    datetime.date(2026, 5, 1)
    >>> find_fixed_day([Planned(date(2026, 4, 20), date(2026, 5, 1))])

    Moved the day before, and moved three months before:

    >>> find_fixed_day([Planned(date(2026, 1, 5), date(2026, 5, 1)),
    ...                 Planned(date(2026, 4, 30), date(2026, 6, 30))])
    datetime.date(2026, 5, 1)
    >>> find_fixed_day([Planned(date(2026, 1, 5), date(2026, 5, 1)),
    ...                 Planned(date(2026, 2, 1), date(2026, 6, 30))])
    datetime.date(2026, 6, 30)

    :param list history: `Planned`s, the earliest first
    :return: date, or None
    """
    for number, planned in enumerate(history):
        fixed = max(planned.since, planned.day - FIXED)
        is_last = number + 1 == len(history)
        if is_last or history[number + 1].since > fixed:
            is_short = number == 0 and planned.since > planned.day - FIXED
            return None if is_short else planned.day
    return None


def judge(history, end, is_held=True):
    """Tell whether a review was punctual: held no more than seven days after its fixed day.

    Earlier is not late. One that was skipped after its day was fixed is late; one that was skipped
    before is not judged.

    >>> from datetime import date
    >>> plan = [Planned(date(2026, 1, 5), date(2026, 5, 1))]
    >>> judge(plan, date(2026, 5, 8))
    Punctuality(state='on_time', due=datetime.date(2026, 5, 1), days=7)
    >>> judge(plan, date(2026, 5, 9)).state
    'late'
    >>> judge(plan, date(2026, 4, 20), is_held=False).state
    'late'
    >>> judge(plan, date(2026, 3, 1), is_held=False).state
    'unknown'

    :param list history: `Planned`s, the earliest first
    :param date end: day on which it was held or skipped
    :param bool is_held: whether it was held
    :return: Punctuality
    """
    due = find_fixed_day(history)
    if due is None or (not is_held and end < due - FIXED):
        return Punctuality(UNKNOWN, None, None)
    if not is_held:
        return Punctuality(LATE, due, None)
    return Punctuality(ON_TIME if end <= due + GRACE else LATE, due, (end - due).days)


def rate(states):
    """Give the share of punctual reviews among those that can be judged.

    >>> rate(["on_time", "on_time", "late", "unknown"])
    (66.7, 3)
    >>> rate(["unknown"])
    (None, 0)

    :param states: iterable of the states of reviews
    :return: tuple (percent or None, how many were judged)
    """
    known = [state for state in states if state != UNKNOWN]
    if not known:
        return None, 0
    return round(100.0 * known.count(ON_TIME) / len(known), 1), len(known)
