from odoo import api, fields, models

from ...tools.portfolio import steps
from ..common.days import today_of


class KamStepUndo(models.AbstractModel):
    """Taking a step back: each part as it was before, where it still is as the step left it."""

    _name = "kam.step.undo"
    _description = "Undoing a Step"

    undone_date = fields.Date("Undone On", readonly=True)
    undone_by_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    undo_note = fields.Text("Not Restored", readonly=True)
    may_undo = fields.Boolean("May Be Undone", compute="_compute_may_undo")

    @api.depends("state", "done_date")
    @api.depends_context("uid")
    def _compute_may_undo(self):
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        for step in self:
            is_done = step.state == "done" and step.done_date
            today = today_of(step.company_id)
            step.may_undo = bool(is_manager and is_done and steps.may_undo(step.done_date, today))

    def _undo(self):
        """Restore the parts, the plan first, for closed plans change little.

        :return: list of what could not be restored, in words, or None for a part that was
        """
        decisions = self._read_decisions_sudo()
        missed = [self._reopen(), self._restore_tier(), self._restore_stage()]
        missed += [
            None if self._restore(line) else self.env._("Went on since: %s", line["name"])
            for line in decisions["lines"]
        ]
        return [*missed, self._restore_owner(decisions["passed"])]

    def _read_decisions_sudo(self):
        """As superuser: how a step is undone is nobody's to read or to write."""
        return self.sudo().decisions or {"lines": [], "passed": {}}

    def _reopen(self):
        """Put the plan into force again that the step closed."""
        plan = self.plan_id
        if self.kind != steps.OUT or plan.state == "active":
            return None
        if plan.state != "closed" or plan._get_active_rivals_sudo():
            return self.env._("The plan stays closed: the customer has another plan in force.")
        plan.action_reopen()
        return None

    def _restore_tier(self):
        if self.tier_from_id == self.tier_to_id:
            return None
        customer = self.plan_id.partner_id.with_company(self.company_id)
        if customer.kam_tier_id != self.tier_to_id:
            return self.env._("The tier was changed since: it stays as it is.")
        customer._set_kam_tier(self.tier_from_id)
        return None

    def _restore_stage(self):
        if self.stage_from == self.stage_to:
            return None
        if self.plan_id.stage_key != self.stage_to:
            return self.env._("The stage was changed since: it stays as it is.")
        self.plan_id.stage_key = self.stage_from
        return None

    def _restore_owner(self, passed):
        """Give the plan back, with the work that came along with it and is still there.

        :param dict passed: {model: ids}
        """
        plan, former = self.plan_id, self.owner_from_id
        if former == self.owner_to_id:
            return None
        if plan.user_id != self.owner_to_id or plan.state == "closed":
            return self.env._("The account has another manager by now, who stays.")
        if former._filter_absent_sudo(self.company_id):
            return self.env._("%s does not work here any more.", former.name)
        chosen = {name: self.env[name].browse(ids) for name, ids in passed.items()}
        plan._hand_over({"user_id": former.id}, chosen)
        return None

    def _note_undone_sudo(self, note):
        """As superuser: nobody writes by hand what was undone."""
        today = today_of(self.company_id)
        values = {"state": "undone", "undone_date": today, "undone_by_id": self.env.uid}
        self.sudo().write({**values, "undo_note": note or False})
