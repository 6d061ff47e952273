from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.management.accounts import share
from ..capability.kam_counted import COMPARISONS
from ..common.known import is_known
from ..relationship.kam_plan import LIVE_GAP
from ..strategy.kam_value_total import STEPS

CONFIRMED = Domain("state", "in", STEPS["confirmed"])
AGREED = Domain("state", "=", "agreed")


class KamPlanAccountTotals(models.AbstractModel):
    """What a director compares accounts by, with right totals for each group of them.

    They are read live, with the rights of the user, for all plans of a page at once. The database
    sorts, finds and adds them up by one join for each.
    """

    _name = "kam.plan.account.totals"
    _description = "Account Plans Compared"

    @api.depends("target_ids.actual_value", "action_ids.state", "partner_id", "company_id")
    @api.depends_context("uid", "tz")
    def _compute_account_numbers(self):
        own = Domain("plan_id", "in", self._origin.ids)
        values = self.env["kam.value"]._read_group(
            own & CONFIRMED, ["plan_id"], ["confirmed_total:sum"]
        )
        drifts = self.env["kam.share"]._read_group(own & AGREED, ["plan_id"], ["drift:max"])
        values, drifts = dict(values), dict(drifts)
        for plan in self:
            target, reached = plan.revenue_target, plan.revenue_reached
            plan.running_target, plan.running_reached = target, reached
            part = share(*(one if is_known(one) else None for one in (reached, target)))
            plan.running_share = _known(part)
            plan.late_action_count = plan.overdue_action_count
            plan.open_gap_count = plan.gap_count
            plan.value_confirmed = _known(values.get(plan._origin))
            plan.agreed_drift = _known(drifts.get(plan._origin))

    # in the database

    @api.model
    def _search_number(self, name, comparison, value):
        """Search by one of these numbers.

        :return: Domain, or NotImplemented for operators that say nothing about a number
        """
        is_count = self._fields[name].type == "integer"
        if comparison == "in":
            numbers = {float(one) for one in value if is_known(one)}
            unknown = len(numbers) < len(set(value))
            numbers |= {0.0} if is_count and unknown else set()
            holds = partial(_is_among, numbers, unknown and not is_count)
        elif comparison in COMPARISONS:
            _sign, compare = COMPARISONS[comparison]
            holds = lambda number: is_known(number) and compare(number, value)  # noqa: E731
        else:
            return NotImplemented

        def to_sql(model, alias, query):
            number = model._field_to_sql(alias, name, query)
            if comparison != "in":
                return SQL("%s %s %s", number, COMPARISONS[comparison][0], value)
            found = SQL("%s IN %s", number, tuple(numbers) or (None,))
            return SQL("(%s OR %s IS NULL)", found, number) if unknown and not is_count else found

        return Domain.custom(to_sql=to_sql, predicate=lambda record: holds(record[name]))

    @api.model
    def _get_account_number_sql(self, alias, name, query):
        """SQL of one of these numbers of a plan, None of any other."""
        if name == "running_share":
            reached, target = (
                self._get_account_number_sql(alias, f"running_{one}", query)
                for one in ("reached", "target")
            )
            return SQL("CASE WHEN %s > 0 THEN 100.0 * %s / %s END", target, reached, target)
        select = {
            "running_target": partial(self._select_running, "target_value"),
            "running_reached": partial(self._select_running, "actual_value"),
            "late_action_count": self._select_late,
            "open_gap_count": self._select_gaps,
            "value_confirmed": self._select_confirmed,
            "agreed_drift": self._select_drift,
        }.get(name)
        return select and self._join_number(alias, name, select, query)

    @api.model
    def _join_number(self, alias, name, select, query):
        """Join what a statement with the columns ``plan_id`` and ``value`` says, once."""
        self._check_field_access(self._fields[name], "read")
        joined = query.make_alias(alias, name)
        if joined not in query._joins:
            plan = SQL.identifier(alias, "id")
            on = SQL("%s = %s", SQL.identifier(joined, "plan_id"), plan)
            query.add_join("LEFT JOIN", joined, SQL("(%s)", select()), on)
        value = SQL.identifier(joined, "value")
        return SQL("COALESCE(%s, 0)", value) if name.endswith("_count") else value

    @api.model
    def _get_running_parts_sql(self, query):
        reached, target = (
            self._get_amount_sql(f"running_{one}", query) for one in ("reached", "target")
        )
        return reached, SQL("CASE WHEN %s > 0 THEN %s END", target, target)

    @api.model
    def _select_gap_total(self, query):
        """Gaps are the customer's: two plans of one customer tell of the same ones."""
        names = ("partner_id", "company_id", "open_gap_count")
        columns = [self._field_to_sql(self._table, name, query) for name in names]
        return SQL(
            "(SELECT SUM(one.value) FROM (SELECT DISTINCT * FROM unnest(ARRAY_AGG(%s), "
            "ARRAY_AGG(%s), ARRAY_AGG(%s)) AS place(partner_id, company_id, value)) AS one)",
            *columns,
        )

    @api.model
    def _select_gaps(self):
        gaps, columns = self._search_columns("kam.gap", LIVE_GAP, "account_id", "company_id")
        rows = SQL("%s GROUP BY %s, %s", gaps.select(*columns, SQL("COUNT(*) AS value")), *columns)
        return SQL(
            "SELECT plan.id AS plan_id, gap.value FROM kam_plan plan JOIN (%s) AS gap "
            "ON gap.account_id = plan.partner_id AND gap.company_id = plan.company_id",
            rows,
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
    def _select_drift(self):
        shares, (plan, drift) = self._search_columns("kam.share", AGREED, "plan_id", "drift")
        return SQL("%s GROUP BY %s", shares.select(plan, SQL("MAX(%s) AS value", drift)), plan)

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
    return number if is_known(number) else False


def _is_among(numbers, finds_unknown, number):
    return number in numbers if is_known(number) else finds_unknown
