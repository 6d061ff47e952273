"""Periods of figures and the elementary spans between their borders. Plain values only."""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta


class Period(NamedTuple):
    """Days from ``start`` to ``end``, both included; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    @property
    def following(self):
        """First day after the period, None where it is open."""
        return self.end and self.end + timedelta(days=1)


ALL_TIME = Period()
# Sums of cents differ from what they stand for by less.
HALF_A_CENT = 0.005


def last_months(day, months=12, before=0):
    """Give the months that end with a day.

    :param date day: last day when ``before`` is 0
    :param int months: length
    :param int before: how many such lengths earlier
    :return: Period
    """
    end = day - relativedelta(months=months * before)
    return Period(day - relativedelta(months=months * (before + 1)) + timedelta(days=1), end)


def calendar_months(day, count=24):
    """Give whole calendar months, the last one that of the day.

    :return: list of Period, oldest first
    """
    first = day.replace(day=1)
    starts = [first - relativedelta(months=back) for back in range(count - 1, -1, -1)]
    return [Period(start, start + relativedelta(months=1, days=-1)) for start in starts]


def years_label(start, end):
    """Name a period by its years.

    :param date start: first day
    :param date end: last day
    :return: ``"2026"`` or ``"2026–2027"``
    """
    if start.year == end.year:
        return str(start.year)
    return f"{start.year}–{end.year}"


def growth(now, before):
    """Growth in percent over the amount before, None where nothing was before.

    >>> growth(150.0, 120.0)
    25.0
    """
    return 100.0 * (now - before) / before if before and before > 0 else None


def share(part, whole):
    """Share in percent, None where credit notes make it more than the whole or less than 0.

    >>> share(25.0, 200.0)
    12.5
    """
    if None in (part, whole) or whole <= 0 or not -HALF_A_CENT <= part <= whole + HALF_A_CENT:
        return None
    return min(100.0, max(0.0, 100.0 * part / whole))


class Spans:
    """Cuts time at every border of some periods, so that one grouped query answers them all.

    Span 0 lies before the first border, span n between border n and the next: the numbers that
    PostgreSQL's ``width_bucket`` gives for the borders.
    """

    def __init__(self, periods):
        self.periods = tuple(periods)
        starts = {period.start for period in self.periods if period.start}
        ends = {period.following for period in self.periods if period.end}
        self.borders = sorted(starts | ends)
        self._periods_of = {}
        for index, period in enumerate(self.periods):
            for span in self._spans_of(period):
                self._periods_of.setdefault(span, []).append(index)

    def _spans_of(self, period):
        numbers = {border: number for number, border in enumerate(self.borders, 1)}
        first = numbers[period.start] if period.start else 0
        last = numbers[period.following] - 1 if period.end else len(self.borders)
        return range(first, last + 1)

    @property
    def start(self):
        """First day that any period needs, or None when one of them begins anywhere."""
        return min((p.start for p in self.periods), default=None) if self._closed("start") else None

    @property
    def end(self):
        """Last day that any period needs, or None when one of them ends anywhere."""
        return max((p.end for p in self.periods), default=None) if self._closed("end") else None

    def _closed(self, side):
        return all(getattr(period, side) for period in self.periods)

    @property
    def numbers(self):
        """Numbers of the spans that any period contains, None for records without a date."""
        return [*sorted(self._periods_of), *([None] if ALL_TIME in self.periods else [])]

    def periods_of(self, span):
        """Give the indexes of the periods that contain a span.

        :param int span: number of the span, or None for records without a date, which belong only
            to periods that are open on both sides
        :return: list of int
        """
        if span is None:
            return [index for index, period in enumerate(self.periods) if period == ALL_TIME]
        return self._periods_of.get(span, [])
