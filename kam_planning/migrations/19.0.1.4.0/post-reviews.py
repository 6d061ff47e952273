from odoo import SUPERUSER_ID, api

from odoo.addons.kam_planning.models.common.switches import switch_on


def migrate(cr, version):
    """The next review of a plan is its next planned one; reminders of another day go."""
    cr.execute(
        "SELECT plan.id, MIN(review.date_planned) FROM kam_plan plan JOIN kam_review review "
        "ON review.plan_id = plan.id AND review.state = 'planned' GROUP BY plan.id "
        "HAVING plan.next_review_date IS DISTINCT FROM MIN(review.date_planned)"
    )
    plan_ids = {}
    for plan_id, day in cr.fetchall():
        plan_ids.setdefault(day, []).append(plan_id)
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    for day, ids in plan_ids.items():
        plans = switch_on(env["kam.plan"].browse(ids), "kam_from_review")
        plans.write({"next_review_date": day})
