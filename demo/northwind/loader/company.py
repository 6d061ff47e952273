"""The seller: the database's main company becomes Northwind Traders."""

from odoo.exceptions import UserError

NAME = "Northwind Traders"


def load(demo):
    """Name the main company, and give it dollars and a chart of accounts where it has none.

    :raise UserError: when the company keeps books of its own
    """
    if demo.get_ids("company"):
        return
    company = demo.env.ref("base.main_company")
    _check_unused(company)
    company.name = NAME
    company.country_id = demo.env.ref("base.us")
    company.currency_id = demo.env.ref("base.USD")
    if not company.chart_template:
        demo.env["account.chart.template"].try_loading("generic_coa", company)
    demo.note("company", ["main"], company)
    demo.commit()


def _check_unused(company):
    moves = company.env["account.move"].search_count([("company_id", "=", company.id)], limit=1)
    if moves:
        raise UserError(
            f"The company “{company.name}” has journal entries of its own. "
            "Load the Northwind records into a fresh database."
        )
