"""The orders as confirmed sale orders."""

from odoo import Command

from .employees import team_of
from .run import split

SIZE = 100
# Lines of orders that are marked as delivered at once.
LINES = 600


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
