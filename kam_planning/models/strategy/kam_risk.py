from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.rows import NaturalKey
from ..common.days import of_each_day, today_of
from ..common.jobs import Step
from ..plan.kam_plan_workflow import OPEN_STATES

RESPONSES = [
    ("avoid", "Avoid"),
    ("reduce", "Reduce"),
    ("share", "Share or transfer"),
    ("accept", "Accept"),
]
STATES = [("open", "Open"), ("accepted", "Accepted"), ("closed", "Closed")]
# What a risk keeps in the plan of the next period, beside what every copy has.
CONTINUED = ("state", "response", "accepted_until", "confirmed_date", "reason", "rate_again")
CONTINUED += ("probability", "impact", "rated_revenue")
EXPIRED_TYPE = "kam_planning.mail_activity_type_risk"
RISKS_AT_ONCE = 100
# Those of one user together.
BY_USER = "user_id, kam_user_id, id"


class KamRisk(models.Model):
    """What may go wrong with an account, who looks after it, and what is done about it."""

    _name = "kam.risk"
    _description = "Risk"
    _inherit = [
        "kam.risk.rating",
        "kam.owned.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
        "kam.job.subject",
    ]
    _order = "rating desc, id"
    _unoffered_fields = ("first_risk_id", "next_risk_ids")
    _confirm_depends = ("state", "rate_again")
    _mail_post_access = "write"
    _same_plan_fields = ("action_ids",)
    _natural_keys = (NaturalKey(("plan_id", "name")),)

    name = fields.Char("Risk", required=True, tracking=True, shareable=True, index="trigram")
    description = fields.Text("What Would Happen", help="What would happen, and why it may.")
    kam_user_id = fields.Many2one(store=True, index=True)
    tier_id = fields.Many2one(related="plan_id.tier_id", store=True, index="btree_not_null")
    state = fields.Selection(
        STATES, required=True, default="open", tracking=True, copy=False, shareable=True
    )
    review_date = fields.Date(
        "Rate Again On",
        related="stale_date",
        store=True,
        index=True,
        help="One month after the last rating where it is critical, two where it is high, three "
        "where medium and six where low.",
    )
    reading_ids = fields.One2many("kam.risk.reading", "risk_id", "Ratings", readonly=True)

    # what is done about it
    appraisal_ids = fields.Many2many(
        "kam.appraisal", string="Comes From", compute="_compute_appraisal_ids"
    )
    response = fields.Selection(RESPONSES, tracking=True, copy=False, shareable=True)
    action_ids = fields.Many2many(
        "kam.action",
        "kam_risk_action_rel",
        "risk_id",
        "action_id",
        "Actions",
        domain="[('plan_id', '=', plan_id)]",
        copy=False,
    )
    accepted_by_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        copy=False,
        domain="[('share', '=', False)]",
    )
    accepted_until = fields.Date(tracking=True, copy=False)
    previous_risk_id = fields.Many2one(
        "kam.risk",
        "Continues",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The risk of the previous plan that this one goes on with.",
    )
    next_risk_ids = fields.One2many("kam.risk", "previous_risk_id", "Goes On As", readonly=True)

    _order_idx = models.Index("(rating DESC NULLS LAST, id)")
    _accepted_idx = models.Index("(accepted_until) WHERE state = 'accepted'")
    _rate_again_idx = models.Index("(plan_id) WHERE rate_again")

    @api.depends_context("uid")
    def _compute_appraisal_ids(self):
        self.env["kam.appraisal"]._fill_sources(self)

    @api.constrains("response", "state", "accepted_by_id", "accepted_until")
    def _check_acceptance(self):
        for risk in self:
            is_accepted = risk.state == "accepted"
            if risk.accepted_by_id.share:
                raise ValidationError(
                    self.env._(
                        "Risk “%(risk)s”: %(user)s is no one of us. Only one of us accepts a risk.",
                        risk=risk.name,
                        user=risk.accepted_by_id.name,
                    )
                )
            if is_accepted and risk.response != "accept":
                raise ValidationError(
                    self.env._(
                        "Risk “%s”: only who chooses “Accept” as the response accepts a risk.",
                        risk.name,
                    )
                )
            if risk.response == "accept" and not (risk.accepted_by_id and risk.accepted_until):
                raise ValidationError(
                    self.env._(
                        "Risk “%s”: to accept it takes who accepts it and until when. Fill in "
                        "“Accepted By” and “Accepted Until”.",
                        risk.name,
                    )
                )
            if is_accepted and risk.accepted_until < today_of(risk.company_id):
                raise ValidationError(
                    self.env._(
                        "Risk “%(risk)s”: it was accepted until %(day)s, which is over. Give "
                        "another day, or leave it open.",
                        risk=risk.name,
                        day=format_date(self.env, risk.accepted_until),
                    )
                )

    def write(self, vals):
        """Who decides about a risk needs no reminder of it; other actions may be all done."""
        before = {risk: risk.action_ids for risk in self} if "action_ids" in vals else {}
        result = super().write(vals)
        if vals.get("state") or vals.get("response"):
            self._end_reminders_sudo()
        self.filtered(lambda risk: risk._has_other_work(before))._follow_actions_sudo()
        return result

    def _has_other_work(self, before):
        """Whether it was given actions, or lost one that was not closed."""
        former = before.get(self, self.action_ids)
        return self.action_ids - former or any((former - self.action_ids).mapped("is_open"))

    def action_accept(self):
        """Accept the risks, as their response, who accepts them and until when say."""
        self.write({"state": "accepted"})

    def action_close(self):
        """Close the risks: they cannot happen any more, or did."""
        self.write({"state": "closed"})

    def action_reopen(self):
        """Take the risks up again."""
        self.write({"state": "open"})

    def _follow_actions_sudo(self):
        """Once all actions are closed and one is done, somebody rates again; nothing is lowered by
        itself. An action taken up again takes that back.
        """
        for risk in self.sudo().filtered(lambda risk: risk.state != "closed"):
            states = set(risk.action_ids.mapped("state"))
            is_due = "done" in states and not any(risk.action_ids.mapped("is_open"))
            if risk.rate_again != is_due:
                risk.rate_again = is_due

    @api.model
    def _get_live_domain(self):
        """Risks that are not closed, of plans that are not over."""
        plans = Domain("plan_id.state", "in", OPEN_STATES) & Domain("plan_id.active", "=", True)
        return Domain("state", "!=", "closed") & plans

    @api.model
    def _get_expiry_step(self):
        """Open again the risks that were accepted until a day that is over."""
        expired = of_each_day(
            self.env, lambda company: Domain("accepted_until", "<", today_of(company))
        )
        domain = self._get_live_domain() & Domain("state", "=", "accepted") & expired
        failure = "Reopening risk %s (%s) failed"
        return Step(self, domain, "_reopen_expired", failure, RISKS_AT_ONCE, order=BY_USER)

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_reopen_expired":
            return self.env._("The risk cannot be opened again: %s", reason)
        return super()._describe_fault(method, reason)

    def _reopen_expired(self):
        """Who owns a risk decides anew; the state is what the job asks, so it happens once."""
        self.write({"state": "open", "response": False})
        self._create_reminders(
            EXPIRED_TYPE,
            lambda risk: today_of(risk.company_id),
            lambda risk: risk.user_id or risk.plan_id.user_id,
            lambda risk: risk._get_expiry_summary(),
        )

    def _get_expiry_summary(self):
        return self.env._(
            "“%(risk)s” was accepted until %(day)s: decide anew",
            risk=self.name,
            day=format_date(self.env, self.accepted_until),
        )

    def _end_reminders_sudo(self):
        """As superuser: who decides may not be who was reminded."""
        if self:
            self.sudo().activity_unlink([EXPIRED_TYPE])

    def _copy_to(self, plans, continues=False):
        """Copy these risks to other plans.

        :param dict plans: {plan of the risks: plan of the copies}
        :param bool continues: whether they go on there, rated as they were; else they begin anew
        """
        copies = self.create(
            [
                {**vals, "plan_id": plans[risk.plan_id].id}
                for risk, vals in zip(self, self.copy_data(), strict=True)
            ]
        )
        if continues:
            copies._continue_sudo(self)

    def _continue_sudo(self, originals):
        """As superuser: that is no rating, and no user writes what was rated when."""
        self.sudo().reading_ids.unlink()
        for risk, former in zip(self.sudo(), originals.sudo(), strict=True):
            risk.write({**former._prepare_continued_values(), "previous_risk_id": former.id})
        self._keep_readings_sudo()

    def _prepare_continued_values(self):
        values = {name: self[name] for name in CONTINUED}
        is_over = self.state == "accepted" and self.accepted_until < today_of(self.company_id)
        return {
            **values,
            **({"state": "open", "response": False} if is_over else {}),
            "accepted_by_id": self.accepted_by_id.id,
            "confirmed_by_id": self.confirmed_by_id.id,
            "first_risk_id": self.first_risk_id or self.id,
        }

    def _get_twin(self, plan):
        """This risk in the plan of the next period, or of the previous one."""
        twins = self.next_risk_ids | self.previous_risk_id
        return twins.filtered(lambda risk: risk.plan_id == plan)[:1]
