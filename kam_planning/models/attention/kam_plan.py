from odoo import models


class KamPlan(models.Model):
    _inherit = "kam.plan"

    def _get_overview_parts(self):
        """Say whether the account gets the time that its value asks for."""
        parts = super()._get_overview_parts()
        if not (self.show_figures and self.figures_date):
            return parts
        domain = [("account_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        names = ["hours", "hours_share", "value_share", "margin", "state"]
        found = self.env["kam.attention"].search_fetch(domain, names)
        return [*parts, *(self._prepare_attention_part(line) for line in found)]

    def _prepare_attention_part(self, line):
        return {
            "name": "attention",
            "rank": 12,
            "title": self.env._("Attention"),
            "chapter": "figures",
            "empty": line.verdict,
            "facts": [],
            "notes": [line._tell_spent()] if line.hours else [],
        }
