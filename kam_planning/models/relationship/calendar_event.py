from odoo import models

# Whom a meeting is with is seen in `calendar_attendee`.
COUNTED = {"active", "start", "stop", "start_date", "stop_date", "duration", "allday"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def write(self, vals):
        """Count changed meetings anew."""
        is_counted = not COUNTED.isdisjoint(vals)
        result = super().write(vals)
        if is_counted:
            self.exists()._note_interactions()
        return result

    def unlink(self):
        """Deleted meetings count no more; their attendees go without being told."""
        self._note_interactions()
        return super().unlink()

    def _note_interactions(self):
        self.env["kam.relationship.traffic"]._note_sudo(self.partner_ids._ids)
