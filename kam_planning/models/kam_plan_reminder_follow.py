from odoo import fields, models

from .kam_plan_reminder import ESCALATION_TYPE, NEXT_PERIOD_TYPE, REVIEW_TYPE

# Date of the plan: activities that remind of it, stamps that they were made.
REMINDERS = {
    "next_review_date": (
        (REVIEW_TYPE, ESCALATION_TYPE),
        ("review_reminded_date", "review_escalated_date"),
    ),
    "date_end": ((NEXT_PERIOD_TYPE,), ("end_reminded_date",)),
}


class KamPlan(models.Model):
    """Open reminders follow their plan: none stays for a day, a person or a state of the past."""

    _inherit = "kam.plan"

    def write(self, vals):
        """Take back the reminders of a day that moved or of plans no longer in force; a new key
        account manager takes over the open ones.
        """
        outdated = {name: self._filter_reminder_outdated(name, vals) for name in REMINDERS}
        handed_over = self.browse()
        if vals.get("user_id"):
            handed_over = self.filtered(lambda plan: plan.user_id.id != vals["user_id"])
        result = super().write(vals)
        for name, plans in outdated.items():
            plans._take_back_reminders_sudo(name)
        handed_over._hand_over_reminders_sudo(vals.get("user_id"))
        return result

    def _filter_reminder_outdated(self, name, vals):
        """Plans that reminded of their date in field ``name``, and will not have it any more."""
        if name not in vals and "state" not in vals:
            return self.browse()
        stamps = REMINDERS[name][1]
        told = self.filtered(lambda plan: any(plan[stamp] for stamp in stamps))
        if vals.get("state", "active") != "active":
            return told
        if name not in vals:
            return self.browse()
        day = fields.Date.to_date(vals[name])
        return told.filtered(lambda plan: plan[name] != day)

    def _take_back_reminders_sudo(self, name):
        """Remove the open reminders of a date, and that they were made.

        As superuser: who may write the plan may not see the activity of a manager.
        """
        if self:
            types, stamps = REMINDERS[name]
            self.sudo().activity_unlink(types)
            self.sudo().write(dict.fromkeys(stamps, False))

    def _hand_over_reminders_sudo(self, user_id):
        """Give the open reminders of the key account manager to the new one.

        As superuser: who hands a plan over may lose the right to write it by that.
        """
        told = self.sudo().filtered(
            lambda plan: plan.review_reminded_date or plan.end_reminded_date
        )
        if told:
            told.activity_reschedule([REVIEW_TYPE, NEXT_PERIOD_TYPE], new_user_id=user_id)
