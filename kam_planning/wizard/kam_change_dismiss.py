from odoo import fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one


class KamChangeDismiss(models.TransientModel):
    """Ask why nobody has to do anything about changes."""

    _name = "kam.change.dismiss"
    _description = "Dismiss Changes"
    _inherit = ["kam.guarded"]

    change_ids = fields.Many2many("kam.change", string="Changes", required=True)
    reason = fields.Text(required=True)

    def action_dismiss(self):
        """Dismiss the changes with the reason.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when the reason says nothing
        """
        check_one(self)
        reason = (self.reason or "").strip()
        if not reason:
            name = self.change_ids[:1].name or self._description
            raise UserError(self.env._("“%s”: say why nobody has to do anything about it.", name))
        self.change_ids._dismiss(reason)
        return {"type": "ir.actions.act_window_close"}
