"""Dates and payments, as plain values. Knows nothing of Odoo."""

from datetime import date, timedelta

LAST_ORDER = date(1998, 5, 6)
# The last order lies this many days before the day of loading.
LAST_ORDER_AGE = 7
# The day of loading on the calendar of the records.
RECORDS_TODAY = LAST_ORDER + timedelta(days=LAST_ORDER_AGE)

PAYMENT_DAYS = 30
FRIDAY = 4
# One order in so many is left unpaid, when its invoice fell due in these last days.
LATE_PAYER_EVERY = 11
LATE_PAYER_DAYS = 90


def get_shift(today):
    """Whole days to add to every date of the records, so that they end a week before `today`.

    :param date today: the day of loading
    :return: int, days
    """
    return (today - RECORDS_TODAY).days


def get_due_date(order):
    """The day on which an order's invoice falls due, on the calendar of the records."""
    return order.invoiced + timedelta(days=PAYMENT_DAYS)


def get_payment_date(order):
    """When an order's invoice was paid, on the calendar of the records.

    Northwind has no payments. Customers pay on the first Friday from the due date on; a few of
    the latest invoices stay unpaid, so that overdue receivables look as they do in real life.

    :return: date, or None for an invoice that is open on the day of loading
    """
    due = get_due_date(order)
    is_recent = due > RECORDS_TODAY - timedelta(days=LATE_PAYER_DAYS)
    if is_recent and int(order.key) % LATE_PAYER_EVERY == 0:
        return None
    paid = due + timedelta(days=(FRIDAY - due.weekday()) % 7)
    return paid if paid < RECORDS_TODAY else None
