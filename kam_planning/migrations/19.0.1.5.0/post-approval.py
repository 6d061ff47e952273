from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """A plan that waits for its approval is an activity of who is to give it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    waiting = env["kam.plan"].search([("state", "=", "submitted"), ("submitted_by_id", "=", False)])
    waiting._ask_for_approval_sudo()
    # Who submitted it was not kept.
    for user, plans in waiting.grouped("user_id").items():
        plans.submitted_by_id = user
