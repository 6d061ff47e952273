from odoo import api, fields, models
from odoo.fields import Command

from ..models.common.arguments import check_one

# At once. What is left is shown the next time.
MOST_LINES = 1000


class KamPlanConfirm(models.TransientModel):
    """Shows the lines of one chapter that wait to be confirmed, and confirms those that are not
    taken off; then comes the next chapter.
    """

    _name = "kam.plan.confirm"
    _description = "Confirm Lines of a Plan"
    _inherit = ["kam.plan.dialogue"]

    chapter = fields.Char(readonly=True)
    chapters_left = fields.Json(readonly=True)
    confirmed_count = fields.Integer(readonly=True, aggregator=None)
    line_ids = fields.One2many("kam.plan.confirm.line", "confirm_id", "Lines")
    chosen_count = fields.Integer(compute="_compute_chosen_count")

    @api.depends("line_ids.is_chosen")
    def _compute_chosen_count(self):
        for dialogue in self:
            dialogue.chosen_count = len(dialogue.line_ids.filtered("is_chosen"))

    @api.model
    def _begin(self, plan, chapters, confirmed=0):
        """A dialogue on the first chapter of which lines wait that the user may confirm.

        :param list chapters: names, in their order
        :param int confirmed: how many lines were confirmed before
        :return: kam.plan.confirm, empty where nothing waits
        """
        for number, chapter in enumerate(chapters, 1):
            lines = plan._find_to_confirm(chapter)._filtered_access("write")[:MOST_LINES]
            if lines:
                left = chapters[number:]
                return self._make_sudo(plan, chapter, left, confirmed, lines).sudo(False)
        return self.browse()

    @api.model
    def _make_sudo(self, plan, chapter, left, confirmed, lines):
        """What a dialogue says of lines that the user may write; nobody writes that himself."""
        values = self.env["kam.plan.confirm.line"]._prepare_lines(lines)
        return self.sudo().create(
            {
                "plan_id": plan.id,
                "chapter": chapter,
                "chapters_left": left,
                "confirmed_count": confirmed,
                "line_ids": [Command.create(vals) for vals in values],
            }
        )

    def _get_action(self):
        self.ensure_one()
        _switch, _model, title = self.plan_id._get_confirm_blocks()[self.chapter]
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("To confirm: %s", title),
        }

    def action_confirm(self):
        """Confirm the lines that are chosen, as they stand, and go on to the next chapter.

        :return: action
        :raise AccessError: when a line may not be written any more
        """
        check_one(self)
        chosen = self.line_ids.filtered("is_chosen").mapped("res_id")
        # What somebody else confirmed meanwhile waits no more.
        lines = self._find_waiting().filtered(lambda line: line.id in chosen)
        lines.action_confirm_still_true()
        return self._go_on(self.confirmed_count + len(lines))

    def _find_waiting(self):
        self.plan_id.check_access("write")
        blocks = self.plan_id._get_confirm_blocks()
        if self.chapter not in blocks:
            return self.env["kam.plan.section"]
        return self.plan_id._find_to_confirm(self.chapter)._filtered_access("write")

    def action_skip(self):
        """Leave the lines of this chapter as they are, and go on to the next one.

        :return: action
        """
        check_one(self)
        return self._go_on(self.confirmed_count)

    def _go_on(self, confirmed):
        following = self._begin(self.plan_id, self.chapters_left or [], confirmed)
        if following:
            return following._get_action()
        close = {"type": "ir.actions.act_window_close"}
        if not confirmed:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("Confirmed as they stand: %s", confirmed),
                "type": "success",
                "next": close,
            },
        }
