from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """A meeting with somebody on a relationship map is a contact to count."""
        events = super().create(vals_list)
        self.env["kam.relationship.traffic"]._note_sudo(events.partner_ids._ids)
        return events

    def write(self, vals):
        """Move the planned day of a review with its meeting, and count changed meetings anew."""
        result = super().write(vals)
        if not {"partner_ids", "start", "stop", "active"}.isdisjoint(vals):
            self.env["kam.relationship.traffic"]._note_sudo(self.partner_ids._ids)
        if "start" in vals and not self.env.context.get("kam_from_review"):
            events = self.filtered(lambda event: event.res_model == "kam.review")
            if events:
                reviews = self.env["kam.review"].sudo().search([("event_id", "in", events.ids)])
                reviews.sudo(self.env.su)._follow_event()
        return result
