from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.periods import Period
from ...tools.proof import proof
from ...tools.proof.proof import Customer
from ..common.days import today_of
from ..measure.unread import Unread

# Why a customer with a plan is in no pair.
REASONS = ("early", "no_revenue", "no_controls")


class KamProofFigures(models.AbstractModel):
    """Finds the customers with a plan and those like them, and reads what became of both."""

    _name = "kam.proof.figures"
    _description = "Figures of a Programme Proof"

    @api.model
    def _find_pairs(self, company, months):
        """Callers check that the user manages key accounts: the figures are of all customers.

        :param int months: length of each window
        :return: tuple: list of (plan id, day 0, quality or None, tools.proof.proof.Pair), and dict
            {reason of `REASONS`: number of customers left out}
        """
        plans = self._read_first_plans(company)
        today = today_of(company)
        # Windows are whole months: all days of a month have the same ones.
        windows = {
            month: self._get_windows(month, months)
            for month in {_month_of(day) for _id, day in plans.values()}
        }
        over = {month: spans for month, spans in windows.items() if spans[2].end < today}
        left_out = dict.fromkeys(REASONS, 0)
        left_out["early"] = sum(_month_of(day) not in over for _id, day in plans.values())
        treated = {one: place for one, place in plans.items() if _month_of(place[1]) in over}
        figures = self._read_customers(company, treated, over)
        quality = self._read_quality_sudo(
            {plan_id: over[_month_of(day)][2] for plan_id, day in treated.values()}
        )
        planned = self._read_planned(company)
        free = {month: self._find_free(figures[month], over[month], planned) for month in over}
        pairs = []
        for customer_id, (plan_id, day) in sorted(treated.items()):
            month = _month_of(day)
            reason, pair = self._pair(figures[month].get(customer_id), free[month])
            if reason:
                left_out[reason] += 1
            else:
                pairs.append((plan_id, day, quality.get(plan_id), pair))
        return pairs, left_out

    @api.model
    def _pair(self, customer, others):
        """Pair a customer with those like it.

        :return: tuple (None, Pair), or (why there is none, None)
        """
        if not customer or not proof.is_comparable(customer):
            return "no_revenue", None
        controls = proof.find_controls(customer, [one for one in others if one.id != customer.id])
        if len(controls) < proof.LEAST_CONTROLS:
            return "no_controls", None
        return None, proof.make_pair(customer, controls)

    @api.model
    def _get_windows(self, day, months):
        """Two years before day 0, the year before, and after it: whole months, the same ones.

        :return: list of three Period, the oldest first
        """
        first = day.replace(day=1) + relativedelta(months=1)
        starts = [first - relativedelta(years=years) for years in (2, 1, 0)]
        return [Period(start, start + relativedelta(months=months, days=-1)) for start in starts]

    @api.model
    def _read_first_plans(self, company):
        """The first plan of each customer that was ever in force, closed or archived ones too.

        :return: dict {customer id: (plan id, day of its approval)}
        """
        self.env["kam.plan"].flush_model(["approved_date", "company_id", "partner_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (partner_id) partner_id, id, approved_date FROM kam_plan "
                "WHERE company_id = %s AND approved_date IS NOT NULL "
                "ORDER BY partner_id, approved_date, id",
                company.id,
            )
        )
        return {partner_id: (plan_id, day) for partner_id, plan_id, day in rows}

    @api.model
    def _read_customers(self, company, treated, windows):
        """Revenue of all customers in the windows of each month: one query of the measure.

        :return: dict {first day of the month: {customer id: tools.proof.proof.Customer}}
        """
        if not windows:
            return {}
        rows, tops = self.env["kam.whitespace"]._read_customer_scope_sudo(list(treated))
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        months = sorted(windows)
        spans = [span for month in months for span in windows[month]]
        found = measure._get_figures_of_scope(rows, spans, company)[measure]
        if isinstance(found, Unread):
            raise UserError(self.env._("The revenue cannot be read: %s", found.fault))
        amounts = {month: {} for month in months}
        for (key, index), value in found.items():
            row = amounts[months[index // 3]].setdefault(key, [0.0, 0.0, 0.0])
            row[index % 3] = value
        return {
            month: {
                key: Customer(key, tops[key][1], *values)
                for key, values in rows.items()
                if key in tops and (tops[key][0] == key or key in treated)
            }
            for month, rows in amounts.items()
        }

    @api.model
    def _find_free(self, customers, spans, planned):
        """Customers that were never planned in the windows of a month."""
        return [
            customer
            for key, customer in customers.items()
            if not any(
                start <= spans[2].end and (end is None or end >= spans[0].start)
                for start, end in planned.get(key, ())
            )
        ]

    @api.model
    def _read_planned(self, company):
        """When customers, or somebody above or below them, had a plan: whoever belongs to a group
        with a plan is no stranger to it.

        :return: dict {partner id: list of (first day, last day)}
        """
        names = ["approved_date", "company_id", "date_end", "date_start", "partner_id", "state"]
        self.env["kam.plan"].flush_model(names)
        self.env["res.partner"].flush_model(["parent_id"])
        query = SQL(
            """
            WITH RECURSIVE plan AS (
                SELECT partner_id, LEAST(date_start, approved_date) AS date_start,
                       -- Nobody closed it: it is in force beyond its last day.
                       CASE WHEN state != 'active' THEN date_end END AS date_end
                  FROM kam_plan
                 WHERE company_id = %s
                       AND (state != 'cancelled' OR approved_date IS NOT NULL)),
            above(first_id, partner_id) AS (
                SELECT partner_id, partner_id FROM plan
                 UNION SELECT above.first_id, partner.parent_id FROM above
                  JOIN res_partner partner ON partner.id = above.partner_id
                 WHERE partner.parent_id IS NOT NULL),
            below(first_id, partner_id) AS (
                SELECT partner_id, partner_id FROM plan
                 UNION SELECT below.first_id, child.id FROM below
                  JOIN res_partner child ON child.parent_id = below.partner_id)
            SELECT around.partner_id, plan.date_start, plan.date_end
              FROM (SELECT * FROM above UNION SELECT * FROM below) AS around
              JOIN plan ON plan.partner_id = around.first_id
            """,
            company.id,
        )
        planned = {}
        for partner_id, start, end in self.env.execute_query(query):
            planned.setdefault(partner_id, []).append((start, end))
        return planned

    @api.model
    def _read_quality_sudo(self, spans):
        """Mean of the recorded quality of plans in their windows: {plan id: percent}."""
        if not spans:
            return {}
        scores = self.env["kam.score"].sudo()
        scores.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT score.res_id, AVG(score.total) FROM kam_score score "
                "JOIN unnest(%s::int[], %s::date[], %s::date[]) AS span(id, first, last) "
                "ON span.id = score.res_id AND score.date < span.last + 1 "
                "AND COALESCE(score.date_to, score.date) >= span.first "
                "WHERE score.res_model = 'kam.plan' AND score.kind = 'hygiene' "
                "AND score.total IS NOT NULL GROUP BY score.res_id",
                list(spans),
                [span.start for span in spans.values()],
                [span.end for span in spans.values()],
            )
        )
        return dict(rows)


def _month_of(day):
    return day.replace(day=1)
