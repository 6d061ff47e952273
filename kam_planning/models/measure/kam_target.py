from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools import target as calculation
from ...tools.periods import ALL_TIME, Period
from ...tools.score import Component
from ..common.arguments import check_one
from ..common.days import today_of, today_of_user
from ..common.period_names import fiscal_year_of, name_period
from ..plan.kam_plan_workflow import OPEN_STATES

# What is read, and kept with the moment.
FIGURES = ("actual_value", "has_actual", "forecast_value", "undated_value", "undated_count")
FIGURES += ("figures_date",)
STANDINGS = [("reached", "Reached"), ("short", "Not reached"), ("unknown", "Not known")]
OUTCOMES = [
    ("running", "Running"),
    ("reached", "Reached"),
    ("missed", "Missed"),
    ("unknown", "Not known"),
]
# How a target ended, by where it stood.
ENDED = {"reached": "reached", "short": "missed", "unknown": "unknown"}


class KamTarget(models.Model):
    """What a measure is to reach in a period, for the customer as a whole or for one offering."""

    _name = "kam.target"
    _description = "Target"
    _inherit = ["kam.plan.line", "kam.refreshable"]
    _order = "measure_id, offering_id, date_start, date_end desc, id"
    _rec_name = "measure_id"
    _refresh_rank = 20
    _same_plan_fields = ("objective_id",)

    currency_id = fields.Many2one(related="company_id.currency_id")
    measure_id = fields.Many2one("kam.measure", required=True, index=True, ondelete="restrict")
    unit = fields.Selection(related="measure_id.unit")
    date_start = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False, required=True, precompute=True
    )
    date_end = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, required=True, precompute=True
    )
    offering_id = fields.Many2one(
        "kam.offering",
        "Revenue Stream",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for everything that the customer buys.",
    )
    objective_id = fields.Many2one(
        "kam.objective",
        "Proves Objective",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id)]",
        help="This target is a key result of that objective.",
    )
    baseline = fields.Float(help="Where the figure stood before, such as last year's.")
    target_value = fields.Float("Target", required=True)
    stretch_value = fields.Float("Stretch")
    note = fields.Char()
    actual_value = fields.Float("Actual", compute="_compute_figures", store=True)
    forecast_value = fields.Float(
        "Forecast",
        compute="_compute_figures",
        store=True,
        help="Actual and what the weighted pipeline is expected to bring from today to the end of "
        "the period.",
    )
    # The same opportunities stand beside every target of the customer: nothing to add up.
    undated_value = fields.Monetary(
        "Not Dated",
        compute="_compute_figures",
        store=True,
        aggregator=None,
        help="Weighted pipeline of open opportunities whose expected closing is not given or past: "
        "no forecast counts them.",
    )
    undated_count = fields.Integer(
        "Opportunities Not Dated", compute="_compute_figures", store=True, aggregator=None
    )
    has_actual = fields.Boolean(
        compute="_compute_figures",
        store=True,
        help="Whether there is a figure at all: no average and no rate is known of nothing.",
    )
    figures_date = fields.Datetime("As Of", compute="_compute_figures", store=True, index=True)
    attainment = fields.Float(
        "Attainment (%)", compute="_compute_attainment", store=True, aggregator="avg"
    )
    pace_needed = fields.Float(
        "Needed per Month",
        compute="_compute_pace_needed",
        help="What has to be added in each month that is left to reach the target; no figure once "
        "the period is over.",
    )
    has_pace = fields.Boolean(
        compute="_compute_pace_needed", help="Whether anything is to be added every month."
    )
    standing = fields.Selection(
        STANDINGS,
        compute="_compute_attainment",
        store=True,
        help="Where the figure stands to the target; not known without a figure or a target.",
    )
    outcome = fields.Selection(
        OUTCOMES,
        compute="_compute_outcome",
        search="_search_outcome",
        help="How the target ended, once its period is over.",
    )
    outcome_text = fields.Char(
        "How It Ended",
        compute="_compute_outcome",
        help="Reached, missed by how much, or not known.",
    )
    period_label = fields.Char("Period", compute="_compute_period_label")
    fiscal_year = fields.Char(
        compute="_compute_fiscal_year",
        store=True,
        help="The company's fiscal year in which the target ends, such as 2026 or 2026/27.",
    )

    _period = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A target's period ends after it starts: correct one of the two dates.",
    )
    _stream_uniq = models.UniqueIndex(
        "(plan_id, measure_id, date_start, date_end, COALESCE(offering_id, 0))",
        "There is a target for this measure, period and revenue stream already. Change that one.",
    )

    @api.depends("measure_id.name", "period_label", "offering_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for target in self:
            names = (target.measure_id.name, target.offering_id.name, target.period_label)
            target.display_name = " ".join(name for name in names if name)

    @api.depends("plan_id")
    def _compute_dates(self):
        for target in self:
            target.date_start = target.date_start or target.plan_id.date_start
            target.date_end = target.date_end or target.plan_id.date_end

    @api.depends(
        "date_start",
        "date_end",
        "company_id.fiscalyear_last_day",
        "company_id.fiscalyear_last_month",
    )
    @api.depends_context("lang")
    def _compute_period_label(self):
        for target in self:
            target.period_label = name_period(
                self.env, target.date_start, target.date_end, target.company_id
            )

    @api.depends("date_end", "company_id.fiscalyear_last_day", "company_id.fiscalyear_last_month")
    def _compute_fiscal_year(self):
        for target in self:
            fiscal = fiscal_year_of(target.company_id)
            target.fiscal_year = target.date_end and fiscal.year_text(target.date_end)

    @api.depends(
        "plan_id.partner_id",
        "plan_id.company_id",
        "measure_id",
        "offering_id",
        "date_start",
        "date_end",
    )
    def _compute_figures(self):
        saved = self.browse(target_id for target_id in self._ids if target_id)
        figures = saved._read_figures()
        for target in self:
            # One that is being filled in could name any plan, before any rule was asked.
            values = figures.get(target.id) or {name: target._origin[name] for name in FIGURES}
            for name in FIGURES:
                target[name] = values[name]

    def _read_figures(self):
        """Read actual and forecast.

        :return: dict {target id: {field: value}}
        """
        measures = self.env["kam.measure"]
        amount, count = (measures._get_standard_sudo(n) for n in ("undated_pipeline", "undated"))
        sources = (
            self._read_values(lambda t: t._get_measure_sudo(), lambda t: t._get_period()),
            self._read_values(
                lambda t: t._get_measure_sudo().forecast_measure_id,
                lambda t: t._get_forecast_period(),
            ),
            self._read_values(lambda t: amount, lambda t: t._get_undated_period()),
            self._read_values(lambda t: count, lambda t: t._get_undated_period()),
        )
        now = fields.Datetime.now()
        return {
            target.id: target._prepare_figures(*(values.get(target) for values in sources), now)
            for target in self
        }

    def _prepare_figures(self, actual, coming, undated, undated_count, now):
        nothing = self.measure_id and self._get_measure_sudo()._get_nothing()
        return {
            "actual_value": actual or 0.0,
            "has_actual": actual is not None or nothing is not None,
            "forecast_value": calculation.forecast(actual, coming),
            "undated_value": self.currency_id.round(undated or 0.0),
            "undated_count": int(undated_count or 0),
            "figures_date": now,
        }

    def _get_period(self):
        return Period(self.date_start, self.date_end)

    def _get_forecast_period(self):
        """What is left of the period, where the forecast rests on the closing of opportunities."""
        if not self._is_of_opportunities():
            return self._get_period()
        today = today_of(self.company_id)
        is_over = self.date_end < today
        return None if is_over else Period(max(self.date_start, today), self.date_end)

    def _get_undated_period(self):
        """Always, while there is a forecast to which they could belong."""
        has_forecast = self._is_of_opportunities() and self.date_end >= today_of(self.company_id)
        return ALL_TIME if has_forecast else None

    def _is_of_opportunities(self):
        forecast = self._get_measure_sudo().forecast_measure_id
        return forecast.model_name == "crm.lead" and forecast.date_path == "date_deadline"

    def _get_measure_sudo(self):
        """The measure with its definition, which users of its figures need not read."""
        return self.sudo().measure_id

    @api.model
    def _get_living_domain(self):
        """Targets of plans that are over stay as they were."""
        return Domain("plan_id.state", "in", OPEN_STATES)

    def _read_values(self, get_measure, get_period):
        """Read one measure for each target, with one query for each measure and company.

        :param get_measure: function of a target giving its kam.measure as superuser, or none
        :param get_period: function of a target giving the Period that counts, or None for none
        :return: dict {target: value}
        """
        groups = {}
        for target in self.filtered("plan_id"):
            measure = get_measure(target)
            if measure and target._has_period() and get_period(target):
                place = (target.company_id, measure, bool(target.offering_id))
                groups.setdefault(place, {})[target] = get_period(target)
        values = {}
        for (company, measure, is_split), spans in groups.items():
            values.update(self.browse()._read_group_of_targets(company, measure, is_split, spans))
        return values

    def _has_period(self):
        """Whether it has a period: one that is being filled in may end before it starts."""
        return self.date_start and self.date_end and self.date_start <= self.date_end

    @api.model
    def _read_group_of_targets(self, company, measure, is_split, spans):
        """Read one measure of one company.

        :param bool is_split: whether the targets are those of revenue streams
        :param dict spans: {target: Period}
        :return: dict {target: value}
        """
        different = list(dict.fromkeys(spans.values()))
        accounts = self.env["res.partner"].union(*(t.partner_id._origin for t in spans))
        offerings = self.env["kam.offering"].union(*(t.offering_id._origin for t in spans))
        figures = measure._get_figures(
            accounts, different, company, offerings if is_split else None
        )
        values = {}
        for target, span in spans.items():
            key = (target.partner_id._origin.id, different.index(span))
            key += (target.offering_id._origin.id,) if is_split else ()
            values[target] = figures[measure].get(key)
        return values

    def action_open_actual(self):
        """Open the records of which the actual figure is made, to those who may read them.

        :return: action
        :raise AccessError: when the user may not read the target or such records
        :raise UserError: when there are no single records behind the figure
        """
        check_one(self)
        return self._open_records(self._get_measure_sudo(), self._get_period())

    def action_open_undated(self):
        """Open the opportunities that have no expected closing, or a past one.

        :return: action
        :raise AccessError: when the user may not read the target or opportunities
        """
        check_one(self)
        measure = self.env["kam.measure"]._get_standard_sudo("undated")
        return self._open_records(measure, ALL_TIME)

    def _open_records(self, measure, period):
        self.check_access("read")
        return measure.sudo(False)._open_figure(
            self.partner_id, period, self.company_id, self.offering_id
        )

    @api.depends(
        "actual_value",
        "has_actual",
        "target_value",
        "baseline",
        "measure_id.direction",
        "measure_id.source",
        "measure_id.aggregate",
        "measure_id.date_path",
        "measure_id.entry_mode",
    )
    def _compute_attainment(self):
        for target in self:
            measure = target._get_measure_sudo()
            terms = (
                target.target_value,
                target.baseline,
                measure.direction != "lower",
                bool(measure) and measure._accumulates(),
            )
            actual = target.actual_value if target.has_actual else None
            reached = actual is not None and calculation.attainment(actual, *terms)
            target.attainment = reached or 0.0
            target.standing = calculation.standing(actual, *terms)

    @api.depends(
        "actual_value",
        "has_actual",
        "target_value",
        "date_start",
        "date_end",
        "measure_id.direction",
        "measure_id.entry_mode",
    )
    @api.depends_context("tz", "uid")
    def _compute_pace_needed(self):
        today = today_of_user(self)
        for target in self:
            pace = target._get_pace_needed(today)
            target.pace_needed, target.has_pace = pace or 0.0, pace is not None

    def _get_pace_needed(self, today):
        """What is needed per month, None where that says nothing or nobody knows."""
        measure = self._get_measure_sudo()
        counts = measure and measure.direction == "higher" and measure._accumulates()
        if not (counts and self.has_actual and self._has_period() and self.target_value > 0):
            return None
        return calculation.pace_needed(
            self.actual_value, self.target_value, self.date_start, self.date_end, today
        )

    @api.depends("standing", "date_end", "actual_value", "target_value", "measure_id.direction")
    @api.depends_context("lang", "tz", "uid")
    def _compute_outcome(self):
        today = today_of_user(self)
        for target in self:
            is_over = target.date_end and target.date_end < today
            target.outcome = ENDED[target.standing or "unknown"] if is_over else "running"
            target.outcome_text = target._describe_outcome()

    def _describe_outcome(self):
        """How the target ended, in words; nothing while it runs."""
        if self.outcome == "running":
            return False
        if self.outcome == "missed":
            higher = self.measure_id.direction != "lower"
            gap = calculation.missing(self.actual_value, self.target_value, higher)
            return self.env._("Missed by %s", self._format_value(gap))
        return dict(self._fields["outcome"]._description_selection(self.env))[self.outcome]

    def _search_outcome(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = today_of_user(self)
        standings = [standing for standing, outcome in ENDED.items() if outcome in value]
        domain = Domain("date_end", "<", today) & Domain("standing", "in", standings)
        return domain | Domain("date_end", ">=", today) if "running" in value else domain

    @api.constrains("measure_id", "offering_id")
    def _check_offering(self):
        for target in self.filtered("offering_id"):
            measure = target._get_measure_sudo()
            parts = (
                measure
                if measure.source != "ratio"
                else (measure.numerator_id | measure.denominator_id)
            )
            if not all(part.offering_path for part in parts):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be split by revenue streams: leave the revenue stream empty.",
                        measure.name,
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_period(self):
        """Before the database says it: what is computed from the dates comes first."""
        for target in self:
            if not target._has_period():
                raise ValidationError(
                    self.env._(
                        "Target of “%(measure)s”: the end (%(end)s) lies before the start "
                        "(%(start)s). Correct one of the two dates.",
                        measure=target._get_measure_sudo().name,
                        end=format_date(self.env, target.date_end),
                        start=format_date(self.env, target.date_start),
                    )
                )

    def _format_value(self, value, is_known=True):
        """Write a value of the target in the unit of its measure."""
        return self.measure_id._format(value if is_known else None, self.currency_id)

    def _prepare_progress_components(self):
        """Key results as inputs of an objective's progress; what has no figure is not known."""
        return [
            Component(
                key=f"target-{target.id}",
                label=f"{target.measure_id.name} {target.period_label}",
                points=min(100.0, target.attainment) if target.standing != "unknown" else None,
                weight=1.0,
                value=target._format_value(target.actual_value, target.has_actual),
                evidence=[("kam.target", target.id)],
            )
            for target in self
        ]
