from odoo import models


class KamInternalThread(models.AbstractModel):
    """Nobody gets activities of a kind that he switched off; what he has stays."""

    _inherit = "kam.internal.thread"

    def _create_reminders(self, xmlid, get_day, get_user, get_summary):
        def get_willing(record):
            user = get_user(record)
            return user if user and user._wants_reminder_sudo(xmlid) else False

        return super()._create_reminders(xmlid, get_day, get_willing, get_summary)
