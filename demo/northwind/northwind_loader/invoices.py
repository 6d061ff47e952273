"""The posted customer invoices of the orders."""

from .run import split

SIZE = 60


def load_invoices(run):
    """Invoice every order on the day of its delivery, or of the order where there was none."""
    orders, loaded = run.ids("sale.order", "order"), run.ids("account.move", "invoice")
    missing = sorted(
        (order for order in run.data.orders if order.key not in loaded),
        # By day, so that the numbers of the invoices rise with their dates.
        key=lambda order: (order.invoiced, order.key),
    )
    for batch in run.batches("invoices", split(missing, SIZE)):
        sales = run.env["sale.order"].browse([orders[order.key] for order in batch])
        # `grouped` makes one invoice of each order.
        sales._create_invoices(grouped=True)
        moves = sales.invoice_ids.browse([sale.invoice_ids.id for sale in sales])
        _set_dates(run, moves, batch)
        moves.action_post()
        run.name_records("invoice", [order.key for order in batch], moves)


def _set_dates(run, moves, batch):
    """Date the invoices, with one write for each day."""
    days = {}
    for move, order in zip(moves, batch, strict=True):
        days.setdefault(run.calendar.shift(order.invoiced), []).append(move.id)
    for day, ids in days.items():
        moves.browse(ids).invoice_date = day
