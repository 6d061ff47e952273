from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.parameters import days_parameter
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_competitor_contract import CONTRACT_TYPES
from .kam_force import JUDGE_TYPE
from .kam_investment import LIVE
from .kam_value_agreement import ASKING, UNANSWERED_DAYS, UNANSWERED_TYPE

# Values that are not claimed yet go on in the next period.
UNCLAIMED = ("proposed", "agreed")


class KamPlan(models.Model):
    """The plan shows the strategy of its account."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.concept.map", "kam.strategy.map"]
    _unoffered_fields = ("value_ids", "risk_ids", "force_ids", "investment_ids")

    value_ids = fields.One2many("kam.value", "plan_id", "Values", shareable=True)
    value_ladder = fields.Json(compute="_compute_value_ladder")
    value_scorecard = fields.Json(compute="_compute_value_scorecard")
    risk_ids = fields.One2many("kam.risk", "plan_id", "Risks", readonly=True)
    force_ids = fields.One2many("kam.force", "plan_id", "Forces", readonly=True)
    investment_ids = fields.One2many("kam.investment", "plan_id", "Investments", readonly=True)
    lacks_stop = fields.Boolean("No Stop Investment", compute="_compute_lacks_stop")

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
        self._add_risk_marks(marks)
        self._add_situation_marks(marks)
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add the lines of the strategy that somebody stands by."""
        goals = ("show_goals", "kam.customer.goal", self.env._("Customer's Goals"))
        blocks = {
            "goals": goals,
            "values": ("show_values", "kam.value", self.env._("Value")),
            "forces": ("show_forces", "kam.force", self.env._("Force Field")),
            "risks": ("show_risks", "kam.risk", self.env._("Risks")),
            "appraisal": ("show_appraisal", "kam.appraisal", self.env._("Appraisal")),
            "competitors": (
                *("show_competitors", "kam.competitor.position"),
                self.env._("Competitors"),
            ),
            "investments": ("show_investments", "kam.investment", self.env._("Investments")),
        }
        return {**super()._get_confirm_blocks(), **blocks}

    # appraisal, competitors, investments

    def _add_situation_marks(self, marks):
        for switch, chapter, model, count in (
            ("show_appraisal", "appraisal", "kam.appraisal", Domain.TRUE),
            ("show_competitors", "competitors", "kam.competitor.position", Domain.TRUE),
            ("show_investments", "investments", "kam.investment", Domain("state", "in", LIVE)),
        ):
            self.filtered(switch)._add_marks(marks, chapter, model, count=count)

    @api.depends_context("uid")
    def _compute_lacks_stop(self):
        """Plans that put more into something, and end nothing for it."""
        shown, kinds = self.filtered("show_investments")._origin, {}
        if shown:
            domain = Domain("plan_id", "in", shown.ids) & Domain("state", "!=", "given_up")
            groups = self.env["kam.investment"]._read_group(domain, ["plan_id"], ["kind:array_agg"])
            kinds = {plan: set(found) for plan, found in groups}
        for plan in self:
            plan.lacks_stop = kinds.get(plan._origin, set()) == {"focus"}

    def write(self, vals):
        """Where competitors are shown from now on those are there whom the whitespace map names."""
        result = super().write(vals)
        if vals.get("show_competitors"):
            self._create_missing_positions_sudo()
        return result

    def _refresh_figures(self):
        """Give the competitors that the whitespace map names a position."""
        result = super()._refresh_figures()
        self.filtered(lambda plan: plan.state in OPEN_STATES)._create_missing_positions_sudo()
        return result

    def _create_missing_positions_sudo(self):
        """As superuser: positions come by themselves, whoever has the figures read."""
        shown = self.sudo().filtered("show_competitors")
        if shown:
            domain = shown._get_places_domain() & Domain("competitor_id", "!=", False)
            self.env["kam.whitespace"].sudo().search(domain)._follow_competitors_sudo(())

    def _refresh_all_figures_sudo(self):
        """Read what is known of the competitors anew as well, after the whitespace map."""
        result = super()._refresh_all_figures_sudo()
        shown = self.sudo().filtered("show_competitors")
        if shown:
            positions = self.env["kam.competitor.position"].sudo()
            positions.search(shown._get_places_domain())._refresh_figures_of_each()
        return result

    @api.model
    def _find_leading(self, positions):
        """The plans in force that show these competitors: {(account, company): kam.plan}."""
        domain = Domain("partner_id", "in", positions.account_id.ids)
        domain &= Domain("state", "=", "active") & Domain("show_competitors", "=", True)
        plans = (
            self.search(domain & Domain("user_id.active", "=", True))
            if positions
            else self.browse()
        )
        return {plan._get_place(): plan for plan in plans}

    def _find_reminded_positions_sudo(self):
        """As superuser: who hands a plan over or closes it may not be who was told."""
        positions = self.env["kam.competitor.position"].sudo()
        shown = self.sudo().filtered("show_competitors")
        domain = Domain("reminded", "!=", False)
        return positions.search(domain & shown._get_places_domain()) if shown else positions

    # value

    def _add_value_marks(self, marks):
        unclaimed = Domain("state", "in", UNCLAIMED)
        self.filtered("show_values")._add_marks(
            marks,
            "values",
            "kam.value",
            count=Domain.TRUE,
            late=unclaimed & Domain("date_deadline", "<", "today"),
            to_confirm=Domain("is_stale", "=", True),
        )

    def _add_risk_marks(self, marks):
        stale = Domain("is_stale", "=", True)
        self.filtered("show_risks")._add_marks(
            marks,
            "risks",
            "kam.risk",
            count=Domain("state", "!=", "closed"),
            to_confirm=stale,
        )
        self.filtered("show_forces")._add_marks(
            marks,
            "forces",
            "kam.force",
            count=Domain.TRUE,
            to_confirm=stale,
        )

    # value

    @api.depends_context("uid")
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
        """Add the values to which the customer does not answer, the user's risks to rate again, and
        the forces of his objectives to judge again.
        """
        days = days_parameter(self.env, "value_answer_days", UNANSWERED_DAYS)
        there = Domain("plan_id.active", "=", True)
        on_team = there & Domain("plan_id.access_user_ids", "in", self.env.uid)
        waiting = Domain("state", "=", "delivered") & Domain("plan_id.state", "in", ASKING)
        in_force = there & Domain("plan_id.state", "=", "active")
        to_rate = Domain("rate_again", "=", True) | Domain("review_date", "<=", "today")
        own_risks = Domain("user_id", "=", self.env.uid) & Domain("state", "!=", "closed")
        own_forces = Domain("objective_id.user_id", "=", self.env.uid)
        return [
            *super()._get_today(),
            {
                "name": "values",
                "domain": on_team & waiting & Domain("claim_date", "<=", f"today -{days}d"),
                "action": "kam_planning.kam_value_action",
                "label": self.env._("Values without an answer: %s"),
            },
            {
                "name": "risks",
                "domain": own_risks & in_force & to_rate,
                "action": "kam_planning.kam_risk_action",
                "label": self.env._("Risks to rate again: %s"),
            },
            {
                "name": "forces",
                "domain": own_forces & in_force & Domain("judge_again", "=", True),
                "action": "kam_planning.kam_force_action",
                "label": self.env._("Forces to judge again: %s"),
            },
        ]

    @api.model
    def _get_reminder_steps(self):
        """Add the values without an answer, the risks whose acceptance is over, and the ends of
        competitors' contracts.
        """
        return [
            *super()._get_reminder_steps(),
            self.env["kam.value"]._get_unanswered_step(),
            self.env["kam.risk"]._get_expiry_step(),
            self.env["kam.competitor.position"]._get_contract_step(),
        ]

    def _hand_over_reminders_sudo(self, user_id):
        """The new key account manager asks for the answers, and prepares for ends of contracts."""
        result = super()._hand_over_reminders_sudo(user_id)
        reminded = self.sudo().value_ids.filtered("reminded_date")
        if reminded:
            reminded.activity_reschedule([UNANSWERED_TYPE], new_user_id=user_id)
        led = self.filtered(lambda plan: plan.state == "active")
        led._find_reminded_positions_sudo().activity_reschedule(
            list(CONTRACT_TYPES.values()), new_user_id=user_id
        )
        return result

    def _settle_work(self, before):
        """Nobody asks for answers in plans that were never in force or are put away, and nobody
        decides any more about what belongs to plans that are over.
        """
        result = super()._settle_work(before)
        unasked = self.filtered(lambda plan: plan.state not in ASKING or not plan.active)
        unasked.value_ids._withdraw_reminder_sudo()
        live = self.filtered(lambda plan: plan.state in OPEN_STATES and plan.active)
        (self - live)._end_questions_sudo()
        back = live.filtered(lambda plan: before[plan][0] == "closed" or not before[plan][1])
        back._ask_anew_sudo()
        positions = self._find_reminded_positions_sudo()
        led = self._find_leading(positions)
        positions.filtered(lambda one: one._get_place() not in led)._withdraw_reminders_sudo()
        return result

    def _end_questions_sudo(self):
        """As superuser: who closes a plan may not be who was asked."""
        plans = self.sudo()
        plans.filtered("show_risks").risk_ids._end_reminders_sudo()
        plans.filtered("show_forces").force_ids._end_reminders_sudo()

    def _ask_anew_sudo(self):
        """What was to be judged when a plan was closed or put away still is. As superuser: who
        takes it up again may not be who is asked.
        """
        forces = self.sudo().filtered("show_forces").force_ids.filtered("judge_again")
        asked = self.env.ref(JUDGE_TYPE)
        forces.filtered(lambda one: asked not in one.activity_ids.activity_type_id)._ask_owners()

    def _copy_lines_to(self, plan):
        """Values and investments are copied as they were planned, the former below the copies of
        their objectives; forces, and risks that are not closed, as they are today.
        """
        twins = super()._copy_lines_to(plan)
        none = self.env["kam.objective"]
        self.env["kam.value"].create(
            [
                value._prepare_copy_values(plan, twins.get(value.objective_id, none))
                for value in self.value_ids
            ]
        )
        self.force_ids._copy_to({self: plan}, twins)
        self._get_live_risks()._copy_to({self: plan})
        self.investment_ids._copy_to({self: plan})
        return twins

    def _place_copy(self, line):
        """In a plan of another customer an objective answers none of the goals of its own."""
        values = super()._place_copy(line)
        is_elsewhere = line.plan_id._get_place() != self._get_place()
        if line._name == "kam.objective" and is_elsewhere:
            values["goal_ids"] = False
        return values

    def _carry_over_objectives(self, pairs, objectives):
        """With the objectives go their forces; open and accepted risks, and investments that are
        not over, go on as well.
        """
        result = super()._carry_over_objectives(pairs, objectives)
        copies = self.browse().concat(*pairs.values()).objective_ids
        twins = {copy.previous_objective_id: copy for copy in copies}
        self.force_ids._copy_to(pairs, twins, continues=True)
        self._get_live_risks()._copy_to(pairs, continues=True)
        self.investment_ids._copy_to(pairs, continues=True)
        return result

    def _get_live_risks(self):
        return self.risk_ids.filtered(lambda risk: risk.state != "closed")

    def _carry_work_over(self):
        """What was agreed and is not claimed yet goes on in the next period, and with objectives,
        risks and forces what they came from and what is asked about them.
        """
        result = super()._carry_work_over()
        for plan, previous in self._get_predecessors(("active", "closed")).items():
            values = previous.value_ids.filtered(lambda value: value.state in UNCLAIMED)
            values._continue_in_sudo(plan)
            twins = plan._get_twins_sudo(previous)
            plan._carry_questions_sudo(twins)
            self.env["kam.appraisal"]._follow_sudo(twins)
        return result

    def _get_twins_sudo(self, previous):
        """The objectives, risks and forces of a plan that go on in this one: {one: its copy}."""
        plan, twins = self.sudo(), {}
        for copies, link in (
            (plan.objective_ids, "previous_objective_id"),
            (plan.risk_ids, "previous_risk_id"),
            (plan.force_ids, "previous_force_id"),
        ):
            twins |= {copy[link]: copy for copy in copies if copy[link].plan_id == previous}
        return twins

    def _carry_questions_sudo(self, twins):
        """What was to be rated or judged again in the previous plan is to be in this one."""
        for one, copy in twins.items():
            if one._name == "kam.risk" and one.rate_again:
                copy.rate_again = True
            elif one._name == "kam.force" and one.judge_again:
                copy.judge_again = True
        self._ask_anew_sudo()

    def _return_work(self):
        """What came from the period before goes back with the other work."""
        self._return_values_sudo()
        self._return_links_sudo()
        return super()._return_work()

    def _return_links_sudo(self):
        for plan in self.sudo().filtered("previous_plan_id"):
            twins = plan._get_twins_sudo(plan.previous_plan_id)
            self.env["kam.appraisal"]._follow_sudo({copy: one for one, copy in twins.items()})

    def _return_values_sudo(self):
        for plan in self.sudo().filtered("previous_plan_id"):
            came = plan.value_ids.filtered_domain(
                [("origin_plan_id", "=", plan.previous_plan_id.id)]
            )
            came._go_back_sudo()

    def _absorb_lines(self, other):
        """Take over forces, which stand below objectives that came before, risks, investments and
        values, and the answers to the scorecard of who did not answer in both.
        """
        result = super()._absorb_lines(other)
        other.force_ids.write({"plan_id": self.id})
        other.risk_ids.write({"plan_id": self.id})
        other.investment_ids.write({"plan_id": self.id})
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
        """Delete values, risks and investments by their own methods: their activities and messages
        go with them. Forces go with their objectives.
        """
        self.value_ids.unlink()
        self.investment_ids.unlink()
        self.risk_ids.unlink()
        return super().unlink()
