from odoo import models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one


class KamPlan(models.Model):
    """The dialogues that a plan's screens open, where they need records of their own."""

    _inherit = "kam.plan"

    def action_set_up(self):
        """Begin, or go on with, the guided run through a plan, at the first step that is not done.

        :return: window action
        :raise AccessError: when the user may not write the plan
        """
        check_one(self)
        self.check_access("write")
        return self.env["kam.plan.setup"].create({"plan_id": self.id})._get_action()

    def action_confirm_lines(self, chapter=None):
        """Show what waits to be confirmed, with the button that confirms it.

        :param str chapter: name of a chapter; None for all, one after the other
        :return: window action of the dialogue
        :raise AccessError: when the user may not write the plan
        :raise UserError: when nothing waits that he may confirm, or there is no such chapter
        """
        check_one(self)
        self.check_access("write")
        blocks = list(self._get_confirm_blocks())
        if chapter is not None and chapter not in blocks:
            raise UserError(self.env._("There is nothing to confirm in “%s”.", chapter))
        dialogue = self.env["kam.plan.confirm"]._begin(self, [chapter] if chapter else blocks)
        if not dialogue:
            raise UserError(self.env._("Nothing of “%s” waits to be confirmed.", self.name))
        return dialogue._get_action()
