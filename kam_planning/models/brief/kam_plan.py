from odoo import api, models
from odoo.fields import Domain

from ..common.jobs import run_job

# Lines of which somebody is reminded as long as there is a cause.
CAUSES = ("kam.stakeholder", "kam.value", "kam.risk", "kam.change")


class KamPlan(models.Model):
    """The plan gets its people ready for a meeting, keeps what they write down after it, and
    reminds them of what waits.
    """

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.brief",
        "kam.brief.lines",
        "kam.brief.questions",
        "kam.door",
        "kam.capture",
        "kam.plan.staleness",
    ]
    _cause_type = "kam_planning.mail_activity_type_plan_stale"

    @api.model
    def _cron_reminders(self):
        """Remind once of each cause, and end what has none any more."""
        # Mails wait in the queue, as those of `_cron_review_reminders`.
        self = self.with_context(mail_notify_force_send=False)
        steps = [step for name in CAUSES for step in self.env[name]._get_cause_steps()]
        run_job(self.env, [*steps, *self._get_staleness_steps()])

    @api.model
    def _get_cause_domain(self):
        """Plans that the job found stale."""
        told = Domain("cause_reminded_date", "!=", False) & Domain("state", "=", "active")
        return told & Domain("active", "=", True)

    @api.model
    def _get_own_cause_domain(self):
        return self._get_cause_domain() & Domain("user_id", "=", self.env.uid)

    def _find_reminded_users(self):
        return {plan: plan.user_id for plan in self}

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_follow_staleness":
            return self.env._("It is not known whether the plan is stale: %s", reason)
        told = self._describe_cause_fault(method, reason)
        return told or super()._describe_fault(method, reason)

    def _hand_over_reminders_sudo(self, user_id):
        """The new key account manager is reminded instead of the one before."""
        result = super()._hand_over_reminders_sudo(user_id)
        self._follow_causes_sudo()
        return result

    def _settle_work(self, before):
        """Nobody is reminded of what belongs to plans that are over or put away."""
        result = super()._settle_work(before)
        self._follow_causes_sudo()
        return result

    def _follow_causes_sudo(self):
        """As superuser: who hands a plan over or closes it may not be who was reminded."""
        if not self:
            return
        told = Domain("cause_reminded_date", "!=", False)
        for name in CAUSES:
            lines = self.env[name].sudo().with_context(active_test=False)
            lines.search(self._get_lines_domain(lines) & told)._follow_cause_sudo()
        plans = self.sudo().filtered("cause_reminded_date")
        over = plans.filtered(lambda plan: plan.state != "active" or not plan.active)
        over._withdraw_cause()
        for user, led in (plans - over).grouped("user_id").items():
            led._give_cause(user)
