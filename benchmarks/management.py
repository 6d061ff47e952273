"""Reports month by month beside Odoo's analysis of sales, on as many rows."""

import odoo
from odoo import api

from .measure import measure
from .pairs import find_users, pivot

# Ours may take so much of Odoo's time for a row.
MOST_RATIO = 1.0
MOST_MONTHS = 119
USERS = (
    ("bench_all", "bench_all", "who sees all"),
    ("bench0", "bench_filtered", "whose rows rules filter"),
)
MONEY = ["__count", "price_subtotal:sum_currency", "qty_delivered:sum"]
SALES = {
    "months": pivot("sale.report", ["date:month"], [], MONEY),
    "months, managers": pivot("sale.report", ["date:month"], ["user_id"], MONEY),
}
NUMBERS = ["__count", "health:avg", "hygiene:avg"]
COUNTS = ["__count", "done_count:sum", "open_count:sum", "overdue_count:sum", "on_time:avg"]
PLANS, ACTIONS = "kam.plan.report", "kam.action.report"
OURS = (
    ("months", PLANS, ["date:month"], [], NUMBERS),
    ("months, managers", PLANS, ["date:month"], ["user_id"], NUMBERS),
    ("months, managers", PLANS, ["date:month"], ["user_id"], ["__count", "target_amount:sum"]),
    ("months", PLANS, ["date:month"], ["health_band"], ["__count"]),
    ("months, managers", ACTIONS, ["date:month"], ["user_id"], COUNTS),
)
# Each plan goes so many months back, each month of which its numbers are kept, with a target for
# each year and, one plan in four, for each month; one order in four has a salesperson, so that
# there are as many groups as there are managers of accounts.
MADE = (
    """
    UPDATE sale_order SET user_id = seller.list[1 + id / 4 %% cardinality(seller.list)]
      FROM (SELECT array_agg(DISTINCT user_id) AS list FROM kam_plan) seller WHERE id %% 4 = 0
    """,
    """
    UPDATE kam_plan
       SET date_start = date_trunc('month', now())::date - make_interval(months => %(months)s)
    """,
    """
    DELETE FROM kam_score WHERE res_model = 'kam.plan' AND kind = 'month'
    """,
    """
    INSERT INTO kam_score (res_model, res_id, kind, date, date_to, total, confidence, components)
    SELECT 'kam.plan', plan.id, 'month', day, day,
           CASE WHEN (plan.id + n) %% 9 > 0 THEN (plan.id * 7 + n * 13) %% 101 END,
           (plan.id * 3 + n * 5) %% 101,
           jsonb_build_object('hygiene', (plan.id + n) %% 101, 'band', (ARRAY[
               'good', 'watch', 'danger', NULL])[1 + (plan.id + n) %% 4])
      FROM kam_plan plan, generate_series(0, %(months)s) AS n,
           LATERAL (SELECT date_trunc('month', now() AT TIME ZONE 'UTC')
                    - n * interval '1 month' AS day) AS one
    """,
    """
    DELETE FROM kam_target
    """,
    """
    INSERT INTO kam_target (plan_id, company_id, partner_id, measure_id, date_start, date_end,
                            target_value, target_amount, actual_amount)
    SELECT plan.id, plan.company_id, plan.partner_id, %(revenue)s, period.day,
           period.day + period.length - interval '1 day', 1000 + plan.id, 1000 + plan.id, plan.id
      FROM kam_plan plan,
           LATERAL (SELECT date_trunc('year', plan.date_start)::timestamp AS day) AS first,
           LATERAL (SELECT day, length
                      FROM (VALUES (interval '1 year'), (interval '1 month')) AS one(length),
                           generate_series(first.day, now(), length) AS series(day)
                     WHERE length > interval '1 month' OR plan.id %% 4 = 0) AS period
    """,
)


def measure_reports(registry, runs):
    """Measure grouped reads of our reports and of Odoo's: lines of a Markdown table."""
    made = _make(registry)
    lines = [
        made,
        "",
        "| as a user | grouped by | report | rows | ms | queries | Odoo's rows | ms | queries "
        f"| ratio for a row (at most {MOST_RATIO}) |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for our_login, their_login, label in USERS:
        our_uid, their_uid = find_users(registry, [our_login, their_login])
        sales = _count(registry, their_uid, "sale.report")
        theirs = {name: measure(registry, their_uid, one, runs) for name, one in SALES.items()}
        for name, model, *groups in OURS:
            ours = measure(registry, our_uid, pivot(model, *groups), runs)
            rows, other = _count(registry, our_uid, model), theirs[name]
            ratio = (ours.seconds / rows) / (other.seconds / sales)
            lines.append(
                f"| {label} | {', '.join([name, *groups[2]])} | {model} | {rows:,} "
                f"| {ours.seconds * 1000:.0f} | {ours.queries} | {sales:,} "
                f"| {other.seconds * 1000:.0f} | {other.queries} | {ratio:.2f} |"
            )
            print(lines[-1], flush=True)
    return lines


def _count(registry, uid, model):
    with registry.cursor() as cr:
        return api.Environment(cr, uid, {})[model].search_count([])


def _make(registry):
    """Let the plans go back so many months that there are as many rows as of sales."""
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        plans = env["kam.plan"].search_count([])
        months = min(MOST_MONTHS, max(1, round(env["sale.report"].search_count([]) / plans) - 1))
        revenue, _model = env["kam.measure"]._get_standards_sudo()["revenue"]
        for statement in MADE:
            cr.execute(statement, {"months": months, "revenue": revenue})
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
    return f"Of {plans:,} plans in {months + 1} months:"
