from collections import namedtuple
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools import dates
from ..common.days import today_of
from ..common.switches import is_on, switch_on
from .kam_plan_reminder import ESCALATION_TYPE, REVIEW_TYPE

# What decides the next review of a plan: the next day planned, and the last day held.
ReviewDays = namedtuple("ReviewDays", "planned held")


class KamPlanNextReview(models.AbstractModel):
    """The next review of a plan is the next one that is planned, whichever of both moves. While
    none is planned it is the day that the cadence gives, or that somebody typed since.
    """

    _name = "kam.plan.next.review"
    _description = "Next Review of a Plan"

    last_review_date = fields.Date(
        "Last Review",
        compute="_compute_last_review_date",
        store=True,
        aggregator="max",
        help="The last day on which a review was held.",
    )

    @api.depends("review_ids.state", "review_ids.date_held")
    def _compute_last_review_date(self):
        domain = [("plan_id", "in", self._origin.ids), ("state", "=", "held")]
        groups = self.env["kam.review"]._read_group(domain, ["plan_id"], ["date_held:max"])
        held = dict(groups)
        for plan in self:
            plan.last_review_date = held.get(plan._origin, False)

    def write(self, vals):
        """Move the next planned review with the plan's day."""
        if "next_review_date" not in vals or is_on(self, "kam_from_review"):
            return super().write(vals)
        day = fields.Date.to_date(vals["next_review_date"])
        reviews = self._find_next_reviews(day)
        result = super().write(vals)
        reviews.filtered(lambda review: review.date_planned != day).write({"date_planned": day})
        return result

    def _find_next_reviews(self, day):
        """The next planned review of each plan that has one, which is to move to a day.

        :raise UserError: when another one is planned before that day, or there is no day
        """
        domain = [("plan_id", "in", self.ids), ("state", "=", "planned")]
        planned = self.env["kam.review"].search(domain, order="date_planned, id")
        following = planned.browse()
        for plan, (review, *others) in planned.grouped("plan_id").items():
            if not day:
                plan._refuse_no_day(review)
            if others and others[0].date_planned < day:
                plan._refuse_later_day(day, others[0])
            following += review
        return following

    @contextmanager
    def _follow_reviews(self, are_new=False):
        """Bring the plans' next reviews up to date with what happens to their reviews meanwhile.

        :param bool are_new: reviews are recorded, by which reminders of another day are dealt with
        """
        before = self._read_review_days_sudo()
        yield
        after = self._read_review_days_sudo()
        moved = {}
        for plan in self:
            day = plan._find_next_review(before.get(plan.id), after.get(plan.id))
            if day != plan.next_review_date:
                moved[plan] = day
        if are_new:
            self.browse().concat(*moved).activity_feedback([REVIEW_TYPE, ESCALATION_TYPE])
        self._set_next_reviews_sudo(moved)

    def _read_review_days_sudo(self):
        """As superuser: the day is the same whoever plans a review.

        :return: dict {id of the plan: ReviewDays} of the plans with reviews that count
        """
        reviews = self.env["kam.review"].sudo()
        days = {plan_id: {} for plan_id in self.ids}
        for state, aggregate in (("planned", "date_planned:min"), ("held", "date_held:max")):
            domain = [("plan_id", "in", self.ids), ("state", "=", state)]
            for plan, day in reviews._read_group(domain, ["plan_id"], [aggregate]):
                days[plan.id][state] = day
        return {
            plan_id: ReviewDays(found.get("planned"), found.get("held"))
            for plan_id, found in days.items()
        }

    def _find_next_review(self, before, after):
        """The day of the next review, after something happened to the plan's reviews.

        :param ReviewDays before: or None
        :param ReviewDays after: or None
        :return: date, or False
        """
        if after is None or after == before:
            return self.next_review_date
        if after.planned:
            return after.planned
        if after.held and (before is None or after.held != before.held):
            return dates.add_months(after.held, self.review_interval)
        # The one that was planned does not take place.
        return dates.next_beat(
            after.held or self.date_start, self.review_interval, today_of(self.company_id)
        )

    def _move_next_reviews(self, get_day):
        """Give these plans another next review, in one step for all of one day. Nobody says why:
        it follows from what happened to the plan.

        :param get_day: function of a plan giving a date
        """
        for day, plans in switch_on(self, "kam_no_reason").grouped(get_day).items():
            plans.filtered(lambda plan, d=day: plan.next_review_date != d).write(
                {"next_review_date": day}
            )

    def _set_next_reviews_sudo(self, days):
        """Write the days, by the same step as a person would: reminders of another day go.

        :param days: dict {plan: date}
        """
        ids = {}
        for plan, day in days.items():
            ids.setdefault(day, []).append(plan.id)
        for day, plan_ids in ids.items():
            plans = switch_on(self.browse(plan_ids).sudo(), "kam_from_review")
            plans.write({"next_review_date": day})

    def _cancel_reviews_sudo(self):
        """Nobody meets about a plan that is over. As superuser: who may close the plan may not be
        among those who can change what its people planned.
        """
        reviews = self.env["kam.review"].sudo()
        reviews.search([("plan_id", "in", self.ids), ("state", "=", "planned")]).action_cancel()

    def _refuse_no_day(self, review):
        raise UserError(
            self.env._(
                "Next review of “%(plan)s”: “%(review)s” is planned for %(day)s. Cancel that "
                "review if it will not take place.",
                plan=self.name,
                review=review.name,
                day=format_date(self.env, review.date_planned),
            )
        )

    def _refuse_later_day(self, day, review):
        raise UserError(
            self.env._(
                "Next review of “%(plan)s”: it cannot be %(day)s, because “%(review)s” is planned "
                "for %(planned)s. Move or cancel that review first.",
                plan=self.name,
                day=format_date(self.env, day),
                review=review.name,
                planned=format_date(self.env, review.date_planned),
            )
        )
