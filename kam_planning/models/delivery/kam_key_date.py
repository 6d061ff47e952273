from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...tools.rows import NaturalKey
from ...tools.strategy.key_dates import day_before, next_day
from ..common.accents import AlikeChar
from ..common.days import of_each_day, today_of, today_of_user
from ..common.jobs import Step
from ..execution.kam_plan_reminder import not_yet_told

KINDS = [
    ("contract_end", "Contract end"),
    ("tender", "Tender"),
    ("budget", "Budget round"),
    ("price_talks", "Price talks"),
    ("fiscal_year", "Customer's fiscal year"),
    ("other", "Other"),
]
REMINDER_TYPE = "kam_planning.mail_activity_type_key_date"
DATES_AT_ONCE = 100
# Those of one user together.
BY_USER = "user_id, kam_user_id, id"
LEAD_DAYS = 30
# What says when somebody is reminded, and who.
REMINDING = {"date", "is_yearly", "lead_days", "active", "user_id", "account_id", "company_id"}


class KamKeyDate(models.Model):
    """A day on which something is decided at the customer, and how long before one prepares it."""

    _name = "kam.key.date"
    _description = "Key Date"
    _inherit = [
        "kam.account.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
        "kam.job.subject",
    ]
    _order = "next_date, id"
    _mail_post_access = "write"
    _same_account_fields = ("buying_center_id",)
    _natural_keys = (NaturalKey(("account_id", "company_id", "name"), ties=("kind", "date")),)
    _confirming_fields = ("name", "kind", "date", "is_yearly")
    _absorbed_fields = ("note", "buying_center_id", "user_id")
    _confirm_depends = ("next_date",)
    _unoffered_fields = ("reminded_date", "is_over")

    name = AlikeChar("Key Date", required=True, tracking=True, shareable=True)
    kind = fields.Selection(KINDS, required=True, default="other", tracking=True, shareable=True)
    active = fields.Boolean(default=True)
    date = fields.Date(required=True, tracking=True, shareable=True)
    is_yearly = fields.Boolean("Every Year", tracking=True, shareable=True)
    next_date = fields.Date(
        "Next On",
        compute="_compute_next_date",
        store=True,
        index=True,
        help="Of what comes every year the day that is not over yet.",
    )
    days_left = fields.Integer(
        compute="_compute_days_left",
        search="_search_days_left",
        aggregator=None,
        help="Negative once it is over.",
    )
    is_over = fields.Boolean(compute="_compute_days_left")
    lead_days = fields.Integer(
        "Lead Time (Days)",
        default=LEAD_DAYS,
        aggregator=None,
        help="So many days before it, its owner or else the key account manager gets an activity.",
    )
    remind_date = fields.Date(
        "Prepare From", compute="_compute_remind_date", store=True, index=True
    )
    reminded_date = fields.Date("Reminded Of", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Who prepares it; empty: the key account manager.",
    )
    buying_center_id = fields.Many2one(
        "kam.buying.center",
        "Buying Centre",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('account_id', '=', account_id)]",
    )
    note = fields.Text(help="What is decided, who decides, what we want to have done by then.")

    _lead_possible = models.Constraint(
        "CHECK (lead_days BETWEEN 0 AND 1000)",
        "The lead time of a key date is 0 to 1,000 days: correct it.",
    )

    @api.depends("date", "is_yearly", "company_id")
    def _compute_next_date(self):
        for line in self:
            line.next_date = line.date and line._get_next_date()

    def _get_next_date(self):
        return next_day(self.date, self.is_yearly, today_of(self.company_id))

    @api.depends("next_date", "lead_days")
    def _compute_remind_date(self):
        for line in self:
            line.remind_date = line.next_date and day_before(line.next_date, line.lead_days)

    @api.depends("next_date")
    @api.depends_context("tz", "uid")
    def _compute_days_left(self):
        today = today_of_user(self)
        for line in self:
            line.days_left = (line.next_date - today).days if line.next_date else 0
            line.is_over = line.days_left < 0

    @api.constrains("user_id")
    def _check_user_group(self):
        self.user_id._check_kam_access(self)

    def _search_days_left(self, operator, value):
        if operator == "in":
            return Domain("next_date", "in", [self._get_day_in(days) for days in value])
        if operator in ("<", "<=", ">", ">="):
            return Domain("next_date", operator, self._get_day_in(value))
        return NotImplemented

    @api.model
    def _get_day_in(self, days):
        try:
            return today_of_user(self) + timedelta(days=days)
        except (TypeError, ValueError, OverflowError):
            raise UserError(
                self.env._("“%s” is no number of days in which a key date can be.", str(days)[:80])
            ) from None

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        """Ask the database for the days that are left, to sort by them."""
        if field_expr != "days_left":
            return super()._field_to_sql(alias, field_expr, query)
        day = self._field_to_sql(alias, "next_date", query)
        return SQL("(%s - %s::date)", day, today_of_user(self))

    @api.model
    def _get_confirm_domain(self):
        """What is over needs nobody to stand by it."""
        return Domain("next_date", ">=", "today")

    def _get_confirm_text(self):
        """Kind and day."""
        kind = self._fields["kind"].convert_to_export(self.kind, self)
        return f"{kind} · {format_date(self.env, self.next_date)}"

    def _get_merge_key(self):
        """The same day of customers that become one is one."""
        return (self.company_id, self.kind, self.name, self.date)

    # reminders

    @api.model
    def _get_own_due_domain(self):
        """What this user has to prepare now."""
        led = Domain("user_id", "=", False) & Domain("kam_user_id", "=", self.env.uid)
        near = Domain("remind_date", "<=", "today") & Domain("next_date", ">=", "today")
        return near & (Domain("user_id", "=", self.env.uid) | led)

    def write(self, vals):
        """Open reminders follow their date."""
        result = super().write(vals)
        if not REMINDING.isdisjoint(vals):
            self._follow_date_sudo()
        return result

    def _follow_date_sudo(self):
        """As superuser: who moves a date may not see the activity of who prepares it."""
        reminded = self.sudo().filtered("reminded_date")
        # Who leads an account is asked anew: it depends on the states of its plans.
        reminded.invalidate_recordset(["kam_user_id"])
        due = reminded.filtered(lambda line: line._is_due())
        (reminded - due)._withdraw_reminder()
        for line in due:
            user = line._get_responsible()
            line.activity_reschedule(
                [REMINDER_TYPE], date_deadline=line.next_date, new_user_id=user.id
            )
            line.reminded_date = line.next_date

    def _is_due(self):
        today = today_of(self.company_id)
        is_near = self.remind_date <= today <= self.next_date
        return self.active and is_near and bool(self._get_responsible())

    def _withdraw_reminder(self):
        if self:
            self.activity_unlink([REMINDER_TYPE])
            self.reminded_date = False

    def _get_responsible(self):
        return self.user_id or self.kam_user_id

    @api.model
    def _get_steps(self):
        """What the daily job does: let go what is over, move on what comes every year, then remind
        of what is near.
        """
        past, near = (
            of_each_day(self.env, prepare)
            for prepare in (
                lambda company: Domain("next_date", "<", today_of(company)),
                lambda company: (
                    Domain("remind_date", "<=", today_of(company))
                    & Domain("next_date", ">=", today_of(company))
                ),
            )
        )
        everything = self.with_context(active_test=False)
        moving, reminding = (
            "Moving on key date %s (%s) failed",
            "Reminder for key date %s (%s) failed",
        )
        untold = not_yet_told("reminded_date", "next_date")
        domain = near & untold & self._get_led_domain()
        moving_on = Domain("is_yearly", "=", True) | Domain("reminded_date", "!=", False)
        return [
            Step(everything, past & moving_on, "_move_on", moving),
            Step(self, domain, "_remind", reminding, DATES_AT_ONCE, order=BY_USER),
        ]

    @api.model
    def _get_led_domain(self):
        """Key dates with somebody to remind: who left is followed first."""
        own = Domain("user_id.active", "=", True)
        led = Domain("kam_user_id", "any", [("active", "=", True)])
        return own | (Domain("user_id", "=", False) & led)

    @api.model
    def _describe_fault(self, method, reason):
        texts = {
            "_move_on": self.env._("The key date that is over cannot be moved on: %s", reason),
            "_remind": self.env._("Nobody could be reminded of the key date: %s", reason),
        }
        return texts.get(method) or super()._describe_fault(method, reason)

    def _move_on(self):
        """Nobody prepares what is over; what comes every year comes again."""
        self.filtered("reminded_date")._withdraw_reminder()
        for line in self.filtered("is_yearly"):
            line.next_date = line._get_next_date()

    def _remind(self):
        """One activity a date: what is left of the year before goes."""
        self.activity_unlink([REMINDER_TYPE])
        self._create_reminders(
            REMINDER_TYPE,
            lambda line: line.next_date,
            lambda line: line._get_responsible(),
            lambda line: line._get_reminder_summary(),
        )
        for line in self:
            line.reminded_date = line.next_date

    def _get_reminder_summary(self):
        return self.env._(
            "“%(name)s” of %(customer)s: prepare it",
            name=self.name,
            customer=self.account_id.display_name,
        )
