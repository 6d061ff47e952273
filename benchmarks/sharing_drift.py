"""What was agreed with a customer, compared with what would be shared today."""

from datetime import date

import odoo
from odoo import api

from .measure import measure

LINES = 500
# A comparison of so many lines may take so long.
MOST_MS = 200


def measure_drift(registry, runs):
    """Measure the comparison of an agreed version of 500 lines: lines of a Markdown table."""
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"tracking_disable": True})
        share = _make_agreed(env).id
        cr.commit()
    found = measure(
        registry,
        odoo.SUPERUSER_ID,
        lambda env: env["kam.share"].browse(share)._refresh_drift_sudo(),
        runs,
    )
    milliseconds = 1000 * found.seconds
    verdict = "yes" if milliseconds <= MOST_MS else "**no**"
    return [
        f"| agreed version of {LINES} lines beside today | ms | queries | at most {MOST_MS} ms |",
        "|---|--:|--:|:-:|",
        f"| every tenth line was moved | {milliseconds:.0f} | {found.queries} | {verdict} |",
    ]


def _make_agreed(env):
    """A share that was agreed, of which every tenth line was moved since."""
    partner = env["res.partner"].create({"name": "Compared", "is_company": True})
    person = env["res.partner"].create({"name": "Buyer", "parent_id": partner.id})
    period = {"date_start": date(2026, 1, 1), "date_end": date(2026, 12, 31)}
    plan = env["kam.plan"].create({"partner_id": partner.id, "is_shared": True, **period})
    line = {"plan_id": plan.id, "is_shared": True, "date_deadline": date(2026, 6, 1)}
    # The plan itself is a line.
    names = [f"Line {number}" for number in range(LINES - 1)]
    actions = env["kam.action"].create([{**line, "name": name} for name in names])
    share = env["kam.share"].create({"plan_id": plan.id})
    rights = {"share_id": share.id, "partner_id": person.id, "can_agree": True}
    access = env["kam.share.access"].create(rights)
    access.invited_date = date.today()
    share._propose_sudo()
    share._take_answer_sudo(access, "agreed", signed_name="Buyer")
    actions[::10].date_deadline = date(2026, 7, 1)
    return share
