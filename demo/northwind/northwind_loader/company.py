"""Our own company: name, currency, chart of accounts, bank."""

NAME = "Northwind Traders"
CHART = "generic_coa"


def load_company(run):
    """Make the main company Northwind Traders, keeping its books in US dollars."""
    company = run.env.ref("base.main_company")
    if not company.chart_template:
        run.env["account.chart.template"].try_loading(CHART, company)
    if company.name != NAME:
        company.write({"name": NAME, "currency_id": run.env.ref("base.USD").id})
    _settle_payments_at_once(run, company)
    run.commit()


def _settle_payments_at_once(run, company):
    """Book incoming payments on the bank account itself.

    Without an account a payment stays "in process" until a bank statement confirms it, and its
    invoice open: there are no bank statements here.
    """
    bank = run.env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
    )
    lines = bank.inbound_payment_method_line_ids.filtered(lambda line: not line.payment_account_id)
    lines.payment_account_id = bank.default_account_id
