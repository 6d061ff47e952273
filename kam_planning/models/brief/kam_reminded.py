from odoo import api, fields, models
from odoo.fields import Domain

from ..common.days import today_of
from ..common.jobs import Step

AT_ONCE = 100


class KamReminded(models.AbstractModel):
    """Records of which somebody is reminded once as long as there is a cause.

    The day on which that was done stands on the record, in the transaction that does it: a job that
    is killed goes on where it was. The activity goes with its cause, and so does the day.

    Models name it before themselves in `_inherit`, so that it stands around what they do.
    """

    _name = "kam.reminded"
    _description = "Record of Which Somebody Is Reminded"
    _unoffered_fields = ("cause_reminded_date",)
    # External id of the type of the activities.
    _cause_type = ""
    # Whose change may end a reminder or give it to somebody else, beside what confirms.
    _cause_fields = ()
    # Those of one user together.
    _cause_order = "kam_user_id, id"

    cause_reminded_date = fields.Date("Reminded of Cause On", readonly=True, copy=False)

    @api.model
    def _get_cause_domain(self):
        """Records of which somebody has to be reminded now, on the days of their companies."""
        raise NotImplementedError

    @api.model
    def _get_own_cause_domain(self):
        """Those of them of which this user may be the one: `_find_reminded_users` decides."""
        return self._get_cause_domain() & Domain("kam_user_id", "=", self.env.uid)

    @api.model
    def _get_led_domain(self):
        """Records with somebody to remind: the work of who left is handed over first."""
        return Domain("kam_user_id", "any", [("active", "=", True)])

    def _find_reminded_users(self):
        """Who is reminded of each: dict {record: res.users}."""
        return {record: record.kam_user_id for record in self}

    def _get_cause_summary(self):
        """What the activity says."""
        raise NotImplementedError

    @api.model
    def _get_cause_steps(self):
        """What the daily job does: end what has no cause any more, then remind of what has one."""
        cause, everything = self._get_cause_domain(), self.with_context(active_test=False)
        told = Domain("cause_reminded_date", "!=", False)
        return [
            Step(
                everything,
                told & ~cause,
                "_withdraw_cause",
                "Ending the reminder of record %s (%s) failed",
                AT_ONCE,
                order="id",
            ),
            Step(
                self,
                ~told & cause & self._get_led_domain(),
                "_remind_of_cause",
                "Reminder for record %s (%s) failed",
                AT_ONCE,
                order=self._cause_order,
            ),
        ]

    @api.model
    def _describe_cause_fault(self, method, reason):
        """As `_describe_fault` of `kam.job.subject`; nothing for other work."""
        texts = {
            "_withdraw_cause": self.env._("A reminder that is over could not be ended: %s", reason),
            "_remind_of_cause": self.env._("Nobody could be reminded of this: %s", reason),
        }
        return texts.get(method)

    @api.model
    def _describe_fault(self, method, reason):
        """As in `kam.job.subject`, of its reminders."""
        told = self._describe_cause_fault(method, reason)
        return told or super()._describe_fault(method, reason)

    def write(self, vals):
        """End reminders whose cause is gone by that, and give the others to who is in charge."""
        result = super().write(vals)
        followed = {*self._cause_fields, *getattr(self, "_confirming_fields", ())}
        if self._cause_fields and not followed.isdisjoint(vals):
            self._follow_cause_sudo()
        return result

    def _remind_of_cause(self):
        users = self._find_reminded_users()
        self._create_reminders(
            self._cause_type,
            lambda record: today_of(record.company_id),
            users.get,
            lambda record: record._get_cause_summary(),
        )
        self._stamp_cause()

    def _stamp_cause(self):
        for company, records in self.grouped("company_id").items():
            records.cause_reminded_date = today_of(company)

    def _withdraw_cause(self):
        if self:
            self.activity_unlink([self._cause_type])
            self.cause_reminded_date = False

    def _follow_cause_sudo(self):
        """End the reminders whose cause is gone, and give the others to who is in charge now.

        As superuser: who writes a record may not see the activity of who was reminded.
        """
        told = self.sudo().filtered("cause_reminded_date")
        if not told:
            return
        standing = told.filtered_domain(told._get_cause_domain())
        (told - standing)._withdraw_cause()
        # Who leads an account is asked anew: it depends on the states of its plans.
        standing.invalidate_recordset(["kam_user_id"])
        users = standing._find_reminded_users()
        for user, records in standing.grouped(users.get).items():
            if user:
                records._give_cause(user)

    def _give_cause(self, user):
        self.activity_reschedule([self._cause_type], new_user_id=user.id)

    def _find_own_causes(self):
        """What this user is reminded of. To call as that user."""
        records = self.search(self._get_own_cause_domain())
        users = records._find_reminded_users()
        return records.filtered(lambda record: users[record] == self.env.user)
