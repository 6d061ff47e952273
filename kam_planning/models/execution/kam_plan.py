from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import dates
from ...tools.completeness import Step, share
from ...tools.score import Component, Score
from ..common.arguments import check_one
from ..common.known import KnownFloat, is_known
from ..common.switches import switch_on
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_plan_beginning import BEFORE
from .kam_plan_reminder import REMINDERS

# In the overview of a plan.
MOST_ACTIONS = 5
PLAN_SCORES = {
    "progress": "_get_progress_scores",
    "completeness": "_get_completeness_scores",
}


class KamPlan(models.Model):
    """What is done in the plan: objectives, actions and reviews, how far they are, and who is
    reminded of them.
    """

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.plan.reminder",
        "kam.plan.next.review",
        "kam.plan.beginning",
        "kam.plan.lead.change",
        "kam.plan.merge",
        "kam.counted",
    ]
    _unoffered_fields = ("unassigned_action_ids",)

    _score_kinds = PLAN_SCORES
    _counted_lines = {
        "action_count": ("kam.action", {"plan_id": "id"}),
        "overdue_action_count": ("kam.action", {"plan_id": "id"}),
    }

    progress = KnownFloat(
        "Progress (%)",
        compute="_compute_progress",
        store=True,
        aggregator="avg",
        help="Weighted mean of the objectives' progress; dropped objectives do not count.",
    )
    objective_ids = fields.One2many("kam.objective", "plan_id", "Objectives", shareable=True)
    action_ids = fields.One2many("kam.action", "plan_id", "Actions", shareable=True)
    review_ids = fields.One2many("kam.review", "plan_id", "Reviews")
    unassigned_action_ids = fields.One2many(
        "kam.action", "plan_id", "Actions of No Objective", domain=[("objective_id", "=", False)]
    )
    action_count = fields.Integer(
        "Open Actions",
        compute="_compute_action_counts",
        search="_search_action_count",
        aggregator=None,
    )
    overdue_action_count = fields.Integer(
        "Overdue Actions",
        compute="_compute_action_counts",
        search="_search_overdue_action_count",
        aggregator=None,
    )

    @api.depends(
        "objective_ids.progress",
        "objective_ids.weight",
        "objective_ids.state",
        "unassigned_action_ids.progress",
        "unassigned_action_ids.state",
        "unassigned_action_ids.effort",
        "unassigned_action_ids.weight",
    )
    def _compute_progress(self):
        for plan, score in self._get_progress_scores().items():
            plan.progress = score.total

    def _get_progress_scores(self):
        """Progress of each plan as a score.

        :return: dict {plan: tools.score.Score}; components are the objectives that are not
            dropped, by their weights, or the plan's actions while it has no objective
        """
        return {plan: Score(plan._prepare_progress_components()) for plan in self}

    def _prepare_progress_components(self):
        objectives = self.objective_ids.filtered(lambda o: o.state != "dropped")
        if not objectives:
            return self.unassigned_action_ids._prepare_progress_components()
        # One of which nothing says how far it is does not make the plan look further than it is.
        is_any_known = any(is_known(objective.progress) for objective in objectives)
        return [
            Component(
                key=f"objective-{objective.id}",
                label=objective.name or "",
                points=(objective.progress or 0.0) if is_any_known else None,
                weight=objective.weight,
                value=objective._format_percent(objective.progress),
                evidence=[("kam.objective", objective.id)],
            )
            for objective in objectives
        ]

    @api.model
    def _get_counted_domain(self, name):
        Action = self.env["kam.action"]
        late = Action._get_overdue_domain() if name == "overdue_action_count" else Domain.TRUE
        return Action._get_open_domain() & late

    def _search_action_count(self, operator, value):
        return self._search_count("action_count", operator, value)

    def _search_overdue_action_count(self, operator, value):
        return self._search_count("overdue_action_count", operator, value)

    def _compute_action_counts(self):
        Action = self.env["kam.action"]
        domain = Action._get_open_domain() & Domain("plan_id", "in", self.ids)
        late = domain & Action._get_overdue_domain()
        open_counts = dict(Action._read_group(domain, ["plan_id"], ["__count"]))
        # What is late is open.
        late_counts = open_counts and dict(Action._read_group(late, ["plan_id"], ["__count"]))
        for plan in self:
            plan.action_count = open_counts.get(plan._origin, 0)
            plan.overdue_action_count = late_counts.get(plan._origin, 0)

    def _get_chapter_marks(self):
        """Add objectives, actions and reviews that are open, with what is late."""
        marks = super()._get_chapter_marks()
        late = Domain("date_deadline", "<", "today")
        goals = Domain("state", "=", "open")
        self.filtered("show_objectives")._add_marks(
            marks, "objectives", "kam.objective", count=goals, late=goals & late
        )
        Action = self.env["kam.action"]
        todo = Action._get_open_domain()
        self.filtered("show_actions")._add_marks(
            marks,
            "actions",
            "kam.action",
            count=todo,
            late=Action._get_overdue_domain(),
        )
        planned = Domain("state", "=", "planned")
        self.filtered("show_reviews")._add_marks(
            marks,
            "reviews",
            "kam.review",
            count=planned,
            late=planned & Domain("date_planned", "<", "today"),
        )
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add objectives and actions."""
        return {
            **super()._get_confirm_blocks(),
            "objectives": ("show_objectives", "kam.objective", self.env._("Objectives")),
            "actions": ("show_actions", "kam.action", self.env._("Action Plan")),
        }

    def _get_completeness_steps(self):
        """Add objectives with what each side gains, actions that somebody does, and a review."""
        steps = super()._get_completeness_steps()
        goals = self.objective_ids.filtered(lambda o: o.state != "dropped").grouped("plan_id")
        actions = self.action_ids.filtered(lambda a: a.state != "cancelled").grouped("plan_id")
        reviewed = self.review_ids.filtered(lambda r: r.state != "cancelled").plan_id
        for plan in self:
            if plan.show_objectives:
                steps[plan].append(plan._prepare_objective_step(goals.get(plan, ())))
            if plan.show_actions:
                steps[plan].append(plan._prepare_action_step(actions.get(plan, ())))
            if plan.show_reviews:
                steps[plan].append(plan._prepare_review_step(plan in reviewed))
        return steps

    def _prepare_objective_step(self, objectives):
        total = len(objectives)
        done = sum(o._has_both_gains() for o in objectives)
        return Step(
            key="objectives",
            label=self.env._("Objectives"),
            points=share(done, total),
            value=self.env._("%(done)s of %(total)s say what both gain", done=done, total=total),
            missing=self.env._("Say of each objective what the customer and what we gain.")
            if total
            else self.env._("Set an objective: what do both of us want to reach?"),
            minutes=4,
            chapter="objectives",
        )

    def _prepare_action_step(self, actions):
        total = len(actions)
        done = sum(bool(action.user_id or action.contact_id) for action in actions)
        return Step(
            key="actions",
            label=self.env._("Action plan"),
            points=share(done, total),
            value=self.env._("%(done)s of %(total)s say who does it", done=done, total=total),
            missing=self.env._("Say of each action who does it.")
            if total
            else self.env._("Plan a first action."),
            minutes=2,
            chapter="actions",
        )

    def _prepare_review_step(self, is_planned):
        return Step(
            key="review",
            label=self.env._("Next review"),
            points=100.0 if is_planned else 0.0,
            value=self.env._("planned") if is_planned else self.env._("not planned yet"),
            missing=self.env._("Plan the first review."),
            minutes=1,
            chapter="reviews",
        )

    def _get_overview_parts(self):
        """Add the next review and the next actions."""
        parts = super()._get_overview_parts()
        if self.show_reviews:
            parts.append(self._prepare_review_part())
        if self.show_actions:
            parts.append(self._prepare_action_part())
        return parts

    def _prepare_review_part(self):
        ahead = self.state not in ("closed", "cancelled") and self.next_review_date
        day = {"name": "next_review", "value": ahead, "unit": "date"}
        return {
            "name": "review",
            "rank": 20,
            "title": self.env._("Next review"),
            "chapter": "reviews",
            "empty": self.env._("No review lies ahead."),
            "facts": [day] if ahead else [],
        }

    def _prepare_action_part(self):
        Action = self.env["kam.action"]
        domain = Action._get_open_domain() & Domain("plan_id", "=", self.id)
        actions = Action.search(domain, order="date_deadline, id", limit=MOST_ACTIONS)
        return {
            "name": "actions",
            "rank": 30,
            "title": self.env._("Next actions"),
            "chapter": "actions",
            "empty": self.env._("No action is open."),
            "lines": [
                {
                    "res_model": action._name,
                    "res_id": action.id,
                    "label": action.name,
                    "note": (action.user_id or action.contact_id).display_name,
                    "date": action.date_deadline,
                }
                for action in actions
            ],
        }

    @api.model
    def _get_today(self):
        """Begin with what the user has to do, and the reviews of the week in his plans."""
        mine = Domain("plan_id.access_user_ids", "in", self.env.uid)
        due = self.env["kam.action"]._get_due_domain() & Domain("date_deadline", "<=", "today")
        due &= Domain("is_waiting", "=", False)
        return [
            {
                "name": "actions",
                "domain": due & Domain("user_id", "=", self.env.uid),
                "action": "kam_planning.kam_action_action",
                "label": self.env._("Actions due: %s"),
            },
            {
                "name": "reviews",
                "domain": mine
                & Domain("state", "=", "planned")
                & Domain("date_planned", "<=", "today +7d"),
                "action": "kam_planning.kam_review_action",
                "label": self.env._("Reviews within a week: %s"),
            },
            {
                "name": "objectives",
                "domain": mine & Domain("state", "=", "open") & Domain("is_stale", "=", True),
                "action": "kam_planning.kam_objective_action",
                "label": self.env._("Objectives to confirm: %s"),
            },
            *super()._get_today(),
        ]

    def unlink(self):
        """Delete the lines by their own methods: the database's cascade would leave their
        activities, messages and recorded scores behind.
        """
        for lines in (self.action_ids, self.objective_ids, self.review_ids):
            switch_on(lines, "kam_no_reason").unlink()
        return super().unlink()

    def action_open_actions(self):
        """Open the plan's actions."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_action_action")
        context = {"default_plan_id": self.id, "search_default_open": 1}
        return {**action, "domain": [("plan_id", "=", self.id)], "context": context}

    def action_cancel(self):
        """Cancel plans that will not be carried out; their open actions are cancelled too."""
        result = super().action_cancel()
        open_actions = self.env["kam.action"]._get_open_domain()
        self.action_ids.filtered_domain(open_actions).write({"state": "cancelled"})
        return result

    def _reassign_role_actions(self):
        """Hand open actions that wait for a role to the member who fills it now.

        Moves only actions that lie with the account manager for want of a better holder, so that
        nobody's own choice of assignee is undone.
        """
        moves = {}
        for plan in self:
            for action in plan.action_ids.filtered(lambda a: a.role_id and a.is_open):
                holder = plan._get_assignee(action.role_id, action.deputy_role_id)
                if action.user_id == plan.user_id != holder:
                    moves.setdefault(holder, []).append(action.id)
        for holder, ids in moves.items():
            self.env["kam.action"].browse(ids).write({"user_id": holder.id})

    def write(self, vals):
        """Take back the reminders of a day that moved or of plans no longer in force; a new key
        account manager takes over the open ones.
        """
        # Before anything is reckoned with them.
        self._check_values(vals)
        outdated = {name: self._filter_reminder_outdated(name, vals) for name in REMINDERS}
        handed_over = self.browse()
        if vals.get("user_id"):
            handed_over = self.filtered(lambda plan: plan.user_id.id != vals["user_id"])
        proposed = self._filter_proposed_reviews(vals)
        is_moved = not {"state", "active"}.isdisjoint(vals)
        before = {plan: (plan.state, plan._is_under_way()) for plan in self if is_moved}
        passing = self._begin_lead_change(vals)
        result = super().write(vals)
        self._end_lead_change_sudo(passing)
        proposed._move_next_reviews(lambda plan: plan._propose_first_review())
        if before:
            self._settle_work(before)
        for name, plans in outdated.items():
            plans._take_back_reminders_sudo(name)
        handed_over._hand_over_reminders_sudo(vals.get("user_id"))
        if "confidentiality" in vals:
            self.review_ids._update_privacy_sudo()
            self.action_ids._rename_activities_sudo()
        if vals.get("state", "active") not in OPEN_STATES:
            self._cancel_reviews_sudo()
        if vals.get("state") in OPEN_STATES or vals.get("active"):
            self._hand_over_lost_work_sudo()
        return result

    @api.model
    def _get_chosen_leader_sudo(self, company):
        """The one who is told of overdue reviews, by the settings of the company."""
        return company.sudo().kam_escalation_user_id

    def _propose_first_review(self):
        return dates.add_months(self.date_start, self.review_interval)

    def _filter_proposed_reviews(self, vals):
        """Plans whose proposed first review follows these values: nobody dated it, and they are
        not in force yet.
        """
        if "next_review_date" in vals or {"date_start", "review_interval"}.isdisjoint(vals):
            return self.browse()
        waiting = self.filtered(lambda plan: plan.state in BEFORE)
        return waiting.filtered(lambda plan: plan._has_proposed_review())

    @api.depends("date_start", "review_interval")
    def _compute_next_review_date(self):
        """The first review of a plan that is born in force (imported) lies ahead."""
        result = super()._compute_next_review_date()
        born = self.filtered(lambda plan: not plan._origin.id and plan.state == "active")
        for plan in born.filtered(lambda plan: plan._has_proposed_review()):
            plan.next_review_date = plan._get_first_review()
        return result

    def _hand_over_lost_work_sudo(self):
        """A plan taken up again may name people who left meanwhile: somebody else takes over."""
        plans = self.sudo().with_context(active_test=False)
        for company, opened in plans.grouped("company_id").items():
            everybody = opened.access_user_ids | opened.objective_ids.user_id
            everybody._filter_absent_sudo(company)._hand_over_lost_work()
