from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import dates
from ..tools.score import Component, Score

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("active", "Active"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("draft", "submitted", "active")


class KamPlan(models.Model):
    _name = "kam.plan"
    _description = "Account Plan"
    _inherit = ["kam.guarded", "kam.internal.thread", "kam.score.mixin"]
    _inherit += ["kam.shareable", "kam.plan.blocks"]
    _order = "state_rank, date_end, id"
    _mail_post_access = "write"
    _check_company_auto = True

    _score_kinds = {"progress": "_get_progress_scores"}
    _shared_fields = ("name", "partner_id", "date_start", "date_end", "section_ids")
    _shared_fields += ("objective_ids", "action_ids")
    _internal_fields = (
        "company_id",
        "currency_id",
        "user_id",
        "sponsor_id",
        "state",
        "state_rank",
        "template_id",
        "template_version_id",
        "tier_id",
        "member_ids",
        "access_user_ids",
        "review_ids",
        "review_interval",
        "next_review_date",
        "review_reminded_date",
        "review_escalated_date",
        "end_reminded_date",
        "prepared_date",
        "previous_plan_id",
        "next_plan_ids",
        "progress",
        "confidentiality",
        "properties",
        "active",
        "color",
        "is_mine",
        "is_shared",
        "action_count",
        "overdue_action_count",
        "unassigned_action_ids",
        "lead_ids",
        "lead_count",
        "show_sections",
        "show_objectives",
        "show_actions",
        "show_team",
        "show_reviews",
    )
    _internal_fields += ("left_out_action_ids", "closed_previous")

    # identity
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Proposed from the customer and the period.",
    )
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('is_company', '=', True)]",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # people
    user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
        check_company=True,
        domain=lambda self: self._get_kam_user_domain(),
    )
    sponsor_id = fields.Many2one(
        "res.users",
        "Executive Sponsor",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain=lambda self: self._get_kam_user_domain(),
        help="The member of our management who stands by this account.",
    )
    member_ids = fields.One2many("kam.team.member", "plan_id", "Account Team")
    access_user_ids = fields.Many2many(
        "res.users",
        "kam_plan_access_rel",
        "plan_id",
        "user_id",
        "Who Works on the Plan",
        compute="_compute_access_user_ids",
        store=True,
        help="Key account manager, executive sponsor and members: they read and write the plan.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")
    confidentiality = fields.Selection(
        [("company", "Company: all users of Key Account Management read it"), ("team", "Team")],
        required=True,
        default="company",
        tracking=True,
    )

    # period and cadence
    date_start = fields.Date(
        "Start", required=True, default=lambda self: self._default_period(0), tracking=True
    )
    date_end = fields.Date(
        "End", required=True, default=lambda self: self._default_period(1), tracking=True
    )
    prepared_date = fields.Date("Prepared On", default=fields.Date.context_today)
    review_interval = fields.Integer("Review Every (months)", default=3, required=True)
    next_review_date = fields.Date(
        "Next Review",
        compute="_compute_next_review_date",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    previous_plan_id = fields.Many2one(
        "kam.plan", index="btree_not_null", ondelete="set null", readonly=True, copy=False
    )
    next_plan_ids = fields.One2many("kam.plan", "previous_plan_id")

    # state
    state = fields.Selection(
        STATES, required=True, default="draft", tracking=True, copy=False, group_expand=True
    )
    state_rank = fields.Integer(compute="_compute_state_rank", store=True)
    progress = fields.Float(
        "Progress (%)",
        compute="_compute_progress",
        store=True,
        aggregator="avg",
        help="Weighted mean of the objectives' progress; dropped objectives do not count.",
    )

    # template
    template_id = fields.Many2one("kam.plan.template", index="btree_not_null", ondelete="restrict")
    template_version_id = fields.Many2one(
        "kam.plan.template.version",
        compute="_compute_template_version_id",
        store=True,
        precompute=True,
        ondelete="restrict",
    )
    tier_id = fields.Many2one(
        "kam.tier",
        compute="_compute_tier_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    properties = fields.Properties(
        "Own Fields", definition="template_version_id.plan_properties_definition", copy=True
    )

    # what the plan is made of
    section_ids = fields.One2many("kam.plan.section", "plan_id", "Narrative")
    objective_ids = fields.One2many("kam.objective", "plan_id", "Objectives")
    action_ids = fields.One2many("kam.action", "plan_id", "Actions")
    review_ids = fields.One2many("kam.review", "plan_id", "Reviews")
    lead_ids = fields.One2many("crm.lead", "kam_plan_id", "Opportunities")
    unassigned_action_ids = fields.One2many(
        "kam.action",
        "plan_id",
        "Actions without Objective",
        domain=[("objective_id", "=", False)],
    )
    action_count = fields.Integer("Open Actions", compute="_compute_action_counts")
    overdue_action_count = fields.Integer("Overdue Actions", compute="_compute_action_counts")
    lead_count = fields.Integer("Opportunity Count", compute="_compute_lead_count")

    _review_interval_positive = models.Constraint(
        "CHECK (review_interval > 0)", "Reviews are at least one month apart: correct the cadence."
    )
    _active_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'active'",
        "This customer already has an active plan in this company. Close that plan first.",
    )
    _order_idx = models.Index("(state_rank, date_end, id)")
    _review_idx = models.Index("(next_review_date) WHERE state = 'active'")

    @api.model
    def _default_period(self, index):
        return dates.default_period(fields.Date.context_today(self))[index]

    @api.model
    def _get_kam_user_domain(self):
        group = self.env.ref("kam_planning.group_kam_user", raise_if_not_found=False)
        return [("all_group_ids", "in", group.ids), ("share", "=", False)] if group else []

    @api.depends("partner_id", "date_start", "date_end")
    def _compute_name(self):
        for plan in self:
            saved = plan._origin.id and plan.name
            if saved or not dates.is_proposed_name(plan.name):
                continue
            if plan.partner_id and plan.date_start and plan.date_end:
                label = dates.period_label(plan.date_start, plan.date_end)
                plan.name = f"{plan.partner_id.name} {label}"
            else:
                plan.name = plan.name or False

    @api.depends("user_id", "sponsor_id", "member_ids.user_id")
    def _compute_access_user_ids(self):
        for plan in self:
            plan.access_user_ids = plan.user_id | plan.sponsor_id | plan.member_ids.user_id

    @api.depends("access_user_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for plan in self:
            plan.is_mine = self.env.user in plan.access_user_ids

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("access_user_ids", "in", self.env.uid)]

    @api.depends("date_start", "review_interval")
    def _compute_next_review_date(self):
        for plan in self:
            if plan.next_review_date and plan._origin.id:
                continue
            plan.next_review_date = dates.add_months(plan.date_start, plan.review_interval)

    @api.depends("state")
    def _compute_state_rank(self):
        ranks = {"active": 0, "submitted": 1, "draft": 2, "closed": 3, "cancelled": 4}
        for plan in self:
            plan.state_rank = ranks[plan.state]

    @api.depends("template_id")
    def _compute_template_version_id(self):
        for template, plans in self.grouped("template_id").items():
            plans.template_version_id = template._get_current_version_sudo() if template else False

    @api.depends("template_id")
    def _compute_tier_id(self):
        for plan in self:
            plan.tier_id = plan.tier_id or plan.template_id.tier_id

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
        return [
            Component(
                key=f"objective-{objective.id}",
                label=objective.name or "",
                points=objective.progress,
                weight=objective.weight,
                value=f"{objective.progress:.0f} %",
                evidence=[("kam.objective", objective.id)],
            )
            for objective in objectives
        ]

    def _compute_action_counts(self):
        Action = self.env["kam.action"]
        domain = Action._get_open_domain() & fields.Domain("plan_id", "in", self.ids)
        late = domain & Action._get_overdue_domain()
        open_counts = dict(Action._read_group(domain, ["plan_id"], ["__count"]))
        late_counts = dict(Action._read_group(late, ["plan_id"], ["__count"]))
        for plan in self:
            plan.action_count = open_counts.get(plan._origin, 0)
            plan.overdue_action_count = late_counts.get(plan._origin, 0)

    def _compute_lead_count(self):
        counts = {}
        if self.env["crm.lead"].has_access("read"):
            groups = self.env["crm.lead"]._read_group(
                [("kam_plan_id", "in", self.ids)], ["kam_plan_id"], ["__count"]
            )
            counts = dict(groups)
        for plan in self:
            plan.lead_count = counts.get(plan._origin, 0)

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for plan in self:
            if plan.date_end <= plan.date_start:
                raise ValidationError(
                    self.env._(
                        "Account plan “%(plan)s”: the end (%(end)s) must lie after the start "
                        "(%(start)s). Correct one of the two dates.",
                        plan=plan.name,
                        end=plan.date_end,
                        start=plan.date_start,
                    )
                )

    @api.constrains("partner_id")
    def _check_partner_is_company(self):
        for plan in self:
            if not plan.partner_id.is_company:
                raise ValidationError(
                    self.env._(
                        "Account plan “%(plan)s”: the customer “%(partner)s” is a person. "
                        "Choose the company that the person works for.",
                        plan=plan.name,
                        partner=plan.partner_id.display_name,
                    )
                )

    @api.constrains("previous_plan_id")
    def _check_previous_plan(self):
        if self._has_cycle("previous_plan_id"):
            raise ValidationError(
                self.env._("A plan cannot come before itself: choose another previous plan.")
            )

    def unlink(self):
        """Delete the lines by their own methods: the database's cascade would leave their
        activities, messages and recorded scores behind.
        """
        for lines in (self.action_ids, self.objective_ids, self.review_ids):
            lines.unlink()
        return super().unlink()

    def action_open_actions(self):
        """Open the plan's actions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_action_action")
        context = {"default_plan_id": self.id, "search_default_open": 1}
        return {**action, "domain": [("plan_id", "=", self.id)], "context": context}

    def action_open_leads(self):
        """Open the opportunities that serve the plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        context = {
            "default_kam_plan_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_type": "opportunity",
        }
        return {**action, "domain": [("kam_plan_id", "=", self.id)], "context": context}
