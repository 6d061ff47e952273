from odoo import api, fields, models
from odoo.fields import Domain
from odoo.models import BaseModel, parse_read_group_spec
from odoo.tools import SQL

from ...tools.management.accounts import share
from ..common.kam_totals import TOTALS
from ..common.known import KnownFloat, KnownMonetary, is_known
from ..relationship.kam_plan import LIVE_GAP
from ..strategy.kam_value_total import STEPS

SHOWN = {"compute": "_compute_account_numbers", "compute_sudo": False}
CONFIRMED = Domain("state", "in", STEPS["confirmed"])


class KamPlanAccountTotals(models.AbstractModel):
    """What a director compares accounts by, with right totals for each group of them.

    They are read live, with the rights of the user, for all plans of a page at once; the totals by
    the group's own statement, in which each is one join.
    """

    _name = "kam.plan.account.totals"
    _description = "Account Plans Compared"

    running_target = KnownMonetary("Target, Running", aggregator="sum", **SHOWN)
    running_reached = KnownMonetary("Reached So Far", aggregator="sum", **SHOWN)
    running_share = KnownFloat(
        "Of the Target (%)",
        aggregator="avg",
        help="What is reached, in percent of the running target for all revenue. Of several "
        "accounts the sums are compared, where both are known.",
        **SHOWN,
    )
    late_action_count = fields.Integer("Actions Late", aggregator="sum", **SHOWN)
    open_gap_count = fields.Integer("Gaps, Open", aggregator="sum", **SHOWN)
    value_confirmed = KnownMonetary(
        help="Value that the customer confirmed; empty where nothing is confirmed.",
        aggregator="sum",
        **SHOWN,
    )
    # A share of lines: a mean of shares says nothing.
    agreed_drift = KnownFloat(
        "Drift (%)",
        aggregator=None,
        help="Lines that differ between what the customer agreed to and the plan of today; empty "
        "where nothing is agreed.",
        **SHOWN,
    )

    @api.depends("target_ids.actual_value", "action_ids.state", "partner_id", "company_id")
    @api.depends_context("uid", "tz")
    def _compute_account_numbers(self):
        own = Domain("plan_id", "in", self._origin.ids)
        values = self.env["kam.value"]._read_group(
            own & CONFIRMED, ["plan_id"], ["confirmed_total:sum"]
        )
        agreed = own & Domain("state", "=", "agreed")
        drifts = self.env["kam.share"]._read_group(agreed, ["plan_id"], ["drift:max"])
        values, drifts = dict(values), dict(drifts)
        for plan in self:
            target, reached = plan.revenue_target, plan.revenue_reached
            plan.running_target, plan.running_reached = target, reached
            part = share(*(one if is_known(one) else None for one in (reached, target)))
            plan.running_share = False if part is None else part
            plan.late_action_count = plan.overdue_action_count
            plan.open_gap_count = plan.gap_count
            plan.value_confirmed = _known(values.get(plan._origin))
            plan.agreed_drift = _known(drifts.get(plan._origin))

    # totals of groups

    @api.model
    def _select_account_total(self, aggregate_spec, query):
        """SQL of the total of one of these numbers, None of any other."""
        name, _property, func = parse_read_group_spec(aggregate_spec)
        select = {
            "running_target": self._select_money,
            "running_reached": self._select_money,
            "value_confirmed": self._select_money,
            "running_share": self._select_share,
            "late_action_count": self._select_late_count,
            "open_gap_count": self._select_gap_count,
        }.get(name)
        if not select or func not in TOTALS:
            return None
        self._check_field_access(self._fields[name], "read")
        return select(name, func, query)

    @api.model
    def _join_numbers(self, name, rows, query):
        """SQL of a number of a plan, from a statement with the columns ``plan_id`` and ``value``,
        joined once.
        """
        alias = query.make_alias(self._table, name)
        if alias not in query._joins:
            plan = SQL.identifier(self._table, "id")
            on = SQL("%s = %s", SQL.identifier(alias, "plan_id"), plan)
            query.add_join("LEFT JOIN", alias, SQL("(%s)", rows), on)
        return SQL.identifier(alias, "value")

    @api.model
    def _get_number_sql(self, name, query):
        rows = {
            "running_target": lambda: self._select_running("target_value"),
            "running_reached": lambda: self._select_running("actual_value"),
            "value_confirmed": self._select_confirmed,
            "late_action_count": self._select_late,
        }[name]()
        return self._join_numbers(name, rows, query)

    @api.model
    def _get_rate_sql(self, query):
        """By what an amount is divided for the user's currency. Odoo's own joins the rates."""
        BaseModel._read_group_select(self, "revenue:sum_currency", query)
        rates = query.make_alias(self._table, "currency_id__rates")
        return SQL("COALESCE(%s, 1.0)", SQL.identifier(rates, "rate"))

    @api.model
    def _select_money(self, name, func, query):
        number = self._get_number_sql(name, query)
        value = number
        if func == "sum_currency":
            value = SQL("%s / %s", number, self._get_rate_sql(query))
        # A group and its subsidiary tell of the same revenue; a value is of one plan.
        is_once = name != "value_confirmed"
        select = self._select_once(value, query) if is_once else SQL("SUM(%s)", value)
        if func == "sum_currency":
            return select
        currency = self._field_to_sql(self._table, "currency_id", query)
        one = SQL("(%s) FILTER (WHERE %s IS NOT NULL)", currency, number)
        return SQL("CASE WHEN MIN%s = MAX%s THEN %s END", one, one, select)

    @api.model
    def _select_share(self, _name, _func, query):
        target = self._get_number_sql("running_target", query)
        reached = self._get_number_sql("running_reached", query)
        rate, sums = self._get_rate_sql(query), []
        for value in (reached, target):
            known = SQL(
                "CASE WHEN %s > 0 AND %s IS NOT NULL THEN %s / %s END", target, reached, value, rate
            )
            sums.append(self._select_once(known, query))
        return SQL("CASE WHEN %s > 0 THEN 100.0 * %s / %s END", sums[1], sums[0], sums[1])

    @api.model
    def _select_late_count(self, name, _func, query):
        return SQL("COALESCE(SUM(%s), 0)", self._get_number_sql(name, query))

    @api.model
    def _select_gap_count(self, _name, _func, query):
        """Gaps are the customer's: two plans of one customer tell of the same ones."""
        gaps, (account, company) = self._search_columns(
            "kam.gap", LIVE_GAP, "account_id", "company_id"
        )
        rows = gaps.select(account, company, SQL("COUNT(*) AS value"))
        rows = SQL("%s GROUP BY %s, %s", rows, account, company)
        places = SQL(
            "SELECT plan.id AS plan_id, gap.value, plan.partner_id, plan.company_id "
            "FROM kam_plan plan JOIN (%s) AS gap ON gap.account_id = plan.partner_id "
            "AND gap.company_id = plan.company_id",
            rows,
        )
        value = self._join_numbers("open_gap_count", places, query)
        alias = query.make_alias(self._table, "open_gap_count")
        return SQL(
            "(SELECT COALESCE(SUM(one.value), 0) FROM (SELECT DISTINCT * FROM unnest(ARRAY_AGG(%s),"
            " ARRAY_AGG(%s), ARRAY_AGG(%s)) AS place(partner_id, company_id, value)) AS one)",
            SQL.identifier(alias, "partner_id"),
            SQL.identifier(alias, "company_id"),
            value,
        )

    @api.model
    def _select_late(self):
        domain = self._get_counted_domain("overdue_action_count")
        late, (plan,) = self._search_columns("kam.action", domain, "plan_id")
        return SQL("%s GROUP BY %s", late.select(plan, SQL("COUNT(*) AS value")), plan)

    @api.model
    def _select_confirmed(self):
        names = ("plan_id", "confirmed_total")
        values, (plan, total) = self._search_columns("kam.value", CONFIRMED, *names)
        return SQL("%s GROUP BY %s", values.select(plan, SQL("SUM(%s) AS value", total)), plan)

    @api.model
    def _select_running(self, name):
        """The running target for all revenue; of several the one with the longest period."""
        domain, names = self._get_revenue_target_domain(), ("plan_id", name, "date_start")
        targets, (plan, value, start, end) = self._search_columns(
            "kam.target", domain, *names, "date_end"
        )
        rows = targets.select(SQL("DISTINCT ON (%s) %s", plan, plan), SQL("%s AS value", value))
        return SQL("%s ORDER BY %s, %s - %s DESC, %s DESC", rows, plan, end, start, start)

    @api.model
    def _search_columns(self, model, domain, *names):
        """What this user may read of a model: tuple (Query in no order, columns as SQL)."""
        records = self.env[model]
        query = records._search(domain)
        return query, [records._field_to_sql(query.table, name, query) for name in names]


def _known(number):
    return False if number is None else number
