from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..common.days import of_each_day, today_of
from ..common.jobs import Step, run_job
from ..common.parameters import days_parameter

BATCH = 100
REVIEW_TYPE = "kam_planning.mail_activity_type_review"
ESCALATION_TYPE = "kam_planning.mail_activity_type_escalation"
NEXT_PERIOD_TYPE = "kam_planning.mail_activity_type_next_period"

# Date of the plan: activities that remind of it, stamps that they were made.
REMINDERS = {
    "next_review_date": (
        (REVIEW_TYPE, ESCALATION_TYPE),
        ("review_reminded_date", "review_escalated_date"),
    ),
    "date_end": ((NEXT_PERIOD_TYPE,), ("end_reminded_date",)),
}


class KamPlanReminder(models.AbstractModel):
    """The daily job: reminders of reviews, escalations, and plans that come to their end.

    Each reminder stamps its plan with the date that it was made for, in the transaction that makes
    it. A job that was killed starts again where it stopped; two jobs at once take different plans,
    because each locks what it works on and passes over what is locked. Open reminders follow their
    plan: none stays for a day, a person or a state of the past.
    """

    _name = "kam.plan.reminder"
    _description = "Reminders of a Plan"
    _unoffered_fields = ("review_reminded_date", "review_escalated_date", "end_reminded_date")

    review_reminded_date = fields.Date("Reminded of Review On", readonly=True, copy=False)
    review_escalated_date = fields.Date("Escalated Review Of", readonly=True, copy=False)
    end_reminded_date = fields.Date("Reminded of End On", readonly=True, copy=False)

    _end_idx = models.Index("(date_end) WHERE state = 'active'")

    @api.model
    def _cron_review_reminders(self):
        """Run all that is due today; every step works in batches that are committed."""
        # Mails wait in the queue: none is sent for what is rolled back, and the job waits for no
        # mail server.
        self = self.with_context(mail_notify_force_send=False)
        run_job(
            self.env,
            [
                *self._get_reminder_steps(),
                self.env["kam.objective"]._get_status_step(),
            ],
        )

    @api.model
    def _get_reminder_steps(self):
        lead = days_parameter(self.env, "review_lead_days", 14)
        late = -days_parameter(self.env, "escalation_days", 7)
        ends = days_parameter(self.env, "end_notice_days", 60)
        reminded = not_yet_told("review_reminded_date", "next_review_date")
        escalated = not_yet_told("review_escalated_date", "next_review_date")
        told_of_end = not_yet_told("end_reminded_date", "date_end")
        followed = Domain("next_plan_ids", "any", [("state", "!=", "cancelled")])
        ending = self._get_due_domain("date_end", ends) & ~followed
        # The others wait for the job that hands over the work of who left.
        led = Domain("user_id.active", "=", True)
        return [
            self._get_reminder_step(
                led & self._get_due_domain("next_review_date", lead) & reminded,
                "_remind_of_review",
            ),
            self._get_reminder_step(
                self._get_due_domain("next_review_date", late) & escalated, "_escalate_review"
            ),
            self._get_reminder_step(led & ending & told_of_end, "_remind_of_end"),
        ]

    @api.model
    def _get_due_domain(self, name, days):
        """Plans whose date comes so many days after today, or earlier, where their company is."""
        return of_each_day(
            self.env,
            lambda company: Domain(name, "<=", today_of(company) + timedelta(days=days)),
        )

    @api.model
    def _get_reminder_step(self, domain, method):
        failure = "Reminder for account plan %s (%s) failed"
        return Step(self, Domain("state", "=", "active") & domain, method, failure, BATCH)

    def _remind_of_review(self):
        self._create_reminders(
            REVIEW_TYPE,
            lambda plan: plan.next_review_date,
            lambda plan: plan.user_id,
            lambda plan: plan.env._("Review “%s”", plan.name),
        )
        for plan in self:
            plan.review_reminded_date = plan.next_review_date

    def _escalate_review(self):
        self._create_reminders(
            ESCALATION_TYPE,
            lambda plan: today_of(plan.company_id),
            self._get_leaders_sudo().get,
            lambda plan: plan._get_escalation_summary(),
        )
        for plan in self:
            plan.review_escalated_date = plan.next_review_date

    def _get_escalation_summary(self):
        return self.env._(
            "The review of “%(plan)s” was due on %(date)s: speak to %(manager)s",
            plan=self.name,
            date=format_date(self.env, self.next_review_date),
            manager=self.user_id.name,
        )

    def _remind_of_end(self):
        self._create_reminders(
            NEXT_PERIOD_TYPE,
            lambda plan: plan.date_end,
            lambda plan: plan.user_id,
            lambda plan: plan.env._("“%s” ends: prepare the next period", plan.name),
        )
        for plan in self:
            plan.end_reminded_date = plan.date_end

    def _filter_reminder_outdated(self, name, vals):
        """Plans that reminded of their date in field ``name``, and will not have it any more."""
        is_archived = not vals.get("active", True)
        if name not in vals and "state" not in vals and not is_archived:
            return self.browse()
        stamps = REMINDERS[name][1]
        reminded = self.filtered(lambda plan: any(plan[stamp] for stamp in stamps))
        if is_archived or vals.get("state", "active") != "active":
            return reminded
        if name not in vals:
            return self.browse()
        day = fields.Date.to_date(vals[name])
        return reminded.filtered(lambda plan: plan[name] != day)

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
        reminded = self.sudo().filtered(
            lambda plan: plan.review_reminded_date or plan.end_reminded_date
        )
        if reminded:
            reminded.activity_reschedule([REVIEW_TYPE, NEXT_PERIOD_TYPE], new_user_id=user_id)
        self.sudo().filtered("review_escalated_date")._update_escalations()

    def _update_escalations(self):
        """Open escalations name the new key account manager, and do not lie with himself."""
        leaders = self._get_leaders_sudo()
        for plan in self:
            for activity in plan.activity_search([ESCALATION_TYPE]):
                named, values = plan.with_context(lang=activity.user_id.lang), {}
                if activity.user_id == plan.user_id and leaders.get(plan):
                    values["user_id"] = leaders[plan].id
                    named = plan.with_context(lang=leaders[plan].lang)
                activity.write({**values, "summary": named._get_escalation_summary()})


def not_yet_told(stamp, date):
    """Domain on the records whose ``stamp`` is not the ``date`` that a reminder would be for.

    The stamp keeps the date for which somebody was told: nobody is told twice for the same date,
    and a date that moves is a new date. Flush both fields before searching.

    :param str stamp: name of the date field that keeps what was told
    :param str date: name of the date field that the reminder is about
    :return: Domain
    """

    def to_sql(model, alias, query):
        return SQL(
            "%s IS DISTINCT FROM %s", SQL.identifier(alias, stamp), SQL.identifier(alias, date)
        )

    return Domain.custom(to_sql=to_sql, predicate=lambda record: record[stamp] != record[date])
