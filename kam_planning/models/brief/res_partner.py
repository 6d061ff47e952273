from odoo import models
from odoo.exceptions import UserError

from ..common.arguments import check_one


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_open_kam_brief(self):
        """Open the brief of the customer's plan in force: of this contact where it is a person,
        else for the next meeting.

        :return: client action
        :raise UserError: where no plan in force can be read
        """
        check_one(self)
        self.env["kam.plan"].check_access("read")
        if not self.kam_plan_id:
            raise UserError(
                self.env._(
                    "No account plan of “%s” is in force that you may read, to make a brief of.",
                    self.display_name,
                )
            )
        return self.kam_plan_id._prepare_brief_action(None if self.is_company else self)
