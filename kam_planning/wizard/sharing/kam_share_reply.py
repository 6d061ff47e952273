from odoo import fields, models

from ...models.common.arguments import check_one


class KamShareReply(models.TransientModel):
    """What we answer to the customer: he reads it on his page and gets it by mail."""

    _name = "kam.share.reply"
    _description = "Answer the Customer"
    _inherit = ["kam.guarded"]
    _owner_fields = ("share_id",)

    share_id = fields.Many2one("kam.share", required=True, ondelete="cascade")
    text = fields.Text("Answer", required=True)

    def action_send(self):
        """Say it to the customer.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the customer would not read it
        """
        check_one(self)
        self.share_id._tell_customer_sudo(self.text)
        return {"type": "ir.actions.act_window_close"}
