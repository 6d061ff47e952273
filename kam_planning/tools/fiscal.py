"""The fiscal year of a company: its years, quarters and months. Plain values only."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .periods import Period

ONE_DAY = timedelta(days=1)


class FiscalYear(NamedTuple):
    """The day and month with which each fiscal year ends, as a company has them.

    A year that ends with the last day of a month has quarters and months that do so too; the end of
    February moves with leap years. A day that a month does not have is its last one.
    """

    last_day: int = 31
    last_month: int = 12

    @property
    def is_calendar(self):
        """Whether it is the calendar's year."""
        return self.last_month == 12 and self.last_day >= 31

    def year_of(self, day):
        """Give the fiscal year that a day lies in: a Period."""
        return self._span_of(day, 12)

    def quarter_of(self, day):
        """Give the fiscal quarter that a day lies in: a Period."""
        return self._span_of(day, 3)

    def month_of(self, day):
        """Give the fiscal month that a day lies in: a Period."""
        return self._span_of(day, 1)

    def quarters_of(self, year):
        """Give the four quarters of a fiscal year.

        :param Period year: as `year_of` gives it
        :return: list of Period
        """
        quarters = [self.quarter_of(year.start)]
        while len(quarters) < 4:
            quarters.append(self.quarter_of(quarters[-1].end + ONE_DAY))
        return quarters

    def number_of(self, day):
        """Number of the quarter that a day lies in: 1 to 4."""
        return self.quarters_of(self.year_of(day)).index(self.quarter_of(day)) + 1

    def year_text(self, day):
        """Number of the year that a day lies in, as people write it.

        :return: ``"2026"``, or ``"2026/27"`` where it is not the calendar's year
        """
        year = self.year_of(day)
        if self.is_calendar:
            return str(year.start.year)
        return f"{year.start.year}/{year.end.year % 100:02d}"

    def _span_of(self, day, months):
        """The span of so many months that a day lies in; one of them ends with the year."""
        # Months are numbered through, so that a span may begin in the year before.
        number = day.year * 12 + day.month - 1
        number += (self.last_month - 1 - number) % months
        if day > self._border(number):
            number += months
        return Period(self._border(number - months) + ONE_DAY, self._border(number))

    def _border(self, number):
        """Last day of the span that ends in the month of this number."""
        year, month = divmod(number, 12)
        length = monthrange(year, month + 1)[1]
        return date(year, month + 1, length if self._ends_months else min(self._day, length))

    @property
    def _day(self):
        return max(1, self.last_day)

    @property
    def _ends_months(self):
        # 2026 has no leap day: a year ends with February from the 28th on.
        return self.last_day >= monthrange(2026, self.last_month)[1]


CALENDAR = FiscalYear()


def kind_of(start, end, fiscal=CALENDAR):
    """Tell what a period is.

    :param date start: first day
    :param date end: last day
    :return: ``"year"`` or ``"years"`` (whole fiscal ones), ``"quarter"`` (a fiscal one),
        ``"month"`` or ``"months"`` (whole ones of the calendar), ``"day"`` or ``"days"``
    """
    if start == end:
        return "day"
    if end < start or not 1 < start.year <= end.year < MAXYEAR:
        return "days"
    if fiscal.year_of(start).start == start and fiscal.year_of(end).end == end:
        return "year" if fiscal.year_of(start).end == end else "years"
    if fiscal.quarter_of(start) == (start, end):
        return "quarter"
    if CALENDAR.month_of(start).start == start and CALENDAR.month_of(end).end == end:
        return "month" if CALENDAR.month_of(start).end == end else "months"
    return "days"


def main_year(start, end, fiscal=CALENDAR):
    """Give the fiscal year that a plan's period covers most of; of equals the first.

    :return: Period
    """
    first = fiscal.year_of(start)
    following = fiscal.year_of(first.end + ONE_DAY)

    def covered(year):
        days = (min(end, year.end) - max(start, year.start)).days + 1
        return days / ((year.end - year.start).days + 1)

    return max((first, following), key=covered)


def quarters_from(start, fiscal=CALENDAR, years_back=0):
    """Give the four quarters of the year that begins with a day: fiscal ones where it is the first
    of a fiscal year, else spans of three months each.

    :param int years_back: 1 for the year before, which ends the day before ``start``
    :return: list of Period, without gap or overlap
    """
    if fiscal.year_of(start).start == start:
        for _year in range(years_back):
            start = fiscal.year_of(start - ONE_DAY).start
        return fiscal.quarters_of(fiscal.year_of(start))
    months = range(-12 * years_back, 13 - 12 * years_back, 3)
    begins = [start + relativedelta(months=number) for number in months]
    return [
        Period(first, following - ONE_DAY)
        for first, following in zip(begins, begins[1:], strict=False)
    ]
