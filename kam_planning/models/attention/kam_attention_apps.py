from odoo import api, models
from odoo.tools import SQL


class KamAttentionApps(models.AbstractModel):
    """Time that is kept by apps of Odoo that need not be there; without them there is no query."""

    _name = "kam.attention.apps"
    _description = "Time Kept by Optional Apps"

    @api.model
    def _select_timesheets(self):
        """SQL of the timesheets on customers' projects in the 12 months, None without the app.

        :return: SQL with the columns ``place_id``, ``company_id``, ``id``, ``user_id``, ``day``
            and ``hours``
        """
        lines = self.env["account.analytic.line"]
        if not {"project_id", "employee_id"} <= lines._fields.keys():
            return None
        names = ("company_id", "date", "partner_id", "project_id", "unit_amount", "user_id")
        lines.flush_model(names)
        return SQL(
            "SELECT below.place_id, below.company_id, line.id, line.user_id, line.date AS day, "
            "line.unit_amount AS hours FROM account_analytic_line line "
            "JOIN below ON below.partner_id = line.partner_id "
            "AND below.company_id = line.company_id "
            "JOIN span ON span.company_id = below.company_id "
            "AND line.date BETWEEN span.first_day AND span.last_day "
            "WHERE line.project_id IS NOT NULL"
        )
