from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Drafts, plans that were cancelled and those in the archive hold nobody to their actions."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    # An action whose plan is archived is found all the same: it has no archive of its own.
    quiet = [("is_under_way", "=", False), ("activity_id", "!=", False), ("is_open", "=", True)]
    env["kam.action"].search(quiet)._sync_activities_sudo()
    # Their actions are not overdue either, nor an objective at risk for that.
    counted = [("first_open_deadline", "!=", False), ("action_ids.is_under_way", "=", False)]
    objectives = env["kam.objective"].search(counted)
    for name in ("first_open_deadline", "status"):
        env.add_to_compute(objectives._fields[name], objectives)
        objectives.flush_recordset([name, "status_change_date"])
