"""The second company, and who works in both."""

from odoo import Command

from ..company import CHART, settle_payments_at_once
from ..plans import read_staff
from ..products import COST_SHARE
from .figures import RATE, pounds

NAME = "Northwind Traders London"
# Who has a plan there, or stands by it. Everybody else has one company and one currency, as before.
PEOPLE = ("Fuller", "Buchanan", "Dodsworth")


def found_company(run):
    """Found the company, with books of its own in pounds."""
    pound = run.env.ref("base.GBP")
    # Without this Odoo installs its modules for the country, which the demonstration does not need.
    companies = run.env["res.company"].with_context(chart_template_load=True)
    company = companies.create(
        {"name": NAME, "currency_id": pound.id, "country_id": run.env.ref("base.uk").id}
    ).with_env(run.env)
    company.partner_id.tz = "Europe/London"
    run.name_records("company", ["london"], company)
    run.env["account.chart.template"].try_loading(CHART, company)
    company.write({"currency_id": pound.id, "account_fiscal_country_id": company.country_id.id})
    settle_payments_at_once(run, company)
    _set_rate(run, pound)
    _let_in(run, company)
    _price_goods(run, company)


def _set_rate(run, pound):
    """One rate for all the time, so that everybody can reckon with it."""
    first = run.calendar.shift(min(order.ordered for order in run.data.orders))
    run.env["res.currency.rate"].create(
        {
            "currency_id": pound.id,
            "company_id": run.env.ref("base.main_company").id,
            "name": first,
            "rate": RATE,
        }
    )


def _let_in(run, company):
    """A second currency shows its fields to everybody: only who works there keeps them."""
    users = run.env["res.users"].union(*(read_staff(run)[name] for name in PEOPLE))
    users.company_ids = [Command.link(company.id)]
    currencies = run.env.ref("base.group_multi_currency")
    run.env.ref("base.group_user")._remove_group(currencies)
    users.group_ids = [Command.link(currencies.id)]


def _price_goods(run, company):
    """Say what the products cost there."""
    ids = run.ids("product.product", "product")
    products = run.env["product.product"].with_company(company).browse(ids.values())
    for product in products:
        product.standard_price = pounds(product.list_price * COST_SHARE)
