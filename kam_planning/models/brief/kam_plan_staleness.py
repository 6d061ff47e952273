from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.pulse.health import WATCH
from ..common.days import day_of, of_each_day, start_of_today, today_of
from ..common.jobs import Step
from ..common.known import is_known
from ..common.parameters import days_parameter

STALE_DAYS = 60
# The quality of a plan is held against it once it has been in force for so many days.
YOUNG_DAYS = 30
PLANS_AT_ONCE = 500


class KamPlanStaleness(models.AbstractModel):
    """Plans on which nobody works any more, or that are not what a plan should be."""

    _name = "kam.plan.staleness"
    _description = "Staleness of a Plan"
    _inherit = ["kam.reminded"]
    _unoffered_fields = ("staleness_reminded_date",)

    # When it was last looked whether the plan is stale.
    staleness_reminded_date = fields.Datetime("Staleness As Of", readonly=True, copy=False)

    @api.model
    def _get_staleness_steps(self):
        """Active plans that were not looked at today, and what is left of those that are over."""
        living = Domain("state", "=", "active") & Domain("active", "=", True)
        old = Domain("staleness_reminded_date", "=", False) | of_each_day(
            self.env,
            lambda company: Domain("staleness_reminded_date", "<", start_of_today(company)),
        )
        told = Domain("cause_reminded_date", "!=", False)
        led = Domain("user_id.active", "=", True)
        look, end = (
            "Looking whether account plan %s (%s) is stale failed",
            "Ending the reminder of account plan %s (%s) failed",
        )
        everything = self.with_context(active_test=False)
        return [
            Step(everything, told & ~living, "_withdraw_cause", end, PLANS_AT_ONCE, order="id"),
            Step(self, living & led & old, "_follow_staleness", look, PLANS_AT_ONCE),
        ]

    def _follow_staleness(self):
        """Remind of plans that became stale, and end the reminders of those that are not so any
        more: a number of queries that does not grow with the plans.
        """
        reasons = self._find_staleness()
        self.filtered(
            lambda plan: plan.cause_reminded_date and plan not in reasons
        )._withdraw_cause()
        stale = self.filtered(lambda plan: plan in reasons and not plan.cause_reminded_date)
        stale._create_reminders(
            self._cause_type,
            lambda plan: today_of(plan.company_id),
            lambda plan: plan.user_id,
            lambda plan: plan._describe_staleness(reasons[plan]),
        )
        stale._stamp_cause()
        now = fields.Datetime.now()
        self._store_figures({plan.id: {"staleness_reminded_date": now} for plan in self})

    def _find_staleness(self):
        """Which of these plans are stale.

        :return: dict {plan: day since which nobody worked on it, or None where its quality is low}
        """
        days = days_parameter(self.env, "stale_days", STALE_DAYS)
        today = {company: today_of(company) for company in self.company_id}
        reasons = {}
        for plan, last in self._find_last_work(today).items():
            day = today[plan.company_id]
            is_low = is_known(plan.hygiene) and plan.hygiene < WATCH
            if days and (day - last).days > days:
                reasons[plan] = last
            elif is_low and plan.date_start <= day - timedelta(days=YOUNG_DAYS):
                reasons[plan] = None
        return reasons

    def _find_last_work(self, today):
        """The day on which somebody last confirmed, finished or reviewed something of each plan;
        that on which it was made, where nobody did.

        :return: dict {plan: date}
        """
        stamps = self._read_stamps(today)
        domain = Domain("plan_id", "in", self.ids) & Domain("date_done", "!=", False)
        done = dict(self.env["kam.action"]._read_group(domain, ["plan_id"], ["date_done:max"]))
        found = {}
        for plan in self:
            days = [day_of(one.date, plan.company_id) for one in stamps[plan] if one.date]
            days += [day_of(plan.create_date, plan.company_id), done.get(plan)]
            days.append(plan.last_review_date)
            found[plan] = max(filter(None, days))
        return found

    def _describe_staleness(self, last):
        if last:
            return self.env._(
                "Nobody has worked on “%(plan)s” since %(day)s: say what is still true",
                plan=self.name,
                day=format_date(self.env, last),
            )
        return self.env._("“%s” fails most tests of a good plan: make it better", self.name)
