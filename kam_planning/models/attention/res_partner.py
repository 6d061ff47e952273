from odoo import models

from ..common.arguments import check_one


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_open_kam_attention(self):
        """Open the time that goes into the account, beside its value.

        :return: window action
        """
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_attention_action")
        return {**action, "domain": [("account_id", "=", account.id)], "context": {}}
