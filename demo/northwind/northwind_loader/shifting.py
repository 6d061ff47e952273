"""From the days of the files to days of now. No Odoo here."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# The last order lies this long before the day of loading.
LEAD = timedelta(days=7)
# Orders come in at this hour (UTC), midday in London and morning in Seattle on the same day.
ORDER_HOUR = time(16)


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
