from odoo import fields, models


class KamPlanSendBack(models.TransientModel):
    """Ask the manager why a submitted plan goes back."""

    _name = "kam.plan.send.back"
    _description = "Send Account Plan Back"
    _inherit = ["kam.guarded"]

    plan_ids = fields.Many2many("kam.plan", string="Account Plans", required=True)
    reason = fields.Text(required=True)

    def action_send_back(self):
        """Return the plans to draft with the reason.

        :return: action that closes the dialogue
        :raise AccessError: when the user is no manager
        """
        self.ensure_one()
        self.plan_ids._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
