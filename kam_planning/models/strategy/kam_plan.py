from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.parameters import days_parameter
from .kam_value_agreement import ASKING, UNANSWERED_DAYS, UNANSWERED_TYPE

# Values that are not claimed yet go on in the next period.
UNCLAIMED = ("proposed", "agreed")


class KamPlan(models.Model):
    """The plan shows the strategy of its account."""

    _inherit = "kam.plan"

    value_ids = fields.One2many("kam.value", "plan_id", "Values", shareable=True)
    value_ladder = fields.Json("Value Ladder", compute="_compute_value_ladder")
    value_scorecard = fields.Json("Value Scorecard", compute="_compute_value_scorecard")

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
        self._add_value_marks(marks)
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add what is known of the customer's goals."""
        goals = ("show_goals", "kam.customer.goal", self.env._("Customer's Goals"))
        values = ("show_values", "kam.value", self.env._("Value"))
        return {**super()._get_confirm_blocks(), "goals": goals, "values": values}

    # value

    def _add_value_marks(self, marks):
        unclaimed = Domain("state", "in", UNCLAIMED)
        self.filtered("show_values")._add_marks(
            marks,
            "values",
            "kam.value",
            count=Domain.TRUE,
            late=unclaimed & Domain("date_deadline", "<", "today"),
            to_confirm=unclaimed & Domain("is_stale", "=", True),
        )

    def _compute_value_ladder(self):
        shown = self.filtered("show_values")._origin
        ladders = self.env["kam.value"]._read_ladders(shown) if shown else {}
        for plan in self:
            plan.value_ladder = ladders.get(plan._origin.id, False)

    @api.depends_context("uid", "lang")
    def _compute_value_scorecard(self):
        shown = self.filtered("show_values")._origin
        cards = self.env["kam.value.rating"]._read_scorecards(shown) if shown else {}
        for plan in self:
            plan.value_scorecard = cards.get(plan._origin.id, False)

    @api.model
    def _get_today(self):
        """Add the values to which the customer does not answer."""
        days = days_parameter(self.env, "value_answer_days", UNANSWERED_DAYS)
        mine = Domain("plan_id.access_user_ids", "in", self.env.uid)
        waiting = Domain("state", "=", "delivered") & Domain("plan_id.state", "in", ASKING)
        return [
            *super()._get_today(),
            {
                "name": "values",
                "domain": mine & waiting & Domain("claim_date", "<=", f"today -{days}d"),
                "action": "kam_planning.kam_value_action",
                "label": self.env._("Values without an answer: %s"),
            },
        ]

    @api.model
    def _get_reminder_steps(self):
        return [*super()._get_reminder_steps(), self.env["kam.value"]._get_unanswered_step()]

    def _hand_over_reminders_sudo(self, user_id):
        """The new key account manager asks for the answers."""
        result = super()._hand_over_reminders_sudo(user_id)
        reminded = self.sudo().value_ids.filtered("reminded_date")
        if reminded:
            reminded.activity_reschedule([UNANSWERED_TYPE], new_user_id=user_id)
        return result

    def _settle_work(self, before):
        """Nobody asks for answers in plans that were never in force or are put away."""
        result = super()._settle_work(before)
        over = self.filtered(lambda plan: plan.state not in ASKING or not plan.active)
        over.value_ids._withdraw_reminder_sudo()
        return result

    def _copy_lines_to(self, plan):
        """Values are copied as they were planned, below the copies of their objectives."""
        twins = super()._copy_lines_to(plan)
        none = self.env["kam.objective"]
        self.env["kam.value"].create(
            [
                value._prepare_copy_values(plan, twins.get(value.objective_id, none))
                for value in self.value_ids
            ]
        )
        return twins

    def _carry_work_over(self):
        """What was agreed and is not claimed yet goes on in the next period."""
        result = super()._carry_work_over()
        for plan, previous in self._get_predecessors(("active", "closed")).items():
            values = previous.value_ids.filtered(lambda value: value.state in UNCLAIMED)
            values._continue_in_sudo(plan)
        return result

    def _return_work(self):
        """What came from the period before goes back with the other work."""
        self._return_values_sudo()
        return super()._return_work()

    def _return_values_sudo(self):
        for plan in self.sudo().filtered("previous_plan_id"):
            came = plan.value_ids.filtered_domain(
                [("origin_plan_id", "=", plan.previous_plan_id.id)]
            )
            came._go_back_sudo()

    def _absorb_lines(self, other):
        """Take over the values, and the answers to the scorecard of who did not answer in both."""
        result = super()._absorb_lines(other)
        other.value_ids._move_sudo(self, {one: one for one in self.objective_ids})
        self.env["kam.value.rating"]._move_answers_sudo(other, self)
        return result

    def action_answer_scorecard(self):
        """Open the dialogue for the answers of one person to the value scorecard.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        """
        check_one(self)
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the Scorecard"),
            "res_model": "kam.value.rate",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    def unlink(self):
        """Delete the values by their own methods: their activities and messages go with them."""
        self.value_ids.unlink()
        return super().unlink()
