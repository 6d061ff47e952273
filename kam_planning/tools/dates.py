"""Date arithmetic of plans: plain values in, plain values out."""

import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .fiscal import CALENDAR, ONE_DAY
from .periods import Period

# "2026", "2026–2027", "FY 2026/27" whatever the language calls a fiscal year.
PERIOD_SUFFIX = re.compile(r"\s\d{4}(–\d{4}|/\d{2})?$")


def is_proposed_name(name):
    """Tell whether a plan's name still ends the way a proposal does, so it may be proposed anew."""
    return not name or bool(PERIOD_SUFFIX.search(name))


def add_months(day, months):
    """Add months to a day, staying inside the month (31 January + 1 month = 28 February).

    :param date day: or None
    :param int months: may be negative
    :return: date, or False without a day
    """
    return day + relativedelta(months=months) if day else False


def next_beat(day, months, today):
    """Give the first day, today or later, that comes so many months after another, or twice as many
    and so on.

    >>> from datetime import date
    >>> next_beat(date(2026, 1, 1), 3, date(2026, 6, 15))
    datetime.date(2026, 7, 1)

    :param date day: that the cadence counts from, or None
    :param int months: of the cadence, at least 1
    :param date today: today
    :return: date, or False without a day
    """
    if not day:
        return False
    passed = (today.year - day.year) * 12 + today.month - day.month
    count = max(passed // months, 1)
    if add_months(day, months * count) < today:
        count += 1
    return add_months(day, months * count)


def same_length_after(start, end):
    """Give the period of the same length that follows the one given.

    Whole months stay whole months: the year 2026 is followed by the year 2027, not by 365 days.

    :return: tuple (first day, last day)
    """
    next_start = end + timedelta(days=1)
    span = relativedelta(next_start, start)
    return next_start, next_start + span - timedelta(days=1)


def default_period(today, fiscal=CALENDAR):
    """Propose a plan's period: one year from the first day of a fiscal month.

    In the second half of a month the plan is for the next one: template dates count from the start,
    and a new plan should not begin with overdue actions.

    :return: tuple (first day, last day)
    """
    month = fiscal.month_of(today)
    is_late = (today - month.start).days >= 15
    start = month.end + ONE_DAY if is_late else month.start
    return start, start + relativedelta(years=1, days=-1)


def next_period(start, end, fiscal=CALENDAR):
    """Propose the period that follows a plan's.

    After a fiscal quarter comes the next one. After a fiscal year, and after the larger part of one
    up to its end, comes the whole next year. After any other period comes one of the same length.

    :return: tuple (first day, last day)
    """
    if Period(start, end) == fiscal.quarter_of(end):
        return tuple(fiscal.quarter_of(end + ONE_DAY))
    year = fiscal.year_of(end)
    if end == year.end and year.start <= start <= fiscal.quarters_of(year)[1].end:
        return tuple(fiscal.year_of(end + ONE_DAY))
    return same_length_after(start, end)


def count_anew(start, end, counted_from, day, last_day):
    """Dates that were counted from a day, counted from a later one where they would lie before it.

    >>> from datetime import date
    >>> new_year, march, last = date(2026, 1, 1), date(2026, 3, 2), date(2026, 12, 31)
    >>> start, end = count_anew(new_year, date(2026, 1, 22), new_year, march, last)
    >>> str(start), str(end)
    ('2026-03-02', '2026-03-23')
    >>> start, end = count_anew(new_year, date(2026, 3, 2), new_year, march, last)
    >>> str(start), str(end)
    ('2026-01-01', '2026-03-02')

    :param start: date or None
    :param date end: what must not lie before the day
    :param date counted_from: the day from which both were counted
    :param date day: the day from which they count now
    :param date last_day: the last day of the period, which the end passes only with the day
    :return: tuple (start, end)
    """
    if end >= day:
        return start, end
    late = max(day - counted_from, timedelta())
    new_end = max(min(end + late, last_day), day)
    return start and min(start + late, new_end), new_end


def shift(start, end, old_start, new_start):
    """Dates of one period, moved to another one: in whole months where the two starts are so far
    apart, to the day otherwise. The last day of a month stays one.

    >>> from datetime import date
    >>> year, next_year = date(2026, 1, 1), date(2027, 1, 1)
    >>> [str(day) for day in shift(date(2026, 1, 1), date(2026, 3, 31), year, next_year)]
    ['2027-01-01', '2027-03-31']
    >>> leap_year, february = date(2028, 1, 1), (date(2028, 2, 1), date(2028, 2, 29))
    >>> [str(day) for day in shift(*february, leap_year, next_year)]
    ['2027-02-01', '2027-02-28']
    >>> [str(day) for day in shift(None, date(2026, 3, 31), year, date(2026, 1, 15))]
    ['None', '2026-04-14']

    :param start: date or None
    :param end: date or None, the last day of what it ends
    :param date old_start: first day of the period from which they come
    :param date new_start: first day of the one to which they move
    :return: tuple (start, end), each as far as it is given
    """
    months = (new_start.year - old_start.year) * 12 + new_start.month - old_start.month
    is_whole = add_months(old_start, months) == new_start
    step = relativedelta(months=months) if is_whole else new_start - old_start
    one_day = timedelta(days=1)
    return start and start + step, end and end + one_day + step - one_day
