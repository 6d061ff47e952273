"""The portfolio of 10,000 accounts: where the time goes, from their meetings and calls."""

import odoo
from odoo import api

from .measure import measure
from .pairs import find_users, list_page, pivot

# So many meetings were held with each account in the last 12 months.
MEETINGS = 20
# All accounts may take so long, and so many queries.
MOST_MS, MOST_QUERIES = 2000, 10

# Half of a year's days lie between two meetings of an account with the same number.
HELD = (
    """
    INSERT INTO calendar_event (name, active, start, stop, duration, user_id, privacy, show_as,
           description)
    SELECT 'audit', TRUE, moment, moment + interval '1 hour', 1, plan.user_id, 'public', 'busy',
           colleague.partner_id || ' ' || plan.partner_id
      FROM kam_plan plan
      JOIN res_users colleague ON colleague.id = plan.user_id,
           generate_series(1, %(meetings)s) AS n,
           LATERAL (SELECT date_trunc('hour', now() AT TIME ZONE 'UTC')
                    - (2 + (plan.id * 13 + n * 17) %% 360) * interval '1 day' AS moment) AS one
    """,
    """
    INSERT INTO calendar_attendee (event_id, partner_id, state)
    SELECT id, unnest(string_to_array(description, ' '))::int, 'accepted'
      FROM calendar_event WHERE name = 'audit'
    """,
    """
    UPDATE kam_plan SET margin = id %% 97 * 100, figures_date = now() AT TIME ZONE 'UTC'
    """,
)
OPERATIONS = {
    "list, first page": list_page("kam.attention"),
    "list of what is over-served": list_page("kam.attention", [("state", "=", "over")]),
    "pivot, tier by verdict": pivot(
        "kam.attention", ["tier_id"], ["state"], ["__count", "hours:sum"]
    ),
}


def measure_portfolio(registry, runs):
    """Measure the audit of all accounts: lines of a Markdown table."""
    made = _make(registry)
    lines = [
        made,
        "",
        f"| attention | ms (at most {MOST_MS}) | queries (at most {MOST_QUERIES}) |",
        "|---|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    (uid,) = find_users(registry, ["bench_all"])
    for label, operation in OPERATIONS.items():
        found = measure(registry, uid, operation, runs)
        lines.append(f"| {label} | {found.seconds * 1000:.0f} | {found.queries} |")
        print(lines[-1], flush=True)
    return lines


def _make(registry):
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        if not env["calendar.event"].search_count([("name", "=", "audit")], limit=1):
            for statement in HELD:
                cr.execute(statement, {"meetings": MEETINGS})
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
        accounts = env["kam.attention"].search_count([])
    return f"Of {accounts:,} accounts with {MEETINGS} meetings each in 12 months:"
