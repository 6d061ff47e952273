from odoo import api, fields, models
from odoo.fields import Domain

from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlan(models.Model):
    """The plan shows the strategy of its account."""

    _inherit = "kam.plan"

    risk_ids = fields.One2many("kam.risk", "plan_id", "Risks", readonly=True)
    force_ids = fields.One2many("kam.force", "plan_id", "Forces", readonly=True)

    def _get_chapter_marks(self):
        """Add what was written down about the customer's strategy and ours."""
        marks = super()._get_chapter_marks()
        self.filtered("show_goals")._add_marks(
            marks,
            "goals",
            "kam.customer.goal",
            count=Domain.TRUE,
            to_confirm=Domain("is_stale", "=", True),
        )
        live, stale = Domain("state", "!=", "closed"), Domain("is_stale", "=", True)
        self.filtered("show_risks")._add_marks(
            marks,
            "risks",
            "kam.risk",
            count=live,
            to_confirm=live & (Domain("rate_again", "=", True) | stale),
        )
        self.filtered("show_forces")._add_marks(
            marks,
            "forces",
            "kam.force",
            count=Domain.TRUE,
            to_confirm=Domain("judge_again", "=", True) | stale,
        )
        return marks

    @api.model
    def _get_today(self):
        """Add the user's risks to rate again, and the forces of his objectives to judge again."""
        mine = Domain("user_id", "=", self.env.uid)
        rated_before = Domain("review_date", "<=", "today")
        in_force = Domain("plan_id.state", "=", "active")
        return [
            *super()._get_today(),
            {
                "name": "risks",
                "domain": mine
                & in_force
                & Domain("state", "!=", "closed")
                & (Domain("rate_again", "=", True) | rated_before),
                "action": "kam_planning.kam_risk_action",
                "label": self.env._("Risks to rate again: %s"),
            },
            {
                "name": "forces",
                "domain": in_force
                & Domain("objective_id.user_id", "=", self.env.uid)
                & Domain("judge_again", "=", True),
                "action": "kam_planning.kam_force_action",
                "label": self.env._("Forces to judge again: %s"),
            },
        ]

    @api.model
    def _get_reminder_steps(self):
        """Add the risks whose acceptance is over."""
        return [*super()._get_reminder_steps(), self.env["kam.risk"]._get_expiry_step()]

    def _absorb_lines(self, other):
        """Forces and risks come along; forces stand below their objectives, which came before."""
        result = super()._absorb_lines(other)
        other.force_ids.write({"plan_id": self.id})
        other.risk_ids.write({"plan_id": self.id})
        return result

    def _copy_lines_to(self, plan):
        """A copy has the forces, and the risks that are not closed, as they are today."""
        twins = super()._copy_lines_to(plan)
        self.force_ids._copy_to(plan, twins)
        self._get_live_risks()._copy_to(plan)
        return twins

    def _carry_over_objectives(self, successor, objectives):
        """With the objectives go their forces; open and accepted risks go on as well."""
        super()._carry_over_objectives(successor, objectives)
        twins = {copy.previous_objective_id: copy for copy in successor.objective_ids}
        self.force_ids._copy_to(successor, twins, continues=True)
        self._get_live_risks()._copy_to(successor, continues=True)

    def _get_live_risks(self):
        return self.risk_ids.filtered(lambda risk: risk.state != "closed")

    def _settle_work(self, before):
        """Nobody decides any more about what belongs to plans that are over."""
        super()._settle_work(before)
        over = self.filtered(lambda plan: plan.state not in OPEN_STATES)
        over._end_questions_sudo()

    def _end_questions_sudo(self):
        """As superuser: who closes a plan may not be who was asked."""
        plans = self.sudo()
        plans.filtered("show_risks").risk_ids._end_reminders_sudo()
        plans.filtered("show_forces").force_ids._end_reminders_sudo()

    def unlink(self):
        """Delete the risks by their own methods; the forces go with their objectives."""
        self.risk_ids.unlink()
        return super().unlink()
