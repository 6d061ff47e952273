from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_date, format_datetime

from ...tools import zones
from ..common.switches import is_on, switch_on

MOVING = {"start", "start_date", "allday", "user_id"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """What is planned for a review that has no meeting becomes its meeting."""
        events = super().create(vals_list)
        # Not what an activity on the review is about, and not the others of a series.
        if not self.env.context.get("orig_activity_ids"):
            for event, vals in zip(events, vals_list, strict=True):
                if event.res_model == "kam.review" and not vals.get("recurrence_id"):
                    event._become_meeting()
        return events

    def _become_meeting(self):
        """Be the meeting of the review that this is planned for, if the user may write that.

        :raise UserError: when somebody was faster
        """
        event = self.with_context(clean_context(self.env.context))
        review = event.env["kam.review"].browse(event.res_id).exists()
        if not review or review.state != "planned" or not review.has_access("write"):
            return
        if not review.event_id:
            review._link_event_sudo(event)
        elif self.env.context.get("default_res_model") == "kam.review":
            raise UserError(
                self.env._(
                    "“%s” has a meeting already, which somebody planned meanwhile. Open the review "
                    "to see it.",
                    review.name,
                )
            )

    def write(self, vals):
        """Move the planned day of a review with its meeting, whose day is its organizer's."""
        reviews = self.env["kam.review"]
        if not MOVING.isdisjoint(vals):
            reviews = self._find_reviews_sudo()
        if not reviews:
            return super().write(vals)
        # Odoo would let the activity move its meeting once more, and tell everybody twice.
        result = super(CalendarEvent, switch_on(self, "kam_from_event")).write(vals)
        if not is_on(self, "kam_from_review"):
            for review in reviews.exists().filtered("event_id"):
                is_invited = review.event_id._is_invited(self.env.user)
                review.with_env(review.env if is_invited else self.env)._follow_event()
        return result

    def _sync_activities(self, fields):
        """The activity of a review follows its meeting, also for who may not read it."""
        hidden = self._get_of_reviews_sudo()
        hidden_ids = set(hidden._ids)
        super(CalendarEvent, hidden)._sync_activities(fields)
        others = self.filtered(lambda event: event.id not in hidden_ids)
        return super(CalendarEvent, others)._sync_activities(fields)

    def _get_of_reviews_sudo(self):
        return self.sudo().filtered(lambda event: event.res_model == "kam.review")

    def _is_invited(self, user):
        """Whoever is invited may move a meeting, and the day of its review with it."""
        return user == self.user_id or user.partner_id in self.partner_ids

    def _find_reviews_sudo(self):
        """The reviews held in these meetings, also those that the user may not read."""
        if not self.ids:
            return self.env["kam.review"].sudo()
        return self.env["kam.review"].sudo().search([("event_id", "in", self.ids)])

    def _get_day_in(self, zone):
        """The day of this meeting; one that takes all day has no hour that could change it."""
        return self.start_date if self.allday else zones.day_of(self.start, zone)

    def _prepare_lines_of_ends(self, partner):
        """What a person reads of meetings that will not take place: one line for each series.

        :return: list of dicts
        """
        lines = []
        for event in self.sorted("start"):
            same = self.filtered(lambda e, r=event.recurrence_id: r and e.recurrence_id == r)
            if not same or event == same.sorted("start")[0]:
                lines.append(event._prepare_line_of_end(partner, len(same[1:])))
        return lines

    def _prepare_line_of_end(self, partner, more):
        if self.allday:
            when = format_date(self.env, self.start_date, lang_code=partner.lang)
        else:
            zone = partner.tz or self.user_id.tz or "UTC"
            when = format_datetime(self.env, self.start, tz=zone, lang_code=partner.lang)
            when = f"{when} ({zone})"
        return {"name": self.name, "when": when, "more": more}
