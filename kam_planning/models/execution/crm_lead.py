from odoo import models


class CrmLead(models.Model):
    """Actions of which opportunities were made."""

    _inherit = "crm.lead"

    def _take_kam_links_sudo(self, opportunities):
        """Actions lead to the opportunity that stays."""
        actions = self.env["kam.action"].sudo().search([("lead_id", "in", opportunities.ids)])
        actions.lead_id = self
        return super()._take_kam_links_sudo(opportunities)
