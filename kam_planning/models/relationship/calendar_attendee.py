from odoo import api, models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        """A meeting with somebody on a relationship map is an interaction to count."""
        attendees = super().create(vals_list)
        attendees._note_interactions()
        return attendees

    def write(self, vals):
        """Who declines, or comes after all, changes what counts."""
        result = super().write(vals)
        if "state" in vals:
            self._note_interactions()
        return result

    def unlink(self):
        """Who is no longer invited was not there."""
        self._note_interactions()
        return super().unlink()

    def _note_interactions(self):
        self.env["kam.relationship.traffic"]._note_sudo(self.partner_id._ids)
