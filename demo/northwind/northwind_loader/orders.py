"""The orders as confirmed sale orders, what was delivered of them, and their invoices."""

from odoo import Command

from .employees import team_of
from .run import split

SIZE = 100
# Lines of orders that are marked as delivered at once.
LINES = 600
# Invoices that are posted at once.
INVOICES = 60


def load_orders(run, users, products, customers):
    """Load the orders with their lines and confirm them, keeping the days on which they came in.

    :param dict users: {employee id: id of the user}; `products` and `customers` likewise
    """
    teams = run.ids("crm.team", "team")
    loaded = run.ids("sale.order", "order")
    missing = sorted(
        (order for order in run.data.orders if order.key not in loaded),
        key=lambda order: (order.ordered, order.key),
    )
    for batch in run.batches("orders", split(missing, SIZE)):
        records = run.env["sale.order"].create(
            [
                {
                    **_prepare_order(run, order),
                    "partner_id": customers[order.customer_id],
                    "user_id": users[order.employee_id],
                    "team_id": teams[team_of(run, order.employee_id)],
                    "order_line": [
                        Command.create(_prepare_line(line, products)) for line in order.lines
                    ],
                }
                for order in batch
            ]
        )
        records.action_confirm()
        # Confirming sets the moment of the confirmation; these orders were confirmed long ago.
        for record, order in zip(records, batch, strict=True):
            record.date_order = run.calendar.moment(order.ordered)
        run.name_records("order", [order.key for order in batch], records)


def load_deliveries(run):
    """Note what was delivered: all of each order that left. Orders that did not are still open."""
    orders = run.ids("sale.order", "order")
    shipped = [orders[order.key] for order in run.data.orders if order.shipped]
    domain = [("order_id", "in", shipped), ("qty_delivered", "=", 0), ("product_uom_qty", ">", 0)]
    missing = run.env["sale.order.line"].search(domain)
    for batch in run.batches("deliveries", split(missing, LINES)):
        together = run.env["sale.order.line"].concat(*batch)
        for quantity, lines in together.grouped("product_uom_qty").items():
            lines.qty_delivered = quantity
    if missing:
        run.gather_statistics(("res_partner", "sale_order", "sale_order_line"))


def _prepare_order(run, order):
    return {
        "origin": f"Northwind {order.key}",
        "date_order": run.calendar.moment(order.ordered),
        "commitment_date": run.calendar.moment(order.required),
    }


def _prepare_line(line, products):
    return {
        "product_id": products[line.product_id],
        "product_uom_qty": line.quantity,
        "price_unit": line.unit_price,
        "discount": line.discount,
        "tax_ids": [Command.clear()],
    }


def load_invoices(run):
    """Invoice every order on the day of its delivery, or of the order where there was none."""
    orders, loaded = run.ids("sale.order", "order"), run.ids("account.move", "invoice")
    missing = sorted(
        (order for order in run.data.orders if order.key not in loaded),
        # By day, so that the numbers of the invoices rise with their dates.
        key=lambda order: (order.invoiced, order.key),
    )
    for batch in run.batches("invoices", split(missing, INVOICES)):
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
