from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import dates
from ...tools.meeting.punctuality import rate
from ..common.days import of_each_day, today_of
from ..common.known import KnownFloat
from ..plan.kam_plan_workflow import OPEN_STATES

OF_KIND = {"customer": "customer_review_interval", "board": "board_review_interval"}


class KamPlan(models.Model):
    """How often each kind of review comes, and how punctual they are."""

    _inherit = "kam.plan"

    customer_review_interval = fields.Integer(
        "With the Customer Every (months)",
        compute="_compute_review_intervals",
        compute_sudo=True,
        aggregator=None,
    )
    board_review_interval = fields.Integer(
        "For the Board Every (months)",
        compute="_compute_review_intervals",
        compute_sudo=True,
        aggregator=None,
    )
    punctuality_rate = KnownFloat(
        "Reviews on Time (%)",
        compute="_compute_punctuality",
        compute_sudo=False,
        aggregator=None,
        help="Of the reviews of the last 12 months. Seen by the account manager and managers.",
    )
    punctuality_count = fields.Integer(
        "Reviews Judged", compute="_compute_punctuality", compute_sudo=False, aggregator=None
    )

    @api.depends(
        *(f"template_id.{name}" for name in OF_KIND.values()),
        *(f"tier_id.{name}" for name in OF_KIND.values()),
    )
    def _compute_review_intervals(self):
        for plan in self:
            for name in OF_KIND.values():
                plan[name] = plan.template_id[name] or plan.tier_id[name]

    @api.depends("review_ids.state", "review_ids.date_held")
    @api.depends_context("uid")
    def _compute_punctuality(self):
        lines = self.env["kam.review.punctuality"]
        recent = of_each_day(
            self.env,
            lambda company: Domain("date", ">", today_of(company) - relativedelta(years=1)),
        )
        domain = Domain("plan_id", "in", self._origin.ids) & recent
        states = {}
        for plan, state, count in lines._read_group(domain, ["plan_id", "state"], ["__count"]):
            states.setdefault(plan.id, []).extend([state] * count)
        for plan in self:
            plan.punctuality_rate, plan.punctuality_count = rate(states.get(plan._origin.id, []))

    def _read_planned_reviews(self):
        """The next day planned for each kind.

        :return: dict {plan: {kind: date}}
        """
        planned = {}
        domain = [("plan_id", "in", self.ids), ("state", "=", "planned")]
        groups = self.env["kam.review"]._read_group(
            domain, ["plan_id", "kind"], ["date_planned:min"]
        )
        for plan, kind, day in groups:
            planned.setdefault(plan, {})[kind] = day
        return planned

    def _prepare_next_reviews(self, held, planned):
        """Values of the reviews to plan after others were held.

        Where a kind has a cadence of its own, its next review is planned, and one among ourselves
        where nothing would come within the plan's cadence. None after the end of the plan.

        :param held: kam.review records of this plan, just held
        :param dict planned: {kind: the next day planned}
        :return: list of dicts
        """
        if self.state not in OPEN_STATES:
            return []
        today, following, vals_list = today_of(self.company_id), dict(planned), []
        for review in held.sorted("date_held", reverse=True):
            months = OF_KIND.get(review.kind) and self[OF_KIND[review.kind]]
            if months and review.kind not in following:
                day = dates.next_beat(review.date_held, months, today)
                following[review.kind] = day
                vals_list.append(review._prepare_next(day))
        day = self._find_next_day(planned, today)
        if "internal" not in following and min(following.values(), default=date.max) > day:
            roles = held.sorted("date_held")[-1:]._prepare_roles()
            ours = {"plan_id": self.id, "kind": "internal", "date_planned": day}
            vals_list.append({**ours, **roles})
        return [vals for vals in vals_list if vals["date_planned"] <= self.date_end]

    def _find_next_day(self, planned, today):
        """The day on which the plan's own cadence comes round: while nothing is planned the next
        review that the plan reminds of, so that both are one.
        """
        if not planned and self.next_review_date and self.next_review_date >= today:
            return self.next_review_date
        return dates.next_beat(self.last_review_date, self.review_interval, today)
