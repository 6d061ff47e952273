from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Drafts, plans that were cancelled and those in the archive hold nobody to their actions."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    # An action whose plan is archived is found all the same: it has no archive of its own.
    quiet = [("is_under_way", "=", False), ("activity_id", "!=", False), ("is_open", "=", True)]
    env["kam.action"].search(quiet)._sync_activities_sudo()
