from odoo import api, models
from odoo.tools import groupby, plaintext2html

from ..common.arguments import check_one
from ..common.switches import is_on, switch_on

ACTIVITY_TYPE = "kam_planning.mail_activity_type_action"
# What an action and its activity have in common: action's field -> activity's field.
SYNCED = {
    "name": "summary",
    "user_id": "user_id",
    "date_deadline": "date_deadline",
    "description": "note",
}


class KamActionActivity(models.AbstractModel):
    """An open action with an assignee of ours has exactly one activity of its own type, from the
    submission of its plan on: drafts are quiet.

    The assignee is whoever fills the role that the action is meant for, where nobody chose another.
    The activity is his copy of the action; either side's change reaches the other.
    A switch on each way keeps the echo from coming back. Activities are handled as
    superuser: whoever may write the action decides about its activity, whoever created it.
    """

    _name = "kam.action.activity"
    _description = "Activity of an Action"

    @api.model_create_multi
    def create(self, vals_list):
        """Give the new actions their activities."""
        actions = super().create(vals_list)
        actions._sync_activities_sudo()
        return actions

    def write(self, vals):
        """Bring the activities in line with what changed."""
        result = super().write(vals)
        concerned = not {"state", "plan_id", *SYNCED}.isdisjoint(vals)
        if concerned and not is_on(self, "kam_from_activity"):
            self._sync_activities_sudo()
        return result

    def _needs_activity_sudo(self):
        """Whether somebody has this action to do; he may be of another company than the user."""
        self.ensure_one()
        action = self.sudo()
        user = action.user_id
        is_due = action.is_open and action.is_under_way
        return is_due and bool(user) and not user._has_left()

    def _sync_activities_sudo(self):
        """Bring the activities in line with the actions: one unlink, done, create, few writes.

        As superuser: whoever may write the action decides about its activity.
        """
        live = switch_on(self.sudo(), "kam_from_action")
        live = live.filtered(lambda action: action._get_own_activity().active)
        needed = self.filtered(lambda action: action._needs_activity_sudo())
        done = live.filtered(lambda action: action.state == "done")
        # Archived is what Odoo calls done. The message that ticking an activity posts would cost a
        # few queries each; the action's own tracking says the same.
        done.activity_id.write({"active": False})
        (live - done - needed).activity_id.unlink()
        (live & needed)._update_activities()
        (needed - live)._create_activities_sudo()

    def _get_own_activity(self):
        """The activity of this action, or none when the link leads to one that it did not make.

        Asked by all that handles activities as superuser, so that nothing else is ever touched.
        """
        activity = self.activity_id
        is_own = (
            activity.res_model == self._name
            and activity.res_id == self.id
            and activity.activity_type_id.id == self._get_activity_type_id()
        )
        return activity if is_own else activity.browse()

    @api.model
    def _get_activity_type_id(self):
        # Not `ref`, which asks the database each time whether the record is still there.
        return self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY_TYPE, raise_if_not_found=True)

    def _create_activities_sudo(self):
        """Create the activities of these actions and tell the assignees."""
        if not self:
            return
        quick = self.env["mail.activity"].sudo()
        quick = switch_on(quick, "kam_from_action").with_context(mail_activity_quick_update=True)
        activities = quick.create([action._prepare_activity_values() for action in self])
        for action, activity in zip(self, activities, strict=True):
            action.sudo().activity_id = activity
        self._tell_assignees()

    def _prepare_activity_values(self):
        values = {theirs: self[ours] for ours, theirs in SYNCED.items()}
        return {
            **values,
            "user_id": self.user_id.id,
            "activity_type_id": self._get_activity_type_id(),
            "res_model_id": self.env["ir.model"]._get_id("kam.action"),
            "res_id": self.id,
            "automated": True,
        }

    def _update_activities(self):
        """Write to the activities what differs, once for each distinct set of values."""
        differing, moved = [], self.browse()
        for action in self:
            values = action._get_activity_difference()
            if values:
                differing.append((tuple(values.items()), action.activity_id.id))
            if "user_id" in values:
                moved += action
        for values, pairs in groupby(differing, key=lambda pair: pair[0]):
            ids = [activity_id for _values, activity_id in pairs]
            activities = self.env["mail.activity"].browse(ids)
            activities.with_context(mail_activity_quick_update=True).write(dict(values))
        moved._tell_assignees()

    def _get_activity_difference(self):
        """Give the values by which the action's activity differs from the action."""
        activity, values = self.activity_id, {}
        for ours, theirs in SYNCED.items():
            mine, other = self[ours] or False, activity[theirs] or False
            if mine != other:
                values[theirs] = mine.id if ours == "user_id" else mine
        return values

    def _tell_assignees(self):
        """Tell each assignee which actions are now his."""
        if is_on(self, "kam_quiet"):
            return
        for user, actions in self.grouped("user_id").items():
            self.env["kam.news"]._announce(user, actions, "assigned")

    def _tell_alone(self, user, occasion, note):
        """An assignee is told for whom this one action is, and by when."""
        if occasion != "assigned":
            return super()._tell_alone(user, occasion, note)
        return self.message_notify(
            partner_ids=user.partner_id.ids,
            subject=self.env._("“%s” is now yours", self.name),
            body=self.env["ir.qweb"]._render(
                "kam_planning.message_action_assigned",
                {"author": self.env.user, "line": self._prepare_news_line()},
            ),
        )

    def _follow_activities_sudo(self, activities):
        """Take over what was changed on the activities.

        :param activities: `mail.activity` records, open or archived, of these actions
        """
        changes = []
        for action in self:
            values = action._get_change_from_activity(action.sudo().activity_id)
            action._keep_feedback_sudo(values.pop("feedback", None))
            if values:
                changes.append((tuple(values.items()), action.id))
        for values, pairs in groupby(changes, key=lambda pair: pair[0]):
            actions = self.browse([action_id for _values, action_id in pairs])
            switch_on(actions, "kam_from_activity").write(dict(values))

    def action_ask_done(self):
        """Ask what came of these actions before they are done. What is over already stays so.

        :return: window action of the dialogue, or False where nothing is open
        :raise AccessError: when the user may not write the actions
        :raise ValidationError: when one of them waits for another one that is not among them
        """
        self.check_access("write")
        opened = self.filtered("is_open")
        if not opened:
            return False
        opened._check_not_waiting(opened)
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.action.done",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Done"),
            "context": {"default_action_ids": opened.ids, "dialog_size": "medium"},
        }

    def _finish(self, feedback):
        """Complete these actions, and keep what came of them where a ticked activity keeps it."""
        self.write({"state": "done"})
        if feedback:
            self._keep_feedback_sudo(feedback)
            self._keep_feedback_of_activities_sudo(feedback)
            body = plaintext2html(self.env._("Done: %s", feedback))
            self._message_log_batch(dict.fromkeys(self.ids, body))

    def _keep_feedback_of_activities_sudo(self, feedback):
        live = switch_on(self.sudo(), "kam_from_action")
        own = [action._get_own_activity().id for action in live]
        live.env["mail.activity"].browse([one for one in own if one]).write({"feedback": feedback})

    def _keep_feedback_sudo(self, feedback):
        """Keep what came of the action, as its activity says; no user writes it here."""
        if feedback:
            self.check_access("write")
            self.sudo().feedback = feedback

    def _get_change_from_activity(self, activity):
        """Give the values by which an action has to follow its activity."""
        if not activity.active:
            values = {} if self.state == "done" else {"state": "done"}
            if activity.feedback and activity.feedback != self.feedback:
                values["feedback"] = activity.feedback
            return values
        values = {} if self.is_open else {"state": "todo"}
        if activity.summary and activity.summary != self.name:
            values["name"] = activity.summary
        if activity.user_id and activity.user_id != self.user_id:
            values["user_id"] = activity.user_id.id
        if activity.date_deadline != self.date_deadline:
            values["date_deadline"] = activity.date_deadline
            if self.date_start and self.date_start > activity.date_deadline:
                values["date_start"] = activity.date_deadline
        return values

    def _cancel_with_activities(self):
        """The activities of these open actions were cancelled: so are the actions."""
        switch_on(self, "kam_from_activity").write({"state": "cancelled"})

    @api.model
    def _get_by_activity_sudo(self, activities):
        """Actions whose current activity is among those given (also archived ones)."""
        linked = self.sudo().search([("activity_id", "in", activities.ids)])
        actions = linked.filtered(lambda action: action._get_own_activity() in activities)
        return actions.sudo(self.env.su)

    def action_open_activity_history(self):
        """Open all activities of the action, done ones included."""
        check_one(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activities of “%s”", self.name),
            "res_model": "mail.activity",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"active_test": False},
        }

    def _renew_activities_sudo(self):
        """Give these actions a new activity each. Nobody is told: nothing changed for anybody."""
        waiting = self.filtered(lambda action: action._needs_activity_sudo())
        switch_on(waiting, "kam_quiet")._create_activities_sudo()

    def _tell_that_they_stay(self):
        """Say to who deleted many activities at once that these actions are still to be done."""
        message = self.env._(
            "%s activities belong to account actions that are still open, so they come back. "
            "Do, cancel or hand over the actions themselves.",
            len(self),
        )
        self.env.user._bus_send("simple_notification", {"type": "warning", "message": message})

    def _get_names_outside_sudo(self):
        """Names of the actions where their plan is not seen: with the customer, and with what they
        wait for in plans that everybody may read: assignees need not be on the team.

        :return: dict {id: name}
        """
        names = {}
        for action in self.sudo():
            name = f"{action.name} ({action.partner_id.name})"
            other = action.after_id if action.is_waiting else action.browse()
            if other and action.plan_id.confidentiality == "company":
                name = self.env._(
                    "%(action)s, waits for “%(other)s”", action=name, other=other.name
                )
            elif other:
                name = self.env._("%s, waits for another action", name)
            names[action.id] = name
        return names

    def _get_role_holder(self):
        """Who gets this action by the role that it is meant for."""
        return self.plan_id._get_assignee(self.role_id, self.deputy_role_id)

    def _filter_following_role(self):
        """Those that lie with whoever fills their role, and go to whoever fills it next."""
        return self.filtered(lambda a: a.role_id and a.user_id == a._get_role_holder())

    def _follow_role(self):
        """Give these actions to whoever fills their role now."""
        for holder, actions in self.grouped(lambda action: action._get_role_holder()).items():
            actions.filtered(lambda a, h=holder: a.user_id != h).write({"user_id": holder.id})

    def _get_absent_holders_sudo(self):
        """Who holds open actions of these, of any company, and cannot do them any more."""
        holders = self.env["res.users"]
        for company, actions in self.sudo().filtered("is_open").grouped("company_id").items():
            holders |= actions.user_id._filter_absent_sudo(company)
        return holders
