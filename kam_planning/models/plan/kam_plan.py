from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ...tools import dates
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.arguments import check_one
from ..common.days import today_of_user
from ..common.period_names import fiscal_year_of, name_plan_period
from ..common.windows import in_company
from .kam_plan_workflow import STATES


class KamPlan(models.Model):
    """The plan as a record: its customer, its period, its people and its state."""

    _name = "kam.plan"
    _description = "Account Plan"
    _inherit = [
        "kam.plan.team",
        "kam.plan.approval",
        "kam.plan.workflow",
        "kam.plan.access",
        "kam.plan.tier",
        "kam.plan.chapters",
        "kam.plan.completeness",
        "kam.plan.overview",
        "kam.plan.home",
        "kam.plan.questions",
        "kam.plan.charter",
        "kam.plan.paper",
        "kam.editable",
        "kam.guarded",
        "kam.internal.thread",
        "kam.score.mixin",
        "kam.shareable",
        "kam.plan.blocks",
    ]
    _unoffered_fields = ("state_rank", "section_ids", "narrative_ids", "charter_ids")
    _order = "state_rank, date_end, id"
    _mail_post_access = "write"
    _check_company_auto = True
    _loop_fields = ("previous_plan_id",)

    _natural_keys = (
        NaturalKey(("partner_id", "company_id", "date_start"), ties=("date_end", "state")),
    )

    # identity
    name = AlikeChar(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Proposed from the customer and the period.",
        shareable=True,
    )
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour", aggregator=None)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('is_company', '=', True)]",
        check_company=True,
        shareable=True,
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
        shareable=True,
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

    # period and cadence
    date_start = fields.Date(
        "Start",
        required=True,
        default=lambda self: self._default_period(0),
        tracking=True,
        shareable=True,
    )
    date_end = fields.Date(
        "End",
        required=True,
        default=lambda self: self._default_period(1),
        tracking=True,
        shareable=True,
    )
    prepared_date = fields.Date("Prepared On", default=today_of_user)
    review_interval = fields.Integer(
        "Review Every (months)", default=3, required=True, aggregator=None
    )

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
    state_rank = fields.Integer(compute="_compute_state_rank", store=True, aggregator=None)

    # what the plan is made of
    section_ids = fields.One2many(
        "kam.plan.section",
        "plan_id",
        "Narrative and Charter",
        shareable=True,
    )
    narrative_ids = fields.One2many(
        "kam.plan.section", "plan_id", domain=[("chapter", "=", "narrative")]
    )
    charter_ids = fields.One2many(
        "kam.plan.section", "plan_id", "Team Charter", domain=[("chapter", "=", "team")]
    )
    lead_ids = fields.One2many("crm.lead", "kam_plan_id", "Opportunities")
    lead_count = fields.Integer("Opportunity Count", compute="_compute_lead_count")

    _review_interval_positive = models.Constraint(
        "CHECK (review_interval > 0)", "Reviews are at least one month apart: correct the cadence."
    )
    _active_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'active' AND active",
        "This customer already has an active plan in this company. Close that plan first.",
    )
    _order_idx = models.Index("(state_rank, date_end, id)")
    _review_idx = models.Index("(next_review_date) WHERE state = 'active'")

    @api.model
    def _default_period(self, index):
        fiscal = fiscal_year_of(self.env.company)
        return dates.default_period(today_of_user(self), fiscal)[index]

    @api.model
    def _get_kam_user_domain(self):
        # Not `ref`, which asks the database each time: each form has several such fields.
        group_id = self.env["ir.model.data"]._xmlid_to_res_id("kam_planning.group_kam_user")
        return [("all_group_ids", "in", [group_id]), ("share", "=", False)] if group_id else []

    @api.depends("partner_id", "date_start", "date_end", "company_id")
    def _compute_name(self):
        for plan in self:
            saved = plan._origin.id and plan.name
            if saved or not dates.is_proposed_name(plan.name):
                continue
            if plan.partner_id and plan.date_start and plan.date_end:
                label = name_plan_period(self.env, plan.date_start, plan.date_end, plan.company_id)
                plan.name = f"{plan.partner_id.name} {label}"
            else:
                plan.name = plan.name or False

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
                        end=format_date(self.env, plan.date_end),
                        start=format_date(self.env, plan.date_start),
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

    def action_open_leads(self):
        """Open the opportunities that serve the plan."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        context = {
            "default_kam_plan_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_type": "opportunity",
        }
        domain = [("kam_plan_id", "=", self.id)]
        return in_company({**action, "domain": domain, "context": context}, self.company_id)
