"""Date arithmetic of plans: plain values in, plain values out."""

import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

PERIOD_SUFFIX = re.compile(r"\s\d{4}(–\d{4})?$")


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


def same_length_after(start, end):
    """Give the period of the same length that follows the one given.

    Whole months stay whole months: the year 2026 is followed by the year 2027, not by 365 days.

    :return: tuple (first day, last day)
    """
    next_start = end + timedelta(days=1)
    span = relativedelta(next_start, start)
    return next_start, next_start + span - timedelta(days=1)


def default_period(today):
    """Propose a plan's period: one year from the first of a month.

    In the second half of a month the plan is for the next one: template dates count from the start,
    and a new plan should not begin with overdue actions.

    :return: tuple (first day, last day)
    """
    start = today.replace(day=1) + relativedelta(months=today.day > 15)
    return start, start + relativedelta(years=1, days=-1)
