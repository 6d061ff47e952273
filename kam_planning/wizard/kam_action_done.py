from odoo import api, fields, models

from ..models.common.arguments import check_one


class KamActionDone(models.TransientModel):
    """Ask what came of actions that somebody ticks as done."""

    _name = "kam.action.done"
    _description = "Account Actions Done"
    _inherit = ["kam.guarded"]

    action_ids = fields.Many2many("kam.action", string="Actions", required=True)
    feedback = fields.Text("What Came of It")
    title = fields.Char("Done", compute="_compute_title")

    @api.depends("action_ids")
    def _compute_title(self):
        for wizard in self:
            # Not as superuser: whoever ticks an action may read it.
            actions = wizard.action_ids._origin._filtered_access("read")
            customers = actions._get_customer_names_sudo()
            if len(actions) == 1:
                wizard.title = f"{actions.name} ({customers[actions.id]})"
            else:
                wizard.title = self.env._("%s actions", len(actions))

    def action_finish(self):
        """Complete the actions that are still open, with the feedback where there is any.

        :return: action that closes the dialogue
        :raise AccessError: when the user may not write one of the actions
        """
        check_one(self)
        opened = self.action_ids.filtered("is_open")
        opened._finish((self.feedback or "").strip())
        return {"type": "ir.actions.act_window_close"}
