from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.brief.digest import find_due_day
from ..common.days import get_zone_of_user_sudo
from ..common.jobs import Step, run_job
from ..common.parameters import read_parameter

USERS_AT_ONCE = 20
BOTH, ACTIVITY, MAIL, NEITHER = "both", "activity", "mail", "none"
WAYS = [
    (BOTH, "Activity and weekly mail"),
    (ACTIVITY, "Activity only"),
    (MAIL, "Weekly mail only"),
    (NEITHER, "Neither"),
]
# Kind of reminder: the types of its activities, in `kam_planning`.
TYPES = {
    "review": ("review", "escalation", "next_period"),
    "key_date": ("key_date", "contract_180", "contract_90"),
    "touch": ("touch",),
    "value": ("value_unanswered", "value_stale"),
    "risk": ("risk", "risk_review", "force"),
    "pace": ("pace",),
    "stale": ("plan_stale",),
}
KINDS = {
    f"kam_planning.mail_activity_type_{name}": kind
    for kind, names in TYPES.items()
    for name in names
}
SWITCHES = ["kam_remind_action", *(f"kam_remind_{kind}" for kind in TYPES)]


def _switch(label):
    return fields.Selection(WAYS, label, default=BOTH, required=True, copy=False)


class ResUsers(models.Model):
    """Of what a user of Key Account Management is reminded, and how; his weekly mail."""

    _inherit = "res.users"

    kam_digest_date = fields.Date(
        "Last Weekly Mail", readonly=True, copy=False, groups="base.group_system"
    )
    kam_remind_action = fields.Selection(
        [(MAIL, "Weekly mail"), (NEITHER, "Not in the weekly mail")],
        "Overdue Actions",
        default=MAIL,
        required=True,
        copy=False,
        help="Each action has its own activity.",
    )
    kam_remind_review = _switch("Reviews and Ends of Plans")
    kam_remind_key_date = _switch("Key Dates and Contracts")
    kam_remind_touch = _switch("People to Get in Touch With")
    kam_remind_value = _switch("Values to Confirm")
    kam_remind_risk = _switch("Risks and Forces to Judge")
    kam_remind_pace = _switch("Targets off Their Pace")
    kam_remind_stale = _switch("Plans That Nobody Works On")

    @property
    def SELF_READABLE_FIELDS(self):
        """A user sees his own switches."""
        return [*super().SELF_READABLE_FIELDS, *SWITCHES]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        """A user sets his own switches."""
        return [*super().SELF_WRITEABLE_FIELDS, *SWITCHES]

    def _wants_reminder_sudo(self, xmlid):
        """Whether this user gets activities of a type. As superuser: switches are one's own."""
        kind = KINDS.get(xmlid)
        return not kind or self.sudo()[f"kam_remind_{kind}"] in (BOTH, ACTIVITY)

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_send_kam_digest":
            return self.env._("The weekly mail of account work was not sent: %s", reason)
        return super()._describe_fault(method, reason)

    @api.model
    def _cron_digest(self):
        """Send the weekly mails that are due where their users are. Runs every hour."""
        run_job(self.env, [self._get_digest_step_sudo()])

    @api.model
    def _get_digest_step_sudo(self):
        """Users of Key Account Management in whose zone the day of the mail has come, and who did
        not have it yet.
        """
        users = self.sudo().search(self.env["kam.plan"]._get_kam_user_domain(), order="id")
        ids_by_day = {}
        for user in users:
            ids_by_day.setdefault(user._find_digest_day(), []).append(user.id)
        ids_by_day.pop(None, None)
        domain = Domain.OR(
            Domain("id", "in", ids)
            & (Domain("kam_digest_date", "=", False) | Domain("kam_digest_date", "<", day))
            for day, ids in ids_by_day.items()
        )
        return Step(
            self.sudo(),
            domain,
            "_send_kam_digest",
            "Weekly mail of user %s (%s) failed",
            USERS_AT_ONCE,
        )

    def _find_digest_day(self):
        weekday = read_parameter(self.env, "digest_weekday", int, 0) % 7
        zone = get_zone_of_user_sudo(self, self.company_id)
        return find_due_day(fields.Datetime.now(), zone, weekday)

    def _send_kam_digest(self):
        """Send each user what waits for him; nothing to whom nothing waits for."""
        template = self.env.ref("kam_planning.mail_template_digest")
        for user in self:
            user.kam_digest_date = user._find_digest_day() or user.kam_digest_date
            digest = self.env["kam.digest"]._prepare_sudo(user) if user.email else None
            if digest:
                # Of no record: whoever reads the user must not read his mail.
                template.with_context(kam_digest=digest).send_mail(
                    user.id, email_values={"model": False, "res_id": False}
                )
