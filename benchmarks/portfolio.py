"""The portfolio: the hours of 10,000 accounts, and closing a round of 1,000 candidates."""

import odoo
from odoo import api

from .measure import measure
from .pairs import find_users, list_page, pivot

# So many meetings were held with each account in the last 12 months.
MEETINGS = 20
# All accounts may take so long, and so many queries.
MOST_MS, MOST_QUERIES = 2000, 10

# A round with so many candidates, scored by all raters, is closed in so many ms at most; the
# queries are those of a round with a tenth of them.
CANDIDATES, FEW, RATERS = 1000, 100, 3
MOST_CLOSING_MS = 1000

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
# All criteria by all raters, those that are read from figures as well.
SCORED = """
    INSERT INTO kam_assessment (round_id, company_id, account_id, criterion_id, axis, rater_id,
           score, date_scored)
    SELECT one.id, one.company_id, result.account_id, criterion.id, criterion.axis, rater.id,
           (result.id * 7 + criterion.id * 5 + rater.id * 3) %% 11, one.date
      FROM kam_assessment_round one
      JOIN kam_assessment_result result ON result.round_id = one.id
      JOIN kam_assessment_criterion kept ON kept.round_id = one.id
      JOIN kam_criterion criterion ON criterion.id = kept.criterion_id
      JOIN res_users rater ON rater.id = ANY(%(raters)s)
     WHERE one.id = %(round)s
"""
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
    return lines + measure_closing(registry, uid, runs)


def measure_closing(registry, uid, runs):
    """Measure closing rounds whose last one was a year before: lines of a Markdown table."""
    lines = [
        "",
        f"| closing a round | ms (at most {MOST_CLOSING_MS} of {CANDIDATES:,}) | queries |",
        "|---|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for number in (FEW, CANDIDATES):
        round_id, criteria = _make_rounds(registry, number)
        found = measure(registry, uid, _close(round_id), runs)
        label = f"{number:,} candidates × {criteria} criteria × {RATERS} raters"
        lines.append(f"| {label} | {found.seconds * 1000:.0f} | {found.queries} |")
        print(lines[-1], flush=True)
    return lines


def _close(round_id):
    return lambda env: env["kam.assessment.round"].browse(round_id).action_close()


def _make_rounds(registry, number):
    """Two rounds of the first customers with a plan, of which the first one is closed.

    :return: tuple (id of the open one, how many criteria it has)
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        rounds, plans = env["kam.assessment.round"], env["kam.plan"]
        accounts = plans.search([("company_id", "=", env.company.id)], order="id").partner_id
        in_company = [("company_ids", "in", env.company.ids)]
        raters = env["res.users"].search(plans._get_kam_user_domain() + in_company, limit=RATERS)
        values = {"name": f"Last year, {number}", "rater_ids": raters.ids, "date": "2020-01-01"}
        first = rounds.create(values)
        first._add_candidates(accounts[:number])
        for place, result in enumerate(first.result_ids):
            result.target_strength = place % 100
        _score(first, raters)
        first.action_close()
        second = first.copy({"name": f"This year, {number}"})
        _score(second, raters)
        cr.commit()
        cr.execute("ANALYZE kam_assessment, kam_assessment_result")
        cr.commit()
        return second.id, len(second.line_ids)


def _score(one, raters):
    one.action_open()
    one.env.flush_all()
    one.env.cr.execute(SCORED, {"round": one.id, "raters": raters.ids})


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
