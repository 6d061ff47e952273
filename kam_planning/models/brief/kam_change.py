from odoo import api, fields, models
from odoo.fields import Domain

from ..common.days import today_of


class KamChange(models.Model):
    """Of targets that are off their pace the owners of their objectives are reminded, until
    somebody judges that or the pace is kept again. The activity stands on the plan.
    """

    _name = "kam.change"
    _inherit = ["kam.reminded", "kam.change", "kam.job.subject"]
    _unoffered_fields = ("cause_activity_id",)
    _cause_type = "kam_planning.mail_activity_type_pace"
    _cause_fields = ("state",)

    cause_activity_id = fields.Many2one(
        "mail.activity",
        "Reminder",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _get_cause_domain(self):
        plan = Domain("plan_id.state", "=", "active") & Domain("plan_id.active", "=", True)
        return Domain("kind", "=", "off_pace") & Domain("state", "=", "open") & plan

    @api.model
    def _get_own_cause_domain(self):
        return self._get_cause_domain() & Domain("plan_id.access_user_ids", "in", self.env.uid)

    def _find_reminded_users(self):
        targets = self._find_targets_sudo()
        return {
            change: self._get_owner(targets[change]) or change.plan_id.user_id for change in self
        }

    @api.model
    def _get_owner(self, target):
        return target.objective_id.user_id.filtered("active")

    def _find_targets_sudo(self):
        """What is off its pace: {change: kam.target}."""
        targets = self.env["kam.target"].sudo().browse(self.mapped("res_id")).exists()
        found = targets.grouped("id")
        return {change: found.get(change.res_id, targets.browse()) for change in self}

    def _remind_of_cause(self):
        users, targets = self._find_reminded_users(), self._find_targets_sudo()
        told = self.browse(
            [
                change.id
                for change in self
                if users[change]._wants_reminder_sudo(self._cause_type) and targets[change]
            ]
        )
        activities = self.env["mail.activity"].create(
            [change._prepare_activity(users[change], targets[change]) for change in told]
        )
        for change, activity in zip(told, activities, strict=True):
            change.cause_activity_id = activity
        self._stamp_cause()

    def _prepare_activity(self, user, target):
        spoken = target.with_context(lang=user.lang)
        return {
            "activity_type_id": self.env.ref(self._cause_type).id,
            "res_model_id": self.env["ir.model"]._get_id("kam.plan"),
            "res_id": self.plan_id.id,
            "user_id": user.id,
            "date_deadline": today_of(self.company_id),
            "summary": spoken.env._("“%s” is off its pace", spoken.display_name),
            "automated": True,
        }

    def _withdraw_cause(self):
        self.cause_activity_id.filtered("active").unlink()
        self.cause_reminded_date = False

    def _give_cause(self, user):
        self.cause_activity_id.filtered(lambda one: one.active and one.user_id != user).write(
            {"user_id": user.id}
        )
