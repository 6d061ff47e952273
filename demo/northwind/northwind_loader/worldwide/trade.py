"""What the company in London sells to the customer's subsidiary there."""

from odoo import Command

from ..customers import PAYMENT_TERM
from ..payments import is_paid
from ..plans import read_staff
from .figures import CUSTOMER, find_orders, pounds

# Name, city and country.
SUBSIDIARIES = {
    "uk": ("QUICK-Stop UK", "London", "base.uk"),
    "ireland": ("QUICK-Stop Ireland", "Cork", "base.ie"),
}


def trade_there(run):
    """Make the subsidiaries, and orders, invoices and payments of the one that buys."""
    customer, company = run.ref(f"customer_{CUSTOMER}"), run.ref("company_london")
    if not (customer and company):
        return
    # Terms of payment are those of the company there.
    partners = (
        run.env["res.partner"]
        .with_company(company)
        .create([_prepare_partner(run, customer, *values) for values in SUBSIDIARIES.values()])
    )
    run.name_records("subsidiary", SUBSIDIARIES, partners)
    orders = find_orders(run.data)
    sales = _sell(run, company, partners[:1], orders)
    sales._create_invoices(grouped=True)
    for sale, order in zip(sales, orders, strict=True):
        sale.invoice_ids.invoice_date = run.calendar.shift(order.invoiced)
    sales.invoice_ids.action_post()
    _pay(run, sales, orders)


def _prepare_partner(run, customer, name, city, country):
    return {
        "name": name,
        "city": city,
        "country_id": run.env.ref(country).id,
        "is_company": True,
        "parent_id": customer.id,
        "user_id": read_staff(run)["Dodsworth"].id,
        "property_payment_term_id": run.env.ref(PAYMENT_TERM).id,
    }


def _sell(run, company, partner, orders):
    """Confirm the orders, keeping their days, and say what was delivered."""
    sales = run.env["sale.order"].with_company(company)
    sales = sales.create([_prepare_order(run, company, partner, order) for order in orders])
    sales.action_confirm()
    for sale, order in zip(sales, orders, strict=True):
        sale.date_order = run.calendar.moment(order.ordered)
        for line in sale.order_line if order.shipped else ():
            line.qty_delivered = line.product_uom_qty
    return sales


def _prepare_order(run, company, partner, order):
    users, products = run.ids("res.users", "employee"), run.ids("product.product", "product")
    return {
        "partner_id": partner.id,
        "company_id": company.id,
        "user_id": users[order.employee_id],
        "team_id": False,
        "origin": f"Northwind {order.key}",
        "order_line": [
            Command.create(
                {
                    "product_id": products[line.product_id],
                    "product_uom_qty": line.quantity,
                    "price_unit": pounds(line.unit_price),
                    "discount": line.discount,
                    "tax_ids": [Command.clear()],
                }
            )
            for line in order.lines
        ],
    }


def _pay(run, sales, orders):
    """What was due long enough ago is paid, as at home."""
    for sale, order in zip(sales, orders, strict=True):
        move = sale.invoice_ids
        if is_paid(order, run.calendar):
            register = run.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            )
            wizard = register.create({"payment_date": move.invoice_date_due})
            wizard.with_context(dont_redirect_to_payments=True).action_create_payments()
