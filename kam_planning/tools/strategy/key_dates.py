"""Days that matter to a customer: when they come next, when one is told, and as a calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unicodedata import category

import vobject
from dateutil.relativedelta import relativedelta

# Controls, and what separates lines and paragraphs.
CONTROLS = ("Cc", "Zl", "Zp")
PRODUCT = "-//kam_planning//Key Dates//EN"


def next_day(day, is_yearly, today):
    """Give the day on which a key date comes next.

    The 29th of February is the 28th in years that have none.

    :param date day: as somebody typed it
    :param bool is_yearly: whether it comes again each year
    :param date today: it is the next from this day on
    :return: date; of what does not come again the day itself, also when it is over
    """
    if not is_yearly or day >= today:
        return day
    years = today.year - day.year
    this_year = day + relativedelta(years=years)
    return this_year if this_year >= today else day + relativedelta(years=years + 1)


def day_before(day, days):
    """Give the day that lies so many days before another one, the first of all at the earliest."""
    return date.fromordinal(max(day.toordinal() - days, 1))


@dataclass(frozen=True)
class Entry:
    """A whole day in a calendar.

    :param str uid: names it in each edition of the calendar, and nothing else in the world
    :param date day: the first that is not over
    :param bool is_yearly: whether it comes again each year
    :param bool is_month_end: whether it is the last of February
    :param datetime changed: when it was changed, in UTC
    """

    uid: str
    day: date
    summary: str
    changed: datetime
    description: str = ""
    url: str = ""
    is_yearly: bool = False
    is_month_end: bool = False


def render_calendar(name, entries):
    """Write a calendar as RFC 5545 has it: escaped, folded, lines that end with CR and LF.

    :param str name: of the calendar
    :param entries: iterable of `Entry`
    :return: str
    """
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = PRODUCT
    calendar.add("x-wr-calname").value = _clean(name)
    for entry in entries:
        _add_entry(calendar, entry)
    return calendar.serialize()


def _add_entry(calendar, entry):
    event = calendar.add("vevent")
    event.add("uid").value = entry.uid
    event.add("dtstamp").value = entry.changed.replace(microsecond=0, tzinfo=vobject.icalendar.utc)
    event.add("dtstart").value = entry.day
    event.add("dtend").value = entry.day + timedelta(days=1)
    event.add("summary").value = _clean(entry.summary)
    event.add("transp").value = "TRANSPARENT"
    for name in ("description", "url"):
        if text := _clean(getattr(entry, name)):
            event.add(name).value = text
    if entry.is_yearly:
        last = ";BYMONTH=2;BYMONTHDAY=-1" if entry.is_month_end else ""
        event.add("rrule").value = f"FREQ=YEARLY{last}"


def _clean(text):
    """Characters that control a terminal or separate lines have no place in a calendar; a line may
    end.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) not in CONTROLS)
