"""The posted customer invoices of the orders."""

SIZE = 60


def load_invoices(run):
    """Invoice every order on the day of its delivery, or of the order where there was none."""
    orders, known = run.ids("sale.order", "order"), run.ids("account.move", "invoice")
    missing = sorted(
        (order for order in run.data.orders if order.key not in known),
        # By day, so that the numbers of the invoices rise with their dates.
        key=lambda order: (order.invoiced, order.key),
    )
    for batch in run.batches("invoices", missing, SIZE):
        by_order = {}
        for day, same_day in _group_by_day(run, batch).items():
            sales = run.env["sale.order"].browse([orders[order.key] for order in same_day])
            # `grouped` makes one invoice of each order.
            moves = sales.with_context(default_invoice_date=day)._create_invoices(grouped=True)
            by_order |= {order: move for move in moves for order in _order_ids(move)}
        records = run.env["account.move"].union(*by_order.values())
        records.action_post()
        run.name_records(
            "invoice",
            [order.key for order in batch],
            [by_order[orders[order.key]] for order in batch],
        )


def _group_by_day(run, orders):
    days = {}
    for order in orders:
        days.setdefault(run.calendar.shift(order.invoiced), []).append(order)
    return days


def _order_ids(move):
    return move.line_ids.sale_line_ids.order_id.ids
