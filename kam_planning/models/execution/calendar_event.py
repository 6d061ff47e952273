from odoo import models

from ..common.switches import is_on


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def write(self, vals):
        """Move the planned day of a review with its meeting, whose day is its organizer's."""
        result = super().write(vals)
        if not {"start", "user_id"}.isdisjoint(vals) and not is_on(self, "kam_from_review"):
            events = self.filtered(lambda event: event.res_model == "kam.review")
            if events:
                events._find_reviews_sudo().with_env(self.env)._follow_event()
        return result

    def _find_reviews_sudo(self):
        """The reviews held in these meetings, also those that the user may not read."""
        return self.env["kam.review"].sudo().search([("event_id", "in", self.ids)])
