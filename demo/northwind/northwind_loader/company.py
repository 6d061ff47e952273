"""Our own company: name, currency, time zone, chart of accounts, bank."""

from odoo.exceptions import UserError

NAME = "Northwind Traders"
CHART = "generic_coa"
TIME_ZONE = "America/Los_Angeles"


def load_company(run):
    """Make the main company Northwind Traders, keeping its books in US dollars.

    :raise UserError: when the company keeps books of its own
    """
    company = run.env.ref("base.main_company")
    if company.name != NAME:
        _check_unused(company)
    if not company.chart_template:
        run.env["account.chart.template"].try_loading(CHART, company)
    if company.name != NAME:
        company.write({"name": NAME, "currency_id": run.env.ref("base.USD").id})
    settle_payments_at_once(run, company)
    run.commit()


def set_time_zone(env):
    """Let the company's days be those of its place, before any day is counted."""
    company = env.ref("base.main_company")
    if not company.partner_id.tz:
        company.partner_id.tz = TIME_ZONE


def _check_unused(company):
    """Somebody's real company is not to be renamed."""
    if company.env["account.move"].search_count([("company_id", "=", company.id)], limit=1):
        raise UserError(
            f"The company “{company.name}” has journal entries of its own. "
            "Load the Northwind records into a fresh database."
        )


def settle_payments_at_once(run, company):
    """Book incoming payments on the bank account itself.

    Without an account a payment stays "in process" until a bank statement confirms it, and its
    invoice open: there are no bank statements here.
    """
    bank = run.env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
    )
    lines = bank.inbound_payment_method_line_ids.filtered(lambda line: not line.payment_account_id)
    lines.payment_account_id = bank.default_account_id
