from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _get_outdated_potential_domain_sudo(self):
        """Companies with potentials that were not computed today."""
        cells = self.env["kam.whitespace"].sudo()
        domain = cells._get_outdated_domain("potential_date")
        domain &= Domain("buying_center_id", "=", False)

        def to_sql(model, alias, query):
            subquery = cells._search(domain)
            return SQL(
                "%s IN %s",
                SQL.identifier(alias, "id"),
                subquery.subselect(SQL.identifier(subquery.table, "company_id")),
            )

        def predicate(company):
            return bool(cells.search_count(domain & Domain("company_id", "=", company.id), limit=1))

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    def _refresh_kam_potentials(self):
        """Compute the potentials of all customers of these companies."""
        for company in self:
            self.env["kam.whitespace"]._refresh_potentials(company)
