from odoo import api, fields, models

from ...models.common.arguments import check_one


class KamShareReply(models.TransientModel):
    """What we answer to the customer: he reads it on his page and gets it by mail. Where a manager
    releases what customers see, he looks here at what waits.
    """

    _name = "kam.share.reply"
    _description = "Answer the Customer"
    _inherit = ["kam.guarded"]
    _owner_fields = ("share_id",)

    share_id = fields.Many2one("kam.share", required=True, ondelete="cascade")
    text = fields.Text("Answer")
    warnings = fields.Text(compute="_compute_warnings", compute_sudo=False)
    is_acknowledged = fields.Boolean("I have read the warnings")
    needs_release = fields.Boolean(compute="_compute_needs_release", compute_sudo=False)
    is_release = fields.Boolean(readonly=True)
    # What waits, as it was read; nobody writes it here.
    answer = fields.Text("Answer That Waits", readonly=True)
    agenda = fields.Text("Agenda That Waits", readonly=True)
    asked_by_id = fields.Many2one(related="share_id.answer_asked_by_id")
    reason = fields.Text("What Should Be Changed")

    @api.depends("text", "share_id", "answer", "agenda")
    @api.depends_context("uid", "lang")
    def _compute_warnings(self):
        for reply in self:
            said = [reply.answer, reply.agenda] if reply.is_release else [reply.text]
            found = reply.share_id._warn_of_words("\n".join(filter(None, said)))
            reply.warnings = "\n".join(found) or False

    @api.depends("share_id")
    @api.depends_context("uid")
    def _compute_needs_release(self):
        for reply in self:
            reply.needs_release = bool(reply.share_id) and reply.share_id._needs_release_sudo()

    @api.model
    def _begin_release_sudo(self, share):
        """A dialogue on what waits; nobody writes that himself."""
        values = {
            "share_id": share.id,
            "is_release": True,
            "answer": share.answer_waiting,
            "agenda": "\n".join(share._find_agenda_sudo().values()),
        }
        return self.sudo().create(values).sudo(False)

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Said to the Customer: %s", self.share_id.name),
        }

    def action_send(self):
        """Say it to the customer, or ask a manager to release it.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when warnings were not read, or the customer would not read it
        """
        check_one(self)
        self.share_id._answer_customer(self.text, self.is_acknowledged)
        return {"type": "ir.actions.act_window_close"}

    def action_release(self):
        """Let out what waits, as it was read here.

        :return: action that closes the dialogue
        :raise AccessError: when the user may not release it
        :raise UserError: when warnings were not read, or something else waits meanwhile
        """
        check_one(self)
        self.share_id._release_words(self.answer, self.agenda, self.is_acknowledged)
        return {"type": "ir.actions.act_window_close"}

    def action_send_back(self):
        """Let the one who wrote the answer know what is to be changed.

        :return: action that closes the dialogue
        :raise AccessError: when the user may not release it
        :raise UserError: without a word why
        """
        check_one(self)
        self.share_id._send_back_words(self.reason)
        return {"type": "ir.actions.act_window_close"}
