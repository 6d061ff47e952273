"""Invoices of the orders, and their payments."""

from .figures import get_payment_date


def load(demo, batch, orders):
    """Invoice confirmed orders at their date, post the invoices and register the payments.

    :param list batch: source.Order
    :param orders: the same as sale.order records, in the same order
    """
    orders._create_invoices(grouped=True)
    moves = {order: record.invoice_ids for order, record in zip(batch, orders, strict=True)}
    demo.note("invoice", [order.key for order in batch], list(moves.values()))
    for order, move in moves.items():
        move.invoice_date = order.invoiced + demo.shift
    # Posting in the order of their dates numbers them as an accountant would.
    in_sequence = sorted(moves, key=lambda order: (order.invoiced, order.key))
    demo.env["account.move"].concat(*[moves[order] for order in in_sequence]).action_post()
    _register_payments(demo, moves)


def _register_payments(demo, moves):
    """Pay what was paid, through the wizard that a user has, once per day of payment."""
    by_day = {}
    for order, move in moves.items():
        by_day.setdefault(get_payment_date(order), []).append(move.id)
    by_day.pop(None, None)
    for day, move_ids in sorted(by_day.items()):
        wizard = demo.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move_ids
        )
        wizard.create(
            {"payment_date": day + demo.shift, "group_payment": False}
        ).action_create_payments()
