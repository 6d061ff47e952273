"""A year of numbers: the weekly scores of the past, from the trading records of each day."""

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.kam_planning.models.common.days import today_of
from odoo.addons.kam_planning.tools import periods

from ..shifting import standing_at

WEEK = timedelta(days=7)
YEAR = timedelta(days=364)
# Of the first one the plan that ended as well.
KINDS = ("renewed", "running", "falling")


def score_past(story):
    """Score the plans once a week, from a year ago (or their beginning) until they ended, or
    yesterday.
    """
    run = story.run
    named = [run.ref(f"plan_{kind}") for kind in KINDS]
    plans = run.env["kam.plan"].union(*filter(None, named)).sudo()
    plans |= plans.previous_plan_id
    yesterday = story.today - timedelta(days=1)
    receivables = Receivables(run.env, plans)
    with standing_at(run.env, story.today - YEAR) as move_to, _reading_past(plans, receivables):
        for weeks in range((YEAR - timedelta(days=1)) // WEEK, -1, -1):
            day = yesterday - weeks * WEEK
            move_to(day)
            at_work = plans.filtered(lambda one, day=day: one.date_start <= day <= one.date_end)
            at_work._refresh_scores()
            run.env.flush_all()
            run.env.invalidate_all()


def score_now(story):
    """Score all plans that are not over, as the job does."""
    plans = story.run.env["kam.plan"].sudo()
    plans.search(plans._get_living_domain())._refresh_scores()


class Receivables:
    """What customers owed on a day of the past: the records keep when what was paid."""

    def __init__(self, env, plans):
        self.entries = {account: self._read(env, account) for account in plans.partner_id}

    def _read(self, env, account):
        """The invoices of one customer: list of tuples (day due, amount, [(day, paid)])."""
        lines = env["account.move.line"].search(
            [
                ("partner_id", "child_of", account.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("debit", ">", 0),
            ]
        )
        return [
            (
                line.date_maturity,
                line.debit,
                [(paid.max_date, paid.amount) for paid in line.matched_credit_ids],
            )
            for line in lines
        ]

    def get_overdue(self, account, day):
        """What was overdue on a day."""
        return sum(
            amount - sum(part for when, part in paid if when <= day)
            for due, amount, paid in self.entries[account]
            if due < day
        )


@contextmanager
def _reading_past(plans, receivables):
    """Let inputs of health be read as of the day at which the clock stands.

    What only stands today is not known of another day, as in the back-test: whom we hear of, what
    was confirmed. What they owed is known from the days of their payments.
    """
    model = plans.env.registry["kam.health.input"]
    overdue = plans.env.ref("kam_planning.measure_overdue").sudo()
    read_inputs, is_of_period = model._read_inputs, model._is_of_period
    read_measures = model._read_measures

    def read_inputs_of_day(self, plans, days=None):
        return read_inputs(self, plans, {one: today_of(one) for one in plans.company_id})

    def read_measures_of_day(self, plans, company, day):
        readings = read_measures(self, plans, company, day)
        span = readings.spans[periods.ALL_TIME]
        readings.figures[overdue] = {
            (account.id, span): receivables.get_overdue(account, day)
            for account in plans.partner_id
        }
        return readings

    with ExitStack() as patches:
        for name, method in (
            ("_read_inputs", read_inputs_of_day),
            ("_read_measures", read_measures_of_day),
            ("_is_of_period", lambda one: one.measure_id == overdue or is_of_period(one)),
        ):
            patches.enter_context(patch.object(model, name, method))
        yield
