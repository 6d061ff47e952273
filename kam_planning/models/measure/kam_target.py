from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import periods
from ...tools import target as calculation
from ...tools.periods import Period
from ...tools.score import Component
from ..common.known import KnownFloat, KnownMonetary, is_known
from ..plan.kam_plan_workflow import OPEN_STATES

# What is read, and kept with the moment.
FIGURES = ("actual_value", "has_actual", "forecast_value", "figures_date")
# The same in money, where it can be added up.
AMOUNTS = ("target", "actual", "forecast")
AMOUNT = {
    "compute": "_compute_amounts",
    "store": True,
    "aggregator": "sum",
    "total_once": True,
    "total_within": ("measure_id",),
}


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
    # In the unit of the measure: money beside percent gives no total.
    baseline = KnownFloat(
        aggregator=None, help="Where the figure stood before, such as last year's."
    )
    target_value = fields.Float("Target", required=True, aggregator=None)
    stretch_value = KnownFloat("Stretch", aggregator=None)
    note = fields.Char()
    actual_value = KnownFloat("Actual", compute="_compute_figures", store=True, aggregator=None)
    forecast_value = KnownFloat(
        "Forecast",
        compute="_compute_figures",
        store=True,
        aggregator=None,
        help="Actual and what the weighted pipeline is expected to bring in the period.",
    )
    has_actual = fields.Boolean(
        compute="_compute_figures",
        store=True,
        help="Whether there is a figure at all: no average and no rate is known of nothing.",
    )
    figures_date = fields.Datetime("As Of", compute="_compute_figures", store=True, index=True)
    target_amount = KnownMonetary("Target in Money", **AMOUNT)
    actual_amount = KnownMonetary("Actual in Money", **AMOUNT)
    forecast_amount = KnownMonetary("Forecast in Money", **AMOUNT)
    attainment = KnownFloat(
        "Attainment (%)", compute="_compute_attainment", store=True, aggregator="avg"
    )
    pace_needed = KnownFloat(
        "Needed per Month",
        compute="_compute_pace_needed",
        help="What has to be added in each month that is left to reach the target.",
    )
    period_label = fields.Char("Period", compute="_compute_period_label")

    _period = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A target's period ends after it starts: correct one of the two dates.",
    )
    _stream_uniq = models.UniqueIndex(
        "(plan_id, measure_id, date_start, date_end, COALESCE(offering_id, 0))",
        "There is a target for this measure, period and revenue stream already. Change that one.",
    )

    @api.depends("measure_id.name", "date_start", "date_end", "offering_id.name")
    def _compute_display_name(self):
        for target in self:
            names = (target.measure_id.name, target.offering_id.name, target.period_label)
            target.display_name = " ".join(name for name in names if name)

    @api.depends("plan_id")
    def _compute_dates(self):
        for target in self:
            target.date_start = target.date_start or target.plan_id.date_start
            target.date_end = target.date_end or target.plan_id.date_end

    @api.depends("date_start", "date_end")
    def _compute_period_label(self):
        for target in self:
            target.period_label = target.date_start and periods.label(
                target.date_start, target.date_end
            )

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
        actual = self._read_values(lambda target: target._get_measure_sudo())
        coming = self._read_values(lambda target: target._get_measure_sudo().forecast_measure_id)
        now = fields.Datetime.now()
        return {
            target.id: target._prepare_figures(actual.get(target), coming.get(target), now)
            for target in self
        }

    def _prepare_figures(self, actual, coming, now):
        nothing = self.measure_id and self._get_measure_sudo()._get_nothing()
        value = nothing if actual is None else actual
        return {
            "actual_value": value,
            "has_actual": value is not None,
            "forecast_value": value if coming is None else (value or 0.0) + coming,
            "figures_date": now,
        }

    def _get_measure_sudo(self):
        """The measure with its definition, which users of its figures need not read."""
        return self.sudo().measure_id

    @api.model
    def _get_living_domain(self):
        """Targets of plans that are over stay as they were."""
        return Domain("plan_id.state", "in", OPEN_STATES)

    def _read_values(self, get_measure):
        """Read one measure for each target, with one query for each measure and company.

        :param get_measure: function of a target giving its kam.measure as superuser, or none
        :return: dict {target: value}
        """
        groups = {}
        for target in self.filtered("plan_id"):
            measure = get_measure(target)
            if measure and target._has_period():
                place = (target.company_id, measure, bool(target.offering_id))
                groups.setdefault(place, []).append(target)
        values = {}
        for (company, measure, is_split), targets in groups.items():
            values.update(self.browse()._read_group_of_targets(company, measure, is_split, targets))
        return values

    def _has_period(self):
        """Whether it has a period: one that is being filled in may end before it starts."""
        return self.date_start and self.date_end and self.date_start <= self.date_end

    @api.model
    def _read_group_of_targets(self, company, measure, is_split, targets):
        spans = list(dict.fromkeys(Period(t.date_start, t.date_end) for t in targets))
        accounts = self.env["res.partner"].union(*(t.partner_id._origin for t in targets))
        offerings = self.env["kam.offering"].union(*(t.offering_id._origin for t in targets))
        figures = measure._get_figures(accounts, spans, company, offerings if is_split else None)
        values = {}
        for target in targets:
            number = spans.index(Period(target.date_start, target.date_end))
            key = (target.partner_id._origin.id, number)
            key += (target.offering_id._origin.id,) if is_split else ()
            values[target] = figures[measure].get(key)
        return values

    @api.depends("actual_value", "has_actual", "target_value", "baseline", "measure_id.direction")
    def _compute_attainment(self):
        for target in self:
            higher = target.measure_id.direction != "lower"
            target.attainment = target.has_actual and calculation.attainment(
                target.actual_value, target.target_value, target.baseline, higher
            )

    @api.depends(
        "target_value", "actual_value", "forecast_value", "measure_id.unit", "measure_id.aggregate"
    )
    def _compute_amounts(self):
        for target in self:
            adds_up = target._get_measure_sudo()._adds_up_in_money()
            for name in AMOUNTS:
                target[f"{name}_amount"] = adds_up and target[f"{name}_value"]

    @api.model
    def _get_total_rows_sql(self, ids):
        """A target tells of its customer and every company below, all streams or one with its
        parts.
        """
        return SQL(
            """
            SELECT target.id, target.company_id, target.partner_id, COALESCE(offering.id, 0),
                   0 || COALESCE(
                       string_to_array(rtrim(offering.parent_path, '/'), '/')::int[], '{}'),
                   0, target.measure_id, target.date_start, target.date_end
              FROM kam_target target
              LEFT JOIN kam_offering offering ON offering.id = target.offering_id
             WHERE target.id IN (%s)
            """,
            ids,
        )

    @api.model
    def _get_total_holds(self):
        """A year holds its quarters."""

        def holds(whole, part):
            (measure, start, end), (other, first, last) = whole.more, part.more
            return measure == other and start <= first and end >= last

        return holds

    @api.model
    def _get_total_overlaps(self):
        """Half years beside quarters that reach over both, streams that share products."""
        shared = set(self.env["kam.offering"]._get_shared_pairs_sudo())

        def overlaps(one, other):
            (measure, start, end), (second, first, last) = one.more, other.more
            if measure != second or start > last or end < first:
                return False
            scopes = (one.scope, other.scope)
            return 0 in scopes or one.scope == other.scope or scopes in shared

        return overlaps

    @api.depends("actual_value", "target_value", "date_start", "date_end", "measure_id.unit")
    def _compute_pace_needed(self):
        today = fields.Date.context_today(self)
        for target in self:
            measure = target._get_measure_sudo()
            adds_up = measure and measure._get_nothing() is not None
            target.pace_needed = (
                adds_up
                and measure.direction == "higher"
                and target.date_end
                and calculation.pace_needed(
                    target.actual_value,
                    target.target_value,
                    target.date_start,
                    target.date_end,
                    today,
                )
                or 0.0
            )

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
                        end=target.date_end,
                        start=target.date_start,
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
                points=min(100.0, target.attainment) if is_known(target.attainment) else None,
                weight=1.0,
                value=target._format_value(target.actual_value, target.has_actual),
                evidence=[("kam.target", target.id)],
            )
            for target in self
        ]
