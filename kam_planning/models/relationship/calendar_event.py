from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """A meeting with somebody on a relationship map is an interaction to count."""
        events = super().create(vals_list)
        self.env["kam.relationship.traffic"]._note_sudo(events.partner_ids._ids)
        return events

    def write(self, vals):
        """Count changed meetings anew."""
        result = super().write(vals)
        if not {"partner_ids", "start", "stop", "active"}.isdisjoint(vals):
            self.env["kam.relationship.traffic"]._note_sudo(self.partner_ids._ids)
        return result
