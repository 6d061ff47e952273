from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...tools.progress import judge_pace
from ...tools.rows import NaturalKey
from ...tools.score import Score
from ..common.accents import AlikeChar
from ..common.days import of_each_day, today_of
from ..common.jobs import Step
from ..common.known import KnownFloat, is_known

BENEFITS = [("us", "Us"), ("customer", "The customer"), ("both", "Both")]
HORIZONS = [("short", "Short term"), ("long", "Long term")]
STATUSES = [("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")]
OBJECTIVES_AT_ONCE = 1000


class KamObjective(models.Model):
    """What we wish to achieve for the customer and for ourselves."""

    _name = "kam.objective"
    _description = "Account Objective"
    _inherit = [
        "kam.plan.work",
        "kam.counted",
        "kam.owned.line",
        "kam.internal.thread",
        "kam.score.mixin",
        "kam.confirmable",
        "kam.shareable",
        "kam.job.subject",
    ]
    _order = "sequence, date_deadline, id"
    _mail_post_access = "write"

    _natural_keys = (NaturalKey(("plan_id", "name"), ties=("date_deadline",)),)
    _counted_lines = {"action_count": ("kam.action", {"objective_id": "id"})}
    _unoffered_fields = ("first_open_deadline", "status_change_date")
    _score_kinds = {"progress": "_get_progress_scores"}
    _confirming_fields = ("name", "customer_gain", "our_gain", "date_deadline", "progress_manual")

    name = AlikeChar("Objective", required=True, tracking=True, shareable=True)
    sequence = fields.Integer(default=10)
    benefit_for = fields.Selection(
        BENEFITS, "For", required=True, default="both", tracking=True, shareable=True
    )
    customer_gain = fields.Text("What the Customer Gains", shareable=True)
    our_gain = fields.Text("What We Gain")
    horizon = fields.Selection(HORIZONS, required=True, default="short", shareable=True)
    weight = fields.Float(
        default=1.0,
        aggregator=None,
        help="Share in the plan's progress, relative to the other objectives.",
    )
    date_start = fields.Date(
        "Start", compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_deadline = fields.Date(
        "Due Date",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        shareable=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("achieved", "Achieved"), ("dropped", "Dropped")],
        required=True,
        default="open",
        tracking=True,
        copy=False,
        shareable=True,
    )
    action_ids = fields.One2many("kam.action", "objective_id", "Actions")
    action_count = fields.Integer(
        "Open Actions",
        compute="_compute_action_count",
        search="_search_action_count",
        aggregator=None,
    )
    previous_objective_id = fields.Many2one(
        "kam.objective",
        "Continues",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The objective of the previous plan that this one goes on with.",
    )

    # progress and pace
    progress_mode = fields.Selection(
        [("actions", "From actions"), ("manual", "By hand")],
        required=True,
        default="actions",
    )
    progress_manual = KnownFloat("Progress by Hand (%)", aggregator=None)
    progress_reason = fields.Char("Why This Progress", tracking=True)
    progress = KnownFloat(
        "Progress (%)",
        compute="_compute_progress",
        store=True,
        aggregator="avg",
        ratio="_get_progress_parts_sql",
    )
    first_open_deadline = fields.Date(compute="_compute_first_open_deadline", store=True)
    status = fields.Selection(STATUSES, "On Track?", compute="_compute_status", store=True)
    status_change_date = fields.Date(
        "Status to Review On",
        compute="_compute_status",
        store=True,
        index="btree_not_null",
        help="First day on which the status gets worse if nothing happens until then.",
    )
    status_reason = fields.Char("Why This Status", compute="_compute_status_reason")

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "An objective's weight cannot be negative: correct the weight."
    )
    _progress_percent = models.Constraint(
        "CHECK (progress_manual >= 0 AND progress_manual <= 100)",
        "Progress is a percentage from 0 to 100: correct the progress by hand.",
    )

    @api.depends("plan_id")
    def _compute_dates(self):
        for objective in self:
            objective.date_start = objective.date_start or objective.plan_id.date_start
            objective.date_deadline = objective.date_deadline or objective.plan_id.date_end

    @api.model
    def _get_counted_domain(self, name):
        return self.env["kam.action"]._get_open_domain()

    def _search_action_count(self, operator, value):
        return self._search_count("action_count", operator, value)

    @api.depends("action_ids.is_open")
    def _compute_action_count(self):
        for objective in self:
            objective.action_count = len(objective.action_ids.filtered("is_open"))

    @api.depends(
        "state",
        "progress_mode",
        "progress_manual",
        "action_ids.progress",
        "action_ids.effort",
        "action_ids.weight",
        "action_ids.state",
    )
    def _compute_progress(self):
        for objective, score in self._get_progress_scores().items():
            if objective.state == "achieved":
                objective.progress = 100.0
            elif objective.progress_mode == "manual":
                objective.progress = objective.progress_manual
            else:
                objective.progress = score.total

    def _get_progress_scores(self):
        """What actions or key results say about each objective's progress.

        :return: dict {objective: tools.score.Score}; the components are the actions that are not
            cancelled, weighted by weight x effort in days (1 where no effort is given), or the
            key results with their attainment, up to 100
        """
        return {objective: Score(objective._prepare_progress_parts()) for objective in self}

    @api.model
    def _get_progress_parts_sql(self, query):
        """Several objectives count by their weights, dropped ones not at all. One of which nothing
        is known is left out, as of every average; only in its plan it counts as not begun.
        """
        state, weight, progress = (
            self._field_to_sql(self._table, name, query) for name in ("state", "weight", "progress")
        )
        weight = SQL(
            "CASE WHEN %s != 'dropped' AND %s IS NOT NULL THEN %s END", state, progress, weight
        )
        return SQL("%s * %s / 100.0", progress, weight), weight

    def _prepare_progress_parts(self):
        return self.action_ids._prepare_progress_components()

    @api.depends(
        "action_ids.date_deadline", "action_ids.is_open", "plan_id.state", "plan_id.active"
    )
    def _compute_first_open_deadline(self):
        """Of what is somebody's to do: nothing is overdue in a draft."""
        for objective in self:
            due = objective.action_ids.filtered("is_open").filtered("date_deadline")
            days = due.mapped("date_deadline") if objective.plan_id._is_under_way() else ()
            objective.first_open_deadline = min(days, default=False)

    def _get_pace(self):
        """Judge the pace of one objective: `tools.progress.Pace`, or None without dates."""
        self.ensure_one()
        if self.state != "open" or not self.date_deadline:
            return None
        start = min(self.date_start or self.date_deadline, self.date_deadline)
        today = today_of(self.company_id)
        # As long as nothing says how far it is, nothing is reached for the pace.
        reached = self.progress or 0.0
        return judge_pace(
            reached, start, self.date_deadline, today, self.first_open_deadline or None
        )

    @api.depends("progress", "date_start", "date_deadline", "state", "first_open_deadline")
    def _compute_status(self):
        for objective in self:
            pace = objective._get_pace()
            objective.status = pace and pace.status
            objective.status_change_date = pace and pace.changes_on

    @api.depends("status", "progress")
    @api.depends_context("lang")
    def _compute_status_reason(self):
        for objective in self:
            objective.status_reason = objective._explain_pace(objective._get_pace())

    def _explain_pace(self, pace):
        if pace is None:
            return False
        texts = {
            "complete": self.env._("Everything is done."),
            "past_due": self.env._("The due date has passed and %(progress)d %% is reached."),
            "far_behind": self.env._(
                "%(progress)d %% reached where the elapsed time asks for %(expected)d %%: more "
                "than 25 points behind."
            ),
            "behind": self.env._(
                "%(progress)d %% reached where the elapsed time asks for %(expected)d %%: more "
                "than 10 points behind."
            ),
            "overdue_action": self.env._("An action is overdue since %(overdue)s."),
            "on_pace": self.env._(
                "%(progress)d %% reached, the elapsed time asks for %(expected)d %%."
            ),
        }
        text = texts[pace.reason] % {
            # Rounded as the bars beside it are.
            "progress": round(self.progress or 0),
            "expected": round(pace.expected),
            "overdue": format_date(self.env, self.first_open_deadline),
        }
        if is_known(self.progress):
            return text
        return self.env._("How far it is is not known and counts as nothing yet: %s", text)

    @api.model
    def _get_status_step(self):
        """Judge anew the objectives whose status gets worse by the mere passing of time."""
        return Step(
            self,
            of_each_day(
                self.env,
                lambda company: Domain("status_change_date", "<=", today_of(company)),
            ),
            "_refresh_status",
            "Judging the pace of objective %s (%s) failed",
            OBJECTIVES_AT_ONCE,
        )

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_refresh_status":
            return self.env._("The status cannot be judged: %s", reason)
        return super()._describe_fault(method, reason)

    def _refresh_status(self):
        self.env.add_to_compute(self._fields["status"], self)
        self.flush_recordset(["status", "status_change_date"])

    @api.constrains("progress_mode", "progress_manual", "progress_reason")
    def _check_progress_reason(self):
        for objective in self:
            if objective.progress_mode == "manual" and not objective.progress_reason:
                raise ValidationError(
                    self.env._(
                        "Objective “%s”: progress by hand needs a reason. Say in “Why This "
                        "Progress” what the figure rests on.",
                        objective.name,
                    )
                )

    @api.constrains("date_start", "date_deadline")
    def _check_dates(self):
        for objective in self:
            start, end = objective.date_start, objective.date_deadline
            if start and end and end < start:
                raise ValidationError(
                    self.env._(
                        "Objective “%(objective)s”: the due date (%(end)s) lies before the start "
                        "(%(start)s). Correct one of the two dates.",
                        objective=objective.name,
                        end=end,
                        start=start,
                    )
                )

    def write(self, vals):
        """An objective taken up again does not wait for somebody who left meanwhile."""
        result = super().write(vals)
        if vals.get("state") == "open":
            for company, objectives in self.grouped("company_id").items():
                objectives.user_id._filter_absent_sudo(company)._hand_over_lost_work()
        return result

    def _filter_going_on(self):
        """Nobody has work with objectives that were achieved or dropped."""
        return self.filtered(lambda objective: objective.state == "open")

    def action_achieve(self):
        """Mark the objectives as achieved."""
        self.write({"state": "achieved"})

    def action_drop(self):
        """Give the objectives up; they no longer count in the plan's progress."""
        self.write({"state": "dropped"})

    def action_reopen(self):
        """Take the objectives up again."""
        self.write({"state": "open"})

    def _has_both_gains(self):
        """Whether it says what each side gains; blanks say nothing."""
        return all((text or "").strip() for text in (self.customer_gain, self.our_gain))

    def _prepare_gains(self):
        """What each side gains, as it was written down.

        :return: list of tuples (whose gain, text in one line)
        """
        self.ensure_one()
        gains = (
            (self.env._("The customer gains:"), self.customer_gain),
            (self.env._("We gain:"), self.our_gain),
        )
        return [(side, " ".join(text.split())) for side, text in gains if text and text.strip()]

    def _link_previous_objectives_sudo(self, originals):
        for objective, original in zip(self.sudo(), originals, strict=True):
            objective.previous_objective_id = original
