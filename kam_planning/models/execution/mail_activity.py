from odoo import api, models
from odoo.exceptions import UserError

from ..common.switches import is_on, switch_on
from .kam_action_activity import ACTIVITY_TYPE


class MailActivity(models.Model):
    """The other side of `kam_action_activity`: what happens to an activity reaches its action."""

    _inherit = "mail.activity"

    @api.model
    def _prepare_create_values(self, vals_list):
        """Keep the activity type of actions for the one activity that each action makes itself.

        Asked of the values as they are stored, defaults included: those of the context as well.
        """
        completed = super()._prepare_create_values(vals_list)
        if not is_on(self, "kam_from_action"):
            self._check_type({vals.get("activity_type_id") for vals in completed})
        return completed

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        """Name the customer beside the action, and what the action waits for."""
        ours = self.filtered(lambda activity: activity.res_model == "kam.action")
        names = self.env["kam.action"].browse(ours.mapped("res_id"))._get_names_outside_sudo()
        for activity in ours:
            activity.res_name = names.get(activity.res_id)
        return super(MailActivity, self - ours)._compute_res_name()

    @api.model
    def _check_type(self, type_ids):
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY_TYPE)
        if type_id and type_id in type_ids:
            raise UserError(
                self.env._(
                    "An activity of type “%s” is made by its action. Create the action, or "
                    "choose another type of activity.",
                    self.env["mail.activity.type"].browse(type_id).name,
                )
            )

    def write(self, vals):
        """Let the actions follow a change of assignee, deadline, title or completion, and reviews
        that of the day of their meeting.
        """
        if "date_deadline" in vals:
            if is_on(self, "kam_from_event"):
                # Odoo's own switch: the meeting is where it should be.
                self = self.with_context(calendar_event_meeting_update=True)
            else:
                self -= self._move_reviews(vals)
        if "activity_type_id" in vals and not self.env.su:
            type_id = vals["activity_type_id"]
            changed = self.filtered(lambda activity: activity.activity_type_id.id != type_id)
            changed._check_type({*changed.activity_type_id.ids, changed and type_id})
        result = super().write(vals)
        # Odoo archives a done activity first and writes its feedback after that.
        if not {"user_id", "date_deadline", "summary", "active", "feedback"}.isdisjoint(vals):
            activities = self._filter_of_actions()
            if activities:
                actions = self.env["kam.action"]._get_by_activity_sudo(activities)
                actions._follow_activities_sudo(activities)
        return result

    def _move_reviews(self, vals):
        """Write the activities on meetings of reviews, which move with their reviews: each meeting
        to the same time of its organizer's clock. Odoo would keep its time in UTC.

        :return: those that were written
        """
        reviews = self.calendar_event_id._find_reviews_sudo().filtered(
            lambda review: review.state == "planned"
        )
        ours = self.filtered(lambda activity: activity.calendar_event_id in reviews.event_id)
        if ours:
            switch_on(ours, "kam_from_event").write(vals)
            reviews.with_env(self.env).write({"date_planned": vals["date_deadline"]})
        return ours

    def unlink(self):
        """Cancelling the activity of an open action cancels the action. One that goes in any other
        way closes nothing: the action gets a new one.
        """
        is_decision = self._is_decision()
        activities = self._filter_of_actions()
        actions = self.env["kam.action"]
        if activities:
            actions = actions._get_by_activity_sudo(activities).filtered("is_open")
        result = super().unlink()
        if is_decision:
            actions.exists()._cancel_with_activities()
        else:
            actions = actions.exists()
            actions._renew_activities_sudo()
            if actions and not self.env.su:
                actions._tell_that_they_stay()
        return result

    def _is_decision(self):
        """Whether a person cancels this one activity: not a job, not a cascade, not a heap."""
        is_job = self.env.su or self.env.context.get("cron_id")
        return len(self) == 1 and not is_job

    @api.autovacuum
    def _gc_delete_old_overdue_activities(self):
        """The vacuum decides nothing, even when an administrator runs it."""
        return super(MailActivity, self._as_job_sudo())._gc_delete_old_overdue_activities()

    @api.model
    def _as_job_sudo(self):
        """What a job deletes is no decision of a person (see `_is_decision`)."""
        return self.sudo()

    def _filter_of_actions(self):
        if is_on(self, "kam_from_action"):
            return self.browse()
        return self.filtered(lambda activity: activity.res_model == "kam.action")
