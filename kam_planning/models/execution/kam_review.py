from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.days import today_of, today_of_user
from ..common.defaults import with_defaults
from .kam_plan_reminder import ESCALATION_TYPE, REVIEW_TYPE

# What decides the next review of a plan.
NEXT_REVIEW_FIELDS = {"plan_id", "state", "date_planned", "date_held"}
KINDS = [
    ("internal", "Internal"),
    ("customer", "With the customer"),
    ("board", "Board"),
]


class KamReview(models.Model):
    """A review of the plan: among ourselves, with the customer, or before our board."""

    _name = "kam.review"
    _description = "Account Plan Review"
    _inherit = [
        "kam.review.meeting",
        "kam.review.ending",
        "kam.counted",
        "kam.plan.line",
        "kam.internal.thread",
    ]
    _order = "date_planned desc, id desc"
    _mail_post_access = "write"
    _counted_lines = {"decision_count": ("kam.review.decision", {"review_id": "id"})}
    _natural_keys = (NaturalKey(("plan_id", "kind", "date_planned"), ties=("name",)),)

    name = AlikeChar(
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
    decision_count = fields.Integer(
        compute="_compute_decision_count", search="_search_decision_count", aggregator=None
    )
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
            elif review.kind == "board":
                review.name = self.env._("Board review of %s", customer)
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

    def _search_decision_count(self, operator, value):
        return self._search_count("decision_count", operator, value)

    @api.depends("decision_ids")
    def _compute_decision_count(self):
        for review in self:
            review.decision_count = len(review.decision_ids)

    @api.constrains("kind", "contact_ids")
    def _check_contacts(self):
        for review in self:
            if review.kind != "customer" and review.contact_ids:
                raise ValidationError(
                    self.env._(
                        "“%(review)s” is internal, so %(contacts)s of the customer cannot take "
                        "part. Remove them, or make it a review with the customer.",
                        review=review.name,
                        contacts=", ".join(review.contact_ids.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """The plans' next reviews are the next ones planned."""
        complete = with_defaults(self, vals_list, ["plan_id"])
        # Before anything is reckoned with them.
        for vals in complete:
            self._check_values(vals)
        plans = self.env["kam.plan"].browse(
            {vals.get("plan_id") for vals in complete} - {None, False}
        )
        with plans._follow_reviews(are_new=True):
            reviews = super().create(vals_list)
            reviews._fill_days_held()
        return reviews

    def write(self, vals):
        """Bring the plan's next review up to date; who is held or cancelled has no meeting, no
        activity and no reminder before him.
        """
        if NEXT_REVIEW_FIELDS.isdisjoint(vals):
            return super().write(vals)
        self._check_values(vals)
        state = vals.get("state", "planned")
        ended = self.filtered(lambda review: review.state != state != "planned")
        if state == "held":
            ended._complete_reminders()
        plans = self.plan_id | self.env["kam.plan"].browse(vals.get("plan_id") or [])
        with plans._follow_reviews():
            result = super().write(vals)
            self._fill_days_held()
        ended._end_sudo()
        if state == "held":
            ended.plan_id._record_scores()
        return result

    def unlink(self):
        """Take the meetings out of the calendars too, and bring the plans' next reviews up to
        date.
        """
        self.check_access("unlink")
        self._end_sudo()
        with self.plan_id._follow_reviews():
            return super().unlink()

    def _fill_days_held(self):
        """A review that was held was held on some day: today where the company is, unless given."""
        undated = self.filtered(lambda review: review.state == "held" and not review.date_held)
        days = undated.grouped(lambda review: today_of(review.company_id))
        for today, reviews in days.items():
            reviews.write({"date_held": today})

    def _complete_reminders(self):
        """The reminders of the plans' next reviews are dealt with by holding these."""
        due = self.filtered(lambda r: r.date_planned <= (r.plan_id.next_review_date or date.max))
        due.plan_id.activity_feedback([REVIEW_TYPE, ESCALATION_TYPE])

    def _end_sudo(self):
        """Close what still waits for these reviews: activities and meetings. As superuser: whoever
        may cancel a review may not see the activities of others, and their calendars.
        """
        reviews = self.sudo()
        held = reviews.filtered(lambda review: review.state == "held")
        held.activity_ids._action_done()
        (reviews - held).activity_ids.unlink()
        reviews._end_meetings_sudo()

    def action_hold(self):
        """Record that the reviews took place, today (where the company is) unless a date is given.

        The plan's next review becomes the next one planned, or the day that the plan's cadence
        gives. Holding keeps the scores of that day to compare with, completes the reminder, and
        ends the meetings that would come after it.

        Reviews that somebody recorded already stay as they are.

        :raise UserError: for a cancelled review
        """
        self = self.filtered(lambda review: review.state != "held")
        for review in self:
            if review.state == "cancelled":
                raise UserError(
                    self.env._("“%s” is cancelled: reopen it before holding it.", review.name)
                )
        self.write({"state": "held"})

    def action_cancel(self):
        """Cancel the reviews, with their meetings and activities."""
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Plan the reviews again."""
        self.write({"state": "planned", "date_held": False})
