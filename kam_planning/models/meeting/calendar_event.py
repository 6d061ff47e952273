from odoo import models

from .kam_review_invitation import revise


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def write(self, vals):
        """Take our own agenda out before somebody from outside is invited, who reads all."""
        if vals.get("partner_ids"):
            self._hide_agendas_sudo(vals["partner_ids"])
        return super().write(vals)

    def _hide_agendas_sudo(self, commands):
        """As superuser: whoever may change the meeting need not see its review.

        :param list commands: who is to be invited, as `write` takes it
        """
        for review in self._find_reviews_sudo():
            event = review.event_id.sudo()
            invited = event.new({"partner_ids": commands}, origin=event).partner_ids
            ours, theirs = (review._get_invited_agenda(is_out) for is_out in (False, True))
            if ours and any(invited.mapped("partner_share")):
                described = revise(event.description, ours, theirs)
                if described != event.description:
                    event.write({"description": described})
