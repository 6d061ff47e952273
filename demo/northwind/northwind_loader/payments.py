"""Payments of the invoices: all that were due long enough ago, but for a few overdue ones."""

from datetime import timedelta

# Customers pay this long after the due date at the latest.
GRACE = timedelta(days=5)
# Of the invoices due in this time before loading, one in so many was not paid.
UNPAID_SPAN = timedelta(days=120)
UNPAID_ONE_IN = 9
GROWN_TABLES = (
    "account_move",
    "account_move_line",
    "account_payment",
    "account_partial_reconcile",
)


def load_payments(run):
    """Register the payments: each customer pays what fell due in a month in one sum."""
    ids = run.ids("account.move", "invoice")
    moves = run.env["account.move"].browse(
        [ids[order.key] for order in run.data.orders if is_paid(order, run.calendar)]
    )
    missing = moves.filtered(lambda move: move.payment_state == "not_paid")
    months = missing.sorted("invoice_date_due").grouped(
        lambda move: move.invoice_date_due.replace(day=1)
    )
    for batch in run.batches("payments", list(months.values())):
        run.gather_statistics(GROWN_TABLES)
        register = run.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=batch.ids
        )
        wizard = register.create(
            {"payment_date": max(batch.mapped("invoice_date_due")), "group_payment": True}
        )
        wizard.with_context(dont_redirect_to_payments=True).action_create_payments()


def is_paid(order, calendar):
    """Tell whether an order's invoice was paid by the day of loading.

    Invoices are due 30 days after their date; which of the younger ones stay unpaid follows from
    the number of the order, so that every loading leaves the same.

    :param Order order: of the files
    :param Calendar calendar: of the run
    :return: bool
    """
    due = calendar.shift(order.invoiced) + timedelta(days=30)
    if due > calendar.today - GRACE:
        return False
    return due < calendar.today - UNPAID_SPAN or int(order.key) % UNPAID_ONE_IN != 0
