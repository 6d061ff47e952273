from odoo import models

from ..common.arguments import check_one


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_open_kam_whitespace(self):
        """Open the whitespace map of the account."""
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        action = self.env["ir.actions.actions"]._for_xml_id(
            "kam_planning.kam_whitespace_grid_action"
        )
        company = account._get_kam_company()
        return {**action, "params": {"account_id": account.id, "company_id": company.id}}
