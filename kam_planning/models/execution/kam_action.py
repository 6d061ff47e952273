from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ...tools.action_states import ACTION_STATES, CLOSED_STATES
from ...tools.rows import NaturalKey
from ...tools.score import Component
from ..common.accents import AlikeChar
from ..common.days import of_each_day, today_of, today_of_user

_lt = LazyTranslate(__name__)

PRIORITIES = [("0", "Normal"), ("1", "Important"), ("2", "Very important"), ("3", "Urgent")]
# Share that counts as reached while an action is under way and nobody says otherwise.
STARTED_PERCENT = 50.0
NO_OBJECTIVE = _lt("No objective")


class KamAction(models.Model):
    """What is to be done, by whom of ours or of the customer's, by when, and how far it is."""

    _name = "kam.action"
    _description = "Account Action"
    _inherit = [
        "kam.action.continuation",
        "kam.action.group",
        "kam.action.waiting",
        "kam.action.recurrence",
        "kam.action.activity",
        "kam.action.lead",
        "kam.plan.work",
        "kam.plan.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
    ]
    _unoffered_fields = ("activity_id", "continued_line_ids", "is_under_way")
    _order = "is_open desc, date_deadline, id"
    _mail_post_access = "write"
    _same_plan_fields = ("objective_id", "after_id")

    _natural_keys = (
        NaturalKey(("plan_id", "name", "date_deadline"), ties=("user_id", "objective_id")),
    )
    _confirming_fields = ("name", "state", "date_deadline", "user_id", "contact_id", "progress")

    name = AlikeChar("Action", required=True, tracking=True, shareable=True)
    sequence = fields.Integer(default=10)
    description = fields.Html(sanitize=True)
    objective_id = fields.Many2one(
        "kam.objective",
        index="btree_not_null",
        ondelete="set null",
        # Not tracked: the chatter would name it to an assignee who may not read it.
        domain="[('plan_id', '=', plan_id)]",
        falsy_value_label=NO_OBJECTIVE,
        group_expand="_expand_objectives",
        shareable=True,
    )
    decision_ids = fields.One2many("kam.review.decision", "action_id", "Decided By")

    # who
    user_id = fields.Many2one(
        "res.users",
        "Assigned To",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
        shareable=True,
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Customer's Person",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain="[('is_company', '=', False), ('partner_share', '=', True)]",
        help="Who does this, or takes part in it, on the customer's side.",
        shareable=True,
    )
    role_id = fields.Many2one(
        "kam.team.role",
        "Meant for Role",
        ondelete="set null",
        help="Goes to whoever fills this role in the account team.",
    )
    deputy_role_id = fields.Many2one("kam.team.role", ondelete="set null")

    # when and how far
    date_start = fields.Date(
        "Start",
        default=today_of_user,
        shareable=True,
    )
    date_deadline = fields.Date(
        "Deadline",
        required=True,
        default=lambda self: today_of_user(self) + relativedelta(weeks=2),
        tracking=True,
        shareable=True,
    )
    state = fields.Selection(
        ACTION_STATES,
        required=True,
        default="todo",
        tracking=True,
        copy=False,
        group_expand="_expand_states",
        shareable=True,
    )
    is_open = fields.Boolean("Open", compute="_compute_is_open", store=True, precompute=True)
    is_under_way = fields.Boolean(
        "Plan Under Way",
        compute="_compute_is_under_way",
        store=True,
        precompute=True,
        help="The plan was submitted. Before, its actions are nobody's to do: nobody is told or "
        "reminded of them, and none is overdue.",
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    priority = fields.Selection(PRIORITIES, default="0", required=True)
    effort = fields.Float("Effort (days)", aggregator="sum")
    weight = fields.Float(
        default=1.0, aggregator=None, help="Share in the objective's progress, times the effort."
    )
    progress = fields.Float(
        "Progress (%)",
        compute="_compute_progress",
        store=True,
        readonly=False,
        precompute=True,
        aggregator="avg",
        ratio="_get_progress_parts_sql",
        copy=False,
    )
    date_done = fields.Date(
        "Done On",
        compute="_compute_date_done",
        store=True,
        readonly=False,
        copy=False,
        help="The day on which it was marked as done; a table of the past may give its own.",
    )
    feedback = fields.Text("What Came of It", readonly=True, copy=False)

    # the CRM around it
    activity_id = fields.Many2one(
        "mail.activity",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        check_company=True,
    )
    lead_status = fields.Char("Opportunity Status", compute="_compute_lead_status")

    # The list's order as the ORM writes it (a boolean is compared with its NULLs as FALSE), for the
    # list of all actions and for one column of the kanban.
    _order_idx = models.Index("(COALESCE(is_open, FALSE) DESC, date_deadline, id)")
    _state_order_idx = models.Index("(state, COALESCE(is_open, FALSE) DESC, date_deadline, id)")
    _open_user_idx = models.Index("(user_id, date_deadline) WHERE is_open IS TRUE")
    _effort_positive = models.Constraint(
        "CHECK (effort >= 0 AND weight >= 0)",
        "Effort and weight of an action cannot be negative: correct them.",
    )
    _progress_percent = models.Constraint(
        "CHECK (progress >= 0 AND progress <= 100)",
        "Progress is a percentage from 0 to 100: correct the action's progress.",
    )

    @api.depends("state")
    def _compute_is_open(self):
        for action in self:
            action.is_open = action.state not in CLOSED_STATES

    @api.depends("plan_id.state", "plan_id.active")
    def _compute_is_under_way(self):
        for action in self:
            action.is_under_way = action.plan_id._is_under_way()

    @api.model
    def _get_open_domain(self):
        return Domain("is_open", "=", True)

    @api.model
    def _get_due_domain(self):
        """What is somebody's to do: open, in a plan that was submitted."""
        return self._get_open_domain() & Domain("is_under_way", "=", True)

    @api.model
    def _get_overdue_domain(self):
        """What is overdue on the day of whoever searches."""
        return self._get_due_domain() & Domain("date_deadline", "<", "today")

    @api.model
    def _get_overdue_domain_at_night(self):
        """What is overdue on the day of its company."""
        return self._get_due_domain() & of_each_day(
            self.env, lambda company: Domain("date_deadline", "<", today_of(company))
        )

    @api.depends("is_open", "is_under_way", "date_deadline")
    @api.depends_context("tz", "uid")
    def _compute_is_overdue(self):
        today = today_of_user(self)
        for action in self:
            deadline = action.is_open and action.is_under_way and action.date_deadline
            action.is_overdue = bool(deadline) and deadline < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.depends("state")
    def _compute_progress(self):
        for action in self:
            if action.state == "done":
                action.progress = 100.0
            elif action.state == "in_progress":
                action.progress = action.progress or STARTED_PERCENT
            elif action.state == "continued":
                action.progress = action.progress or 0.0
            else:
                action.progress = 0.0

    @api.depends("state")
    def _compute_date_done(self):
        for action in self:
            is_done = action.state == "done"
            action.date_done = is_done and (action.date_done or today_of(action.company_id))

    @api.depends("lead_id")
    @api.depends_context("uid")
    def _compute_lead_status(self):
        readable = self.env["crm.lead"]
        if readable.has_access("read"):
            readable = self.lead_id.with_context(active_test=False)._filtered_access("read")
        labels = dict(self.env["crm.lead"]._fields["won_status"]._description_selection(self.env))
        for action in self:
            lead = action.lead_id if action.lead_id in readable else readable.browse()
            pending = lead.won_status == "pending"
            action.lead_status = lead.stage_id.name if pending else labels.get(lead.won_status)

    @api.model
    def _get_progress_parts_sql(self, query):
        """Several actions count as in their objective: by weight and effort, cancelled ones not
        at all.
        """
        state, weight, effort, progress = (
            self._field_to_sql(self._table, name, query)
            for name in ("state", "weight", "effort", "progress")
        )
        weight = SQL(
            "CASE WHEN %s != 'cancelled' THEN %s * COALESCE(NULLIF(%s, 0), 1) END",
            state,
            weight,
            effort,
        )
        return SQL("%s * %s / 100.0", progress, weight), weight

    def _prepare_progress_components(self):
        """Components of a progress score, one for each action that is not cancelled."""
        labels = dict(ACTION_STATES)
        return [
            Component(
                key=f"action-{action.id}",
                label=action.name or "",
                points=action.progress,
                weight=action.weight * (action.effort or 1.0),
                value=labels[action.state],
                evidence=[("kam.action", action.id)],
            )
            for action in self
            if action.state != "cancelled"
        ]

    @api.constrains("date_start", "date_deadline")
    def _check_dates(self):
        for action in self:
            if action.date_start and action.date_deadline < action.date_start:
                raise ValidationError(
                    self.env._(
                        "Action “%(action)s”: the deadline (%(end)s) lies before the start "
                        "(%(start)s). Correct one of the two dates.",
                        action=action.name,
                        end=format_date(self.env, action.date_deadline),
                        start=format_date(self.env, action.date_start),
                    )
                )

    @api.constrains("date_done", "state")
    def _check_date_done(self):
        for action in self.filtered("date_done"):
            if action.state != "done":
                raise ValidationError(
                    self.env._(
                        "Action “%s” is not done: leave “Done On” empty, or mark it as done.",
                        action.name,
                    )
                )
            if action.date_done > max(today_of(action.company_id), today_of_user(action)):
                raise ValidationError(
                    self.env._(
                        "Action “%(action)s”: the day on which it was done (%(day)s) lies ahead. "
                        "Correct “Done On”.",
                        action=action.name,
                        day=format_date(self.env, action.date_done),
                    )
                )

    @api.constrains("user_id")
    def _check_user_group(self):
        # A record of the past may name people who do not work with plans any more.
        living = self.filtered(lambda action: action.state != "continued")
        living.user_id._check_kam_access(living)

    def action_start(self):
        """Begin the actions."""
        self.write({"state": "in_progress"})

    def action_done(self):
        """Complete the actions; their activities are done with them."""
        self.write({"state": "done"})

    def action_cancel(self):
        """Cancel the actions; their activities go."""
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Take closed actions up again, each with a new activity; the old one stays as history."""
        self.write({"state": "todo"})

    @api.model_create_multi
    def create(self, vals_list):
        """An action whose deadline has passed began by then, unless somebody says when."""
        for vals in vals_list:
            # Before anything is reckoned with them.
            self._check_values(vals)
        start = self.default_get(["date_start"]).get("date_start")
        start = self._fields["date_start"].to_date(start)
        vals_list = [self._omit_empty_day(vals) for vals in vals_list]
        return super().create([self._add_start(vals, start) for vals in vals_list])

    @api.model
    def _omit_empty_day(self, vals):
        """An empty day of completion says nothing: what is done was done on some day."""
        if "date_done" in vals and not vals["date_done"]:
            return {name: value for name, value in vals.items() if name != "date_done"}
        return vals

    @api.model
    def _add_start(self, vals, start):
        deadline = self._fields["date_deadline"].to_date(vals.get("date_deadline"))
        if "date_start" in vals or not (start and deadline and deadline < start):
            return vals
        return {**vals, "date_start": deadline}

    def write(self, vals):
        """An action taken up again does not wait for somebody who left meanwhile."""
        vals = self._omit_empty_day(vals)
        result = super().write(vals)
        if "state" in vals:
            self._get_absent_holders_sudo()._hand_over_lost_work()
        return result

    def _filter_going_on(self):
        """Nobody has work with actions that are over."""
        return self.filtered("is_open")

    def _get_customer_names_sudo(self):
        """Names of the customers by id of the action: whoever has an action is told for whom."""
        return {action.id: action.partner_id.name for action in self.sudo()}
