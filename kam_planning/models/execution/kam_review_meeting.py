from datetime import time, timedelta

from odoo import Command, fields, models

from ...tools import zones
from ..common.arguments import check_one
from ..common.days import get_zone_of_user_sudo
from ..common.switches import is_on, switch_on

MEETING_HOUR = 10


class KamReviewMeeting(models.AbstractModel):
    """A review's meeting in the calendar. Moving either moves the other.

    Its hour and its day are those where its organizer is, so that both stay the same whoever moves
    the one or the other. Who may move the review moves its meeting too, in whoever's calendar it
    is: Odoo lets nobody touch a private one who is not invited.
    """

    _name = "kam.review.meeting"
    _description = "Meeting of a Review"

    def write(self, vals):
        """Move the meeting with the review, and invite whoever comes to take part."""
        is_attended = not {"user_ids", "contact_ids"}.isdisjoint(vals)
        before = {r.id: r._get_attendees() for r in self if is_attended and r.event_id}
        result = super().write(vals)
        if "date_planned" in vals and not is_on(self, "kam_from_event"):
            self._move_events_sudo()
        if before:
            self._update_attendees_sudo(before)
        if "plan_id" in vals:
            self._update_privacy_sudo()
        return result

    def action_schedule_meeting(self):
        """Open the meeting of the review, or the dialogue for a new one: its participants are
        invited when it is saved.

        :return: window action on the meeting
        """
        check_one(self)
        self.check_access("write")
        if self.event_id:
            return self.event_id._get_records_action(context={})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schedule Meeting"),
            "res_model": "calendar.event",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                f"default_{name}": value for name, value in self._prepare_event_values().items()
            },
        }

    def _prepare_event_values(self):
        start = self._get_meeting_start()
        return {
            # Everybody invited reads the title: no more than "review", no part of the plan.
            "name": self.env._("Review: %s", self.partner_id.name),
            "description": self._get_event_description(),
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(start + timedelta(hours=1)),
            "duration": 1.0,
            "partner_ids": self._get_attendees().ids,
            "privacy": self._get_privacy(),
            "res_model": self._name,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.env.uid,
        }

    def _get_event_description(self):
        """What all who are invited read: with the customer's people only what they may."""
        return self._get_invited_agenda(self.kind == "customer") or False

    def _get_invited_agenda(self, for_customer):
        """Give the agenda as those read it who are invited: a hook.

        :param bool for_customer: whether the customer's people are among them
        :return: html, or False
        """
        return False if for_customer else self.agenda

    def _link_event_sudo(self, event):
        """Note the meeting of this review; no user writes that link."""
        self.sudo().event_id = event
        if self._get_privacy() == "private":
            self._update_privacy_sudo()
        self._follow_event()

    def _get_privacy(self):
        """Meetings of a confidential plan are for those who are invited."""
        return "private" if self.plan_id.confidentiality == "team" else "public"

    def _update_privacy_sudo(self):
        """Show or hide the meetings as their plans are now, whoever keeps them in his calendar."""
        for privacy, reviews in self.sudo().grouped(lambda review: review._get_privacy()).items():
            events = reviews.event_id.filtered(lambda event, p=privacy: event.privacy != p)
            switch_on(events, "kam_from_review").write({"privacy": privacy})

    def _get_meeting_start(self):
        """Ten o'clock of the planned day, as the naive UTC that Odoo stores."""
        return zones.moment_of(self.date_planned, time(MEETING_HOUR), self._get_zone())

    def _get_zone(self):
        """Where the organizer is: of a new meeting, who makes it."""
        organizer = self.event_id.user_id or self.env.user
        return get_zone_of_user_sudo(organizer, self.company_id)

    def _get_attendees(self):
        return self.user_ids.partner_id | self.contact_ids

    def _move_events_sudo(self):
        for review in self.sudo().filtered(lambda r: r.event_id and r.state == "planned"):
            days = review.date_planned - review._get_event_day()
            if days:
                event = switch_on(review.event_id, "kam_from_review")
                # What takes all day is kept at the same hours in UTC.
                zone = zones.find_zone("UTC") if event.allday else review._get_zone()
                start = zones.move_days(event.start, days, zone)
                event.write({"start": start, "stop": start + (event.stop - event.start)})
        self._move_activities_sudo()

    def _move_activities_sudo(self):
        """The activity of a meeting is due on its day, whatever day it is for who moved it."""
        for day, reviews in self.sudo().grouped("date_planned").items():
            activities = reviews.event_id.activity_ids
            late = activities.filtered(lambda a, day=day: a.date_deadline != day)
            switch_on(late, "kam_from_event").write({"date_deadline": day})

    def _get_event_day(self):
        """The day of the meeting, where its organizer is."""
        return self.event_id._get_day_in(self._get_zone())

    def _update_attendees_sudo(self, before):
        """Invite who was added and take out who was removed; others who are invited stay so.

        :param dict before: {id of the review: who took part}
        """
        for review in self.sudo().filtered(lambda review: review.id in before):
            now, former = review._get_attendees(), before[review.id]
            invited = review.event_id.partner_ids
            links = [Command.link(partner.id) for partner in now - former - invited]
            gone = [Command.unlink(partner.id) for partner in (former - now) & invited]
            if links or gone:
                review.event_id.write({"partner_ids": links + gone})

    def _follow_event(self):
        """Take over the day of the meeting."""
        for review in self:
            day = review._get_event_day()
            if review.state == "planned" and review.date_planned != day:
                switch_on(review, "kam_from_event").date_planned = day
        self._move_activities_sudo()
