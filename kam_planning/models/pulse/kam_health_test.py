from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import periods
from ...tools.pulse import backtest, health, history
from ..common.days import today_of
from ..common.known import KnownInteger, is_known
from ..measure.unread import Unread

# Of plans that are or were in force.
FORCE_STATES = ("active", "closed")
COUNTS = ("test_lost", "test_lost_red", "test_kept", "test_kept_red")
COUNT = {"readonly": True, "copy": False, "aggregator": None}


class KamHealthTest(models.AbstractModel):
    """Would the inputs have told? How many accounts each had red six months before they lost 30 %
    of their revenue, and how many others.
    """

    _name = "kam.health.test"
    _description = "Back-Test of Inputs of Health"

    test_date = fields.Date("Back-Tested On", readonly=True, copy=False)
    test_lost = KnownInteger("Accounts That Lost", **COUNT)
    test_lost_red = KnownInteger("Of Them Red Before", **COUNT)
    test_kept = KnownInteger("Other Accounts", **COUNT)
    test_kept_red = KnownInteger("Of the Others Red", **COUNT)
    test_result = fields.Char("Back-Test", compute="_compute_test_result")

    @api.depends(*COUNTS, "test_date")
    @api.depends_context("lang")
    def _compute_test_result(self):
        for one in self:
            one.test_result = one.test_date and one._describe_test()

    def _describe_test(self):
        numbers = {name: self[name] for name in COUNTS}
        count = (self.test_lost or 0) + (self.test_kept or 0)
        if not is_known(self.test_lost_red):
            return self.env._("Known of %s accounts six months before: too few to tell", count)
        return self.env._(
            "Red in %(test_lost_red)s of %(test_lost)s accounts that lost 30 %%, and in "
            "%(test_kept_red)s of %(test_kept)s others (n = %(count)s)",
            count=count,
            **numbers,
        )

    def action_back_test(self):
        """Look back six months: which of these inputs were red of the accounts that lost 30 % of
        their revenue since, against the same months a year before.

        :return: True
        :raise AccessError: when the user may not change inputs
        :raise UserError: when fewer than 20 accounts can be compared
        """
        self.check_access("write")
        (self or self.search(Domain.TRUE))._back_test_sudo()
        return True

    def _back_test_sudo(self):
        """As superuser: figures of all accounts, of which only numbers of accounts are told."""
        inputs, every = self.sudo(), self.sudo().search(Domain.TRUE)
        plans = inputs._find_tested_plans()
        lost = inputs._find_lost(plans)
        if len(lost) < backtest.LEAST_ACCOUNTS:
            raise UserError(
                self.env._(
                    "Only %(count)s accounts had revenue a year ago that could be compared. Below "
                    "%(least)s a back-test says nothing.",
                    count=len(lost),
                    least=backtest.LEAST_ACCOUNTS,
                )
            )
        compared = plans.filtered(lambda plan: plan in lost)
        points = inputs._read_points_before(compared)
        # An input of a tier stands for the common one, whichever of them is tested.
        counted = {tier: every._select(tier) for tier in {plan.tier_id for plan in compared}}
        for one in inputs:
            cases = [
                (points.get((one, plan)), lost[plan])
                for plan in compared
                if one in counted[plan.tier_id]
            ]
            one.write(one._prepare_test_values(backtest.count(cases, health.WATCH)))

    def _prepare_test_values(self, counts):
        values = dict(zip(COUNTS, counts, strict=True))
        return {**values, "test_date": today_of(self.env.company)}

    @api.model
    def _find_tested_plans(self):
        """One plan an account and company, of those in force six months ago: kam.plan. Who was lost
        has no plan in force any more.
        """
        plans = self.env["kam.plan"].with_context(active_test=False)
        ago, spans = relativedelta(months=backtest.MONTHS), []
        for company in self.env["res.company"].search(Domain.TRUE):
            day = today_of(company) - ago
            span = Domain("date_start", "<=", day) & Domain("date_end", ">=", day)
            spans.append(Domain("company_id", "=", company.id) & span)
        plans = plans.search(Domain("state", "in", FORCE_STATES) & Domain.OR(spans))
        first = {plan._get_place(): plan for plan in reversed(plans)}
        return plans.browse().concat(*first.values())

    @api.model
    def _find_lost(self, plans):
        """Whether each account lost 30 % of its revenue: {plan: bool} of those that had any."""
        revenue, lost = self.env["kam.measure"]._get_standard_sudo("revenue"), {}
        for company, same in plans.grouped("company_id").items():
            today = today_of(company)
            spans = [
                periods.last_months(day, backtest.MONTHS)
                for day in (today, today - relativedelta(years=1))
            ]
            figures = revenue._get_figures(same.partner_id, spans, company)[revenue]
            if isinstance(figures, Unread):
                continue
            for plan in same:
                now, before = (figures.get((plan.partner_id.id, n), 0.0) for n in (0, 1))
                growth = periods.growth(now, before)
                if growth is not None:
                    lost[plan] = growth <= backtest.LOSS
        return lost

    def _read_points_before(self, plans):
        """The points of each input six months ago, read anew, or else as they were kept then.

        :return: dict {(input, plan): points or None}
        """
        ago = relativedelta(months=backtest.MONTHS)
        days = {company: today_of(company) - ago for company in plans.company_id}
        found, _recorded, _faults = self._read_inputs(plans, days)
        moment = fields.Datetime.now() - ago
        (kept,) = plans._read_kept_scores_sudo(["health"], moment)
        points = {}
        for one in self:
            for plan in plans:
                value, _evidence = found[one, plan.id]
                points[one, plan] = health.points(value, one.bad, one.good)
                if value is None and (plan.id, "health") in kept:
                    then = kept[plan.id, "health"].components
                    points[one, plan] = history.get_points(then, one._get_key())
        return points
