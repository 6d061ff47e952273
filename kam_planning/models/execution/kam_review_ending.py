from odoo import fields, models
from odoo.fields import Domain


class KamReviewEnding(models.AbstractModel):
    """Reviews and their meetings end together, and who was invited is told once."""

    _name = "kam.review.ending"
    _description = "End of a Review's Meetings"

    def _end_meetings_sudo(self):
        """Take out of the calendars what will not take place. As superuser: in all calendars."""
        events = self.sudo()._find_ending_events()
        now = fields.Datetime.now()
        self._tell_of_ends_sudo(events.filtered(lambda event: event.stop > now))
        series = events.recurrence_id
        events.unlink()
        series.exists().filtered(lambda s: not s.calendar_event_ids).unlink()

    def _find_ending_events(self):
        """What lies ahead of these reviews; of those not held also the one meeting that passed.

        What was on the day that a review was held, or before, is where it was held.
        """
        now = fields.Datetime.now()
        ending = self.env["calendar.event"]
        for review, events in self._find_events().items():
            ahead = events.filtered(lambda event: event.stop > now)
            if review.date_held:
                zone, held = review._get_zone(), review.date_held
                ahead = ahead.filtered(lambda e, z=zone, h=held: e._get_day_in(z) > h)
            else:
                ahead |= review.event_id.filtered(lambda event: not event.recurrence_id)
            ending |= ahead
        return ending

    def _find_events(self):
        """The meetings of each review: its own, those of the same series, and what people planned
        for it.

        :return: dict {review: events}
        """
        linked = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        same = Domain("recurrence_id", "in", self.event_id.recurrence_id.ids)
        found = self.env["calendar.event"].search(
            linked | same | Domain("id", "in", self.event_id.ids)
        )
        result = {}
        for review in self:
            event = review.event_id
            result[review] = found.filtered(
                lambda e, r=review, o=event: (
                    e == o
                    or (e.recurrence_id and e.recurrence_id == o.recurrence_id)
                    or (e.res_model == r._name and e.res_id == r.id)
                )
            )
        return result

    def _tell_of_ends_sudo(self, events):
        """Tell everybody else who is invited, in one message. As superuser: in all calendars."""
        if self.env["ir.config_parameter"].sudo().get_param("calendar.block_mail"):
            return
        # Another calendar that tells them itself.
        events = events.filtered(lambda event: not event._skip_send_mail_status_update())
        guests = events.attendee_ids.filtered(lambda a: a.state != "declined")
        for partner, attended in guests.grouped("partner_id").items():
            if partner != self.env.user.partner_id:
                lines = attended.event_id._prepare_lines_of_ends(partner)
                self._tell_of_end(partner.with_context(lang=partner.lang), lines)

    def _tell_of_end(self, partner, lines):
        env = partner.env
        template = "kam_planning.message_meetings_cancelled"
        env["mail.thread"].message_notify(
            partner_ids=partner.ids,
            subject=env._("Cancelled: %s", ", ".join(line["name"] for line in lines)),
            body=env["ir.qweb"]._render(template, {"lines": lines}),
            email_layout_xmlid="mail.mail_notification_light",
            # None is sent for what is rolled back.
            force_send=False,
        )
