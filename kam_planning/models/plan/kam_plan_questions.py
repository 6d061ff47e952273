from odoo import api, fields, models
from odoo.fields import Domain

from .kam_plan_workflow import OPEN_STATES


class KamPlanQuestions(models.AbstractModel):
    """What those who answer for many plans ask of them, to filter by."""

    _name = "kam.plan.questions"
    _description = "Questions About Plans"

    has_to_confirm = fields.Boolean(
        "Something to Confirm",
        compute="_compute_has_to_confirm",
        search="_search_has_to_confirm",
        help="Lines of an open plan wait for somebody to say that they still hold.",
    )
    has_successor = fields.Boolean(
        compute="_compute_has_successor",
        search="_search_has_successor",
        help="A plan of the next period is prepared, and neither cancelled nor archived.",
    )

    @api.depends_context("uid")
    def _compute_has_to_confirm(self):
        waiting = self._filter_to_confirm()
        for plan in self:
            plan.has_to_confirm = plan._origin in waiting

    def _search_has_to_confirm(self, operator, value):
        if operator != "in":
            return NotImplemented
        plans = self.with_context(active_test=False).search([("state", "in", OPEN_STATES)])
        return Domain("id", "in", plans._filter_to_confirm().ids)

    def _filter_to_confirm(self):
        """Of these plans the open ones in which a chapter has something to confirm."""
        plans = self._origin.filtered(lambda plan: plan.state in OPEN_STATES)
        marks = plans._get_chapter_marks()
        return plans.filtered(
            lambda plan: any(chapter.get("to_confirm") for chapter in marks[plan].values())
        )

    @api.depends("next_plan_ids.state", "next_plan_ids.active")
    def _compute_has_successor(self):
        followed = self._find_with_successors_sudo()
        for plan in self:
            plan.has_successor = plan._origin in followed

    def _search_has_successor(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._find_with_successors_sudo().ids)

    @api.model
    def _find_with_successors_sudo(self):
        """Plans that have a successor. As superuser: whether the next period is prepared does not
        depend on who asks; *Prepare Next Period* says so too.
        """
        plans = self.env["kam.plan"].sudo().with_context(active_test=True)
        domain = [("previous_plan_id", "!=", False), ("state", "!=", "cancelled")]
        return plans.search_fetch(domain, ["previous_plan_id"]).previous_plan_id.with_env(self.env)
