"""The 830 orders: confirmed, invoiced, and paid where the customer has paid.

A batch is one transaction: its orders are there with their invoices and payments, or not at all.
Freight is left out, so that what a customer bought is the plain sum of the order lines.
"""

from datetime import datetime, time

from odoo import Command

from . import invoices
from .employees import get_team_leader

BATCH = 100


def load(demo):
    """Create the orders that are missing, the oldest first."""
    known = demo.get_ids("order")
    orders = demo.source.orders
    missing = [order for order in orders if order.key not in known]
    done = len(orders) - len(missing)
    for batch in _split(missing):
        records = _create_orders(demo, batch)
        _confirm(demo, batch, records)
        invoices.load(demo, batch, records)
        demo.commit()
        demo.env.invalidate_all()
        done += len(batch)
        demo.say(f"orders {done}/{len(orders)}, with invoices and payments")


def _split(orders):
    return [orders[start : start + BATCH] for start in range(0, len(orders), BATCH)]


def _create_orders(demo, batch):
    ids = {kind: demo.get_ids(kind) for kind in ("customer", "employee", "product", "team")}
    term = demo.env.ref("account.account_payment_term_30days")
    records = demo.env["sale.order"].create(
        [_prepare_order(demo, ids, order, term) for order in batch]
    )
    demo.note("order", [order.key for order in batch], records)
    return records


def _prepare_order(demo, ids, order, term):
    leader = get_team_leader(order.employee, demo.source.employees)
    return {
        "name": f"NW{order.key}",
        "partner_id": ids["customer"][order.customer],
        "user_id": ids["employee"][order.employee],
        "team_id": ids["team"][leader],
        "payment_term_id": term.id,
        "date_order": _at_noon(order.ordered + demo.shift),
        "commitment_date": _at_noon(order.required + demo.shift),
        "order_line": [Command.create(_prepare_line(ids, line)) for line in order.lines],
    }


def _prepare_line(ids, line):
    return {
        "product_id": ids["product"][line.product],
        "product_uom_qty": line.quantity,
        "price_unit": line.price,
        "discount": line.discount,
    }


def _at_noon(day):
    """Noon in UTC is the same day for everybody who sells."""
    return datetime.combine(day, time(12))


def _confirm(demo, batch, records):
    """Confirm the orders. Confirming stamps them with this moment, so their day is put back."""
    records.action_confirm()
    by_day = {}
    for order, record in zip(batch, records, strict=True):
        by_day.setdefault(order.ordered, []).append(record.id)
    for day, ids in by_day.items():
        demo.env["sale.order"].browse(ids).date_order = _at_noon(day + demo.shift)
