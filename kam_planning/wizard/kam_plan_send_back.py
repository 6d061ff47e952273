from odoo import api, fields, models

from ..models.common.arguments import check_one


class KamPlanSendBack(models.TransientModel):
    """Ask the manager why a submitted plan goes back."""

    _name = "kam.plan.send.back"
    _description = "Send Account Plan Back"
    _inherit = ["kam.guarded"]

    plan_ids = fields.Many2many("kam.plan", string="Account Plans", required=True)
    reason = fields.Text(required=True)
    note = fields.Text("What Happens", compute="_compute_note")

    @api.depends("plan_ids")
    def _compute_note(self):
        for wizard in self:
            plans = wizard.plan_ids._origin
            wizard.note = "\n".join(
                self.env._(
                    "%(count)s actions go back from “%(plan)s” to “%(previous)s”.",
                    count=len(lines),
                    plan=plan.name,
                    previous=previous.display_name,
                )
                for (plan, previous), lines in plans._get_returning_lines_sudo().items()
            )

    def action_send_back(self):
        """Return the plans to draft with the reason.

        :return: action that closes the dialogue
        :raise AccessError: when the user is no manager
        """
        check_one(self)
        self.plan_ids._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
