"""A line of capacity for everybody who leads a plan."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Have one for whoever leads open plans; new ones get theirs with the plan."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    plans = env["kam.plan"].search([("state", "in", ("draft", "submitted", "active"))])
    env["kam.capacity"]._ensure_sudo(plans)
