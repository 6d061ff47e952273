from odoo import fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one


class KamReviewPostpone(models.TransientModel):
    """Ask why planned reviews are postponed or skipped, or were postponed in the calendar."""

    _name = "kam.review.postpone"
    _description = "Postpone or Skip Reviews"
    _inherit = ["kam.guarded"]

    review_ids = fields.Many2many("kam.review", string="Reviews", required=True)
    step = fields.Selection(
        [("postpone", "Postpone"), ("skip", "Skip"), ("explain", "Say Why")],
        required=True,
        default="postpone",
    )
    date_planned = fields.Date("New Day")
    reason = fields.Text(required=True)

    def action_apply(self):
        """Postpone or skip the reviews with the reason, or give it of what was moved already.

        :return: action that closes the dialogue
        :raise UserError: when one of them is over, there is no later day, or no reason
        :raise AccessError: when the user may not write one of them
        """
        check_one(self)
        if self.step == "explain":
            self.review_ids.check_access("write")
            self._check_explained()
            self.review_ids._explain_moves_sudo(self.reason)
            return {"type": "ir.actions.act_window_close"}
        for review in self.review_ids:
            if review.state != "planned":
                raise UserError(
                    self.env._(
                        "“%s” is not planned any more: leave it out, or reopen it first.",
                        review.name,
                    )
                )
        if self.step == "skip":
            self.review_ids.write({"state": "cancelled", "move_reason": self.reason})
        else:
            self._check_later()
            self.review_ids.write({"date_planned": self.date_planned, "move_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}

    def _check_explained(self):
        if not (self.reason or "").strip():
            name = self.review_ids[:1].name or self._description
            raise UserError(self.env._("“%s”: say why it was postponed.", name))

    def _check_later(self):
        for review in self.review_ids:
            if not self.date_planned or self.date_planned <= review.date_planned:
                raise UserError(
                    self.env._("“%s”: give a later day than the one planned.", review.name)
                )
