from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import target as calculation
from ...tools.periods import ALL_TIME, Period
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.known import KnownFloat
from ..plan.kam_plan_workflow import OPEN_STATES
from .unread import Unread

# What is read, and kept with the moment.
FIGURES = ("actual_value", "has_actual", "forecast_value", "undated_value", "undated_count")
FIGURES += ("figures_date",)


class KamTargetFigures(models.AbstractModel):
    """What was reached and what is expected: read by the job and kept with the moment."""

    _name = "kam.target.figures"
    _description = "Figures of a Target"
    _inherit = ["kam.plan.line", "kam.refreshable"]
    _unoffered_fields = ("has_actual",)
    _refresh_rank = 20

    currency_id = fields.Many2one(related="company_id.currency_id")
    # In the unit of the measure: money beside percent gives no total.
    actual_value = KnownFloat("Actual", compute="_compute_figures", store=True, aggregator=None)
    forecast_value = KnownFloat(
        "Forecast",
        compute="_compute_figures",
        store=True,
        aggregator=None,
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
            kept = {name: target._origin[name] for name in FIGURES}
            values = {**kept, **figures.get(target.id, {})}
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
        unread = Unread.among((actual, coming, undated, undated_count))
        if unread:
            return {"fault": unread.fault}
        nothing = self.measure_id and self._get_measure_sudo()._get_nothing()
        value = nothing if actual is None else actual
        return {
            "actual_value": value,
            "has_actual": value is not None,
            "forecast_value": calculation.forecast(value, coming),
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
        :return: dict {target: value, or `Unread`}
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
        :return: dict {target: value, or `Unread`}
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
            values[target] = Unread.among([figures[measure]]) or figures[measure].get(key)
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
