from datetime import time, timedelta

from odoo import Command, models

from ...tools import zones
from ..common.arguments import check_one
from ..common.days import get_zone_of_user_sudo
from ..common.switches import is_on, switch_on

MEETING_HOUR = 10


class KamReviewMeeting(models.AbstractModel):
    """A review's meeting in the calendar. Moving either moves the other.

    Its hour and its day are those where its organizer is, so that both stay the same whoever moves
    the one or the other.
    """

    _name = "kam.review.meeting"
    _description = "Meeting of a Review"

    def write(self, vals):
        """Move the meeting with the review, and keep its participants the same."""
        result = super().write(vals)
        if not is_on(self, "kam_from_event"):
            if "date_planned" in vals:
                self._move_events()
            if not {"user_ids", "contact_ids"}.isdisjoint(vals):
                self._update_attendees()
            if "plan_id" in vals:
                self._update_privacy_sudo()
        return result

    def action_schedule_meeting(self):
        """Put the review into the calendar of its participants, or open the meeting it has.

        :return: window action on the meeting
        """
        check_one(self)
        self.check_access("write")
        if not self.event_id:
            self._link_event_sudo(self.env["calendar.event"].create(self._prepare_event_values()))
        return self.event_id._get_records_action(context={})

    def _link_event_sudo(self, event):
        """Note the meeting of this review; no user writes that link."""
        self.sudo().event_id = event

    def _prepare_event_values(self):
        start = self._get_meeting_start()
        return {
            # Everybody invited reads the title: no more than "review", no part of the plan.
            "name": self.env._("Review: %s", self.partner_id.name),
            "start": start,
            "stop": start + timedelta(hours=1),
            "partner_ids": [Command.set(self._get_attendees().ids)],
            "privacy": self._get_privacy(),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.env.uid,
        }

    def _get_privacy(self):
        """Meetings of a confidential plan are for those who are invited."""
        return "private" if self.plan_id.confidentiality == "team" else "public"

    def _update_privacy_sudo(self):
        """Show or hide the meetings as their plans are now, whoever keeps them in his calendar."""
        for privacy, reviews in self.sudo().grouped(lambda review: review._get_privacy()).items():
            events = reviews.event_id.filtered(lambda event, p=privacy: event.privacy != p)
            events.with_context(kam_from_review=True).write({"privacy": privacy})

    def _get_meeting_start(self):
        """Ten o'clock of the planned day, as the naive UTC that Odoo stores."""
        return zones.moment_of(self.date_planned, time(MEETING_HOUR), self._get_zone())

    def _get_zone(self):
        """Where the organizer is: of a new meeting, who makes it."""
        organizer = self.event_id.user_id or self.env.user
        return get_zone_of_user_sudo(organizer, self.company_id)

    def _get_attendees(self):
        return self.user_ids.partner_id | self.contact_ids

    def _move_events(self):
        for review in self.filtered("event_id"):
            event = switch_on(review.event_id, "kam_from_review")
            days = review.date_planned - review._get_event_day()
            # What takes all day is kept at the same hours in UTC.
            zone = zones.find_zone("UTC") if event.allday else review._get_zone()
            start = zones.move_days(event.start, days, zone)
            event.write({"start": start, "stop": start + (event.stop - event.start)})

    def _get_event_day(self):
        """The day of the meeting; one that takes all day has no hour that could change it."""
        event = self.event_id
        return event.start_date if event.allday else zones.day_of(event.start, self._get_zone())

    def _update_attendees(self):
        for review in self.filtered("event_id"):
            review.event_id.write({"partner_ids": [Command.set(review._get_attendees().ids)]})

    def _follow_event(self):
        """Take over the day of the meeting."""
        for review in self:
            switch_on(review, "kam_from_event").date_planned = review._get_event_day()

    def _cancel_events(self):
        self.event_id.unlink()
