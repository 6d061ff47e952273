from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import dates
from ...tools.rows import NaturalKey
from ..common.days import today_of, today_of_user
from .kam_plan_reminder import ESCALATION_TYPE, REVIEW_TYPE

KINDS = [("internal", "Internal"), ("customer", "With the customer")]


class KamReview(models.Model):
    """A review of the plan, among ourselves or with the customer."""

    _name = "kam.review"
    _description = "Account Plan Review"
    _inherit = ["kam.review.meeting", "kam.plan.line", "kam.internal.thread"]
    _order = "date_planned desc, id desc"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("plan_id", "kind", "date_planned"), ties=("name",)),)

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, default="internal", tracking=True)
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    date_planned = fields.Date(
        "Planned For",
        compute="_compute_date_planned",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    date_held = fields.Date("Held On", tracking=True, copy=False)
    user_ids = fields.Many2many(
        "res.users",
        "kam_review_user_rel",
        "review_id",
        "user_id",
        "Our Participants",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('share', '=', False)]",
        # Who took part is still named when he has left.
        context={"active_test": False},
    )
    contact_ids = fields.Many2many(
        "res.partner",
        "kam_review_contact_rel",
        "review_id",
        "partner_id",
        "The Customer's Participants",
        domain="[('is_company', '=', False), ('partner_share', '=', True)]",
    )
    agenda = fields.Html(sanitize=True)
    minutes = fields.Html(sanitize=True, copy=False)
    decision_ids = fields.One2many("kam.review.decision", "review_id", "Decisions")
    decision_count = fields.Integer(compute="_compute_decision_count")
    event_id = fields.Many2one(
        "calendar.event",
        "Meeting",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    _planned_idx = models.Index("(date_planned) WHERE state = 'planned'")

    @api.depends("kind", "plan_id")
    def _compute_name(self):
        for review in self:
            if review._origin.id and review.name:
                continue
            customer = review.plan_id.partner_id.name or ""
            if review.kind == "customer":
                review.name = self.env._("Business review with %s", customer)
            else:
                review.name = self.env._("Internal review of %s", customer)

    @api.depends("plan_id")
    def _compute_date_planned(self):
        today = today_of_user(self)
        for review in self:
            proposed = review.plan_id.next_review_date or today
            review.date_planned = review.date_planned or max(proposed, today)

    @api.depends("plan_id")
    def _compute_user_ids(self):
        for review in self:
            review.user_ids = review.user_ids or review.plan_id.access_user_ids

    @api.depends("decision_ids")
    def _compute_decision_count(self):
        for review in self:
            review.decision_count = len(review.decision_ids)

    @api.constrains("kind", "contact_ids")
    def _check_contacts(self):
        for review in self:
            if review.kind == "internal" and review.contact_ids:
                raise ValidationError(
                    self.env._(
                        "“%(review)s” is internal, so %(contacts)s of the customer cannot take "
                        "part. Remove them, or make it a review with the customer.",
                        review=review.name,
                        contacts=", ".join(review.contact_ids.mapped("name")),
                    )
                )

    def action_hold(self):
        """Record that the reviews took place, today (where the company is) unless a date is given.

        Holding a review moves the plan's next review by the plan's cadence, keeps the scores of
        that day to compare with, and completes the reminder.

        Reviews that somebody recorded already stay as they are.

        :raise UserError: for a cancelled review
        """
        self = self.filtered(lambda review: review.state != "held")
        for review in self:
            if review.state == "cancelled":
                raise UserError(
                    self.env._("“%s” is cancelled: reopen it before holding it.", review.name)
                )
        days = self.grouped(lambda review: review.date_held or today_of(review.company_id))
        for held, reviews in days.items():
            reviews.write({"state": "held", "date_held": held})
        self._advance_plans()

    def _advance_plans(self):
        """Move the plans' next review on from the last one held."""
        self.plan_id.activity_feedback([REVIEW_TYPE, ESCALATION_TYPE])
        for plan, reviews in self.grouped("plan_id").items():
            held = max(reviews.mapped("date_held"))
            plan.next_review_date = dates.add_months(held, plan.review_interval)
        self.plan_id._record_scores()

    def action_cancel(self):
        """Cancel the reviews, with their meetings."""
        self._cancel_events()
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Plan the reviews again."""
        self.write({"state": "planned", "date_held": False})
