from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_add_to_portfolio(self):
        """Make candidates of these customers, in the round that is being prepared.

        :return: window action on the round
        :raise AccessError: when the user is no manager
        """
        self.check_access("read")
        one = self.env["kam.assessment.round"]._add_partners(self)
        return one._get_records_action(context={})
