from odoo import api, models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        """Take our own agenda out of the meeting also where somebody from outside is invited beside
        it, by another program.
        """
        attendees = super().create(vals_list)
        attendees.event_id._hide_agendas_sudo({})
        return attendees

    def write(self, vals):
        """The same of who is invited in the place of another one, or to another meeting."""
        result = super().write(vals)
        if not {"partner_id", "event_id"}.isdisjoint(vals):
            self.event_id._hide_agendas_sudo({})
        return result
