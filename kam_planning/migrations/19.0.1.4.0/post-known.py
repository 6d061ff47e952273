from odoo import SUPERUSER_ID, api

# What was kept as 0 for want of anything that is not known: columns, and when that is so.
UNKNOWN = (
    (
        "kam_plan",
        ("revenue", "revenue_prior", "margin", "order_intake", "pipeline", "weighted_pipeline"),
        "figures_date IS NULL",
    ),
    ("kam_plan", ("overdue",), "figures_date IS NULL"),
    ("kam_plan", ("revenue_growth",), "jsonb_typeof(figures -> 'growth') != 'number'"),
    ("kam_plan", ("revenue_share",), "jsonb_typeof(figures -> 'share') != 'number'"),
    (
        "kam_plan",
        ("margin_rate",),
        "jsonb_typeof(figures -> 'values' -> 'margin_rate' -> 0) != 'number'",
    ),
    (
        "kam_plan",
        ("days_to_pay",),
        "jsonb_typeof(figures -> 'values' -> 'days_to_pay' -> 0) != 'number'",
    ),
    (
        "kam_plan",
        ("revenue_growth", "revenue_share", "margin_rate", "days_to_pay"),
        "figures IS NULL",
    ),
    (
        "kam_target",
        ("actual_value", "forecast_value", "actual_amount", "forecast_amount", "attainment"),
        "has_actual IS NOT TRUE",
    ),
    ("kam_target", ("baseline",), "baseline = 0"),
    ("kam_target", ("stretch_value",), "stretch_value = 0"),
    (
        "kam_whitespace",
        ("potential_computed", "potential_low", "potential_high", "peer_median"),
        "COALESCE(peer_median, 0) = 0",
    ),
    ("kam_whitespace", ("size_driver",), "potential_date IS NULL"),
    (
        "kam_whitespace",
        ("potential_manual",),
        "potential_manual = 0 AND potential_source = 'computed'",
    ),
    (
        "kam_whitespace",
        ("potential", "share_of_wallet"),
        "potential_source = 'computed' AND potential_computed IS NULL",
    ),
    ("kam_whitespace", ("share_of_wallet",), "revenue + potential <= 0"),
    ("kam_whitespace", ("success_chance",), "success_chance = 0"),
    ("kam_objective", ("progress_manual",), "progress_manual = 0 AND progress_mode != 'manual'"),
    ("kam_buying_center", ("budget",), "budget = 0"),
    ("kam_score", ("total", "confidence"), "total = 0 AND confidence = 0"),
    ("kam_relationship", ("strength",), "strength_date IS NULL"),
    (
        "kam_stakeholder",
        ("strength",),
        "NOT EXISTS (SELECT FROM kam_relationship line JOIN res_users ON res_users.id = user_id "
        "WHERE line.stakeholder_id = kam_stakeholder.id AND res_users.active)",
    ),
)
# What follows from records that know nothing.
COMPUTED = (
    ("kam.target", "attainment"),
    ("kam.objective", "progress"),
    ("kam.plan", "progress"),
)


def migrate(cr, version):
    """A number that nobody knows is NULL; it was 0 before, which is a number."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env.flush_all()
    for table, columns, condition in UNKNOWN:
        values = ", ".join(f"{column} = NULL" for column in columns)
        cr.execute(f"UPDATE {table} SET {values} WHERE {condition}")  # pylint: disable=sql-injection
    env.invalidate_all()
    for model, name in COMPUTED:
        records = env[model].search([(name, "=", 0)])
        env.add_to_compute(records._fields[name], records)
        env[model].flush_model([name])
