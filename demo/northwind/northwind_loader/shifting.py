"""From the days of the files to days of now, and back to one of the past. No Odoo here."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time

# The last order lies this long before the day of loading.
LEAD = timedelta(days=7)
# Orders come in at this hour (UTC), midday in London and morning in Seattle on the same day.
ORDER_HOUR = time(16)
# At this hour (UTC) it is the same day in Seattle and London, too.
HISTORY_HOUR = time(20)


def days_to_shift(last_ordered, today):
    """Give the whole days by which all dates move so that the last order is a week old.

    :param date last_ordered: day of the last order in the files
    :param date today: day of loading
    :return: int
    """
    return (today - LEAD - last_ordered).days


@dataclass(frozen=True)
class Calendar:
    """Moves every day of the files by the same number of days."""

    last_ordered: date
    shift_days: int

    @property
    def today(self):
        """The day of the first loading, on which later runs still build."""
        return self.shift(self.last_ordered) + LEAD

    def shift(self, day):
        """Give the day of now for a day of the files; None stays None."""
        return day and day + timedelta(days=self.shift_days)

    def moment(self, day):
        """Give the shifted day as a naive UTC datetime."""
        return datetime.combine(self.shift(day), ORDER_HOUR)


@contextmanager
def standing_at(env, day):
    """Let it be a day for the program and for the stamps of what is written, and give what moves
    on to another day: what jobs find out and people do then depends on it, and bears its date.

    :param env: Odoo environment, whose stamps come from its cursor
    :param date day: where the company is
    :return: function of a later date
    """
    with (
        freeze_time(datetime.combine(day, HISTORY_HOUR)) as clock,
        # Odoo asks the database what time it is for `create_date` and `write_date`.
        patch.object(env.cr, "now", lambda: clock()),
    ):
        yield lambda later: clock.move_to(datetime.combine(later, HISTORY_HOUR))
