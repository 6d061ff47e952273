from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one
from ..models.common.known import KnownFloat, is_known
from ..models.common.period_names import fiscal_year_of, name_period
from ..models.measure.unread import Unread
from ..tools import target as calculation
from ..tools.fiscal import main_year, quarters_from
from ..tools.periods import Period
from .kam_plan_dialogue import PROPOSED


class KamTargetGenerate(models.TransientModel):
    """Makes the targets of a year: its four quarters, and the year itself."""

    _name = "kam.target.generate"
    _description = "Generate Targets of a Year"
    _inherit = ["kam.plan.dialogue"]
    _check_company_auto = True

    company_id = fields.Many2one(related="plan_id.company_id")
    measure_id = fields.Many2one(
        "kam.measure",
        required=True,
        default=lambda self: self.env.ref("kam_planning.measure_revenue"),
    )
    offering_id = fields.Many2one("kam.offering", "Revenue Stream", check_company=True)
    objective_id = fields.Many2one(
        "kam.objective", "Proves Objective", domain="[('plan_id', '=', plan_id)]"
    )
    date_start = fields.Date(
        "Year Begins",
        compute="_compute_date_start",
        required=True,
        precompute=True,
        help="Proposed is the fiscal year that the plan covers most of. A year that begins on "
        "another day is cut into four times three months.",
        **PROPOSED,
    )
    period_label = fields.Char("Period", compute="_compute_period_label")
    baseline = KnownFloat(
        "Year Before", compute="_compute_baseline", help="What was reached in the year before."
    )
    target_value = fields.Float("Target of the Year", required=True, aggregator=None)
    stretch_value = KnownFloat("Stretch of the Year", aggregator=None)
    split = fields.Selection(
        [("even", "Evenly"), ("season", "By the season of the year before")],
        "Split Into Quarters",
        required=True,
        default="even",
    )
    with_year = fields.Boolean("Target for the Year as Well", default=True)

    @api.depends("plan_id")
    def _compute_date_start(self):
        for wizard in self:
            wizard.date_start = wizard.date_start or wizard._propose_date_start()

    def _propose_date_start(self):
        plan = self.plan_id
        if not plan:
            return False
        return main_year(plan.date_start, plan.date_end, fiscal_year_of(plan.company_id)).start

    @api.depends("date_start", "plan_id")
    @api.depends_context("lang")
    def _compute_period_label(self):
        for wizard in self:
            quarters = wizard._get_quarters() if wizard.date_start else []
            wizard.period_label = quarters and name_period(
                self.env, quarters[0].start, quarters[-1].end, wizard.plan_id.company_id
            )

    @api.depends("plan_id", "measure_id", "offering_id", "date_start")
    def _compute_baseline(self):
        for wizard in self:
            ready = wizard.plan_id and wizard.measure_id and wizard.date_start
            wizard.baseline = wizard._sum_known(wizard._read_season()) if ready else False

    @api.model
    def _sum_known(self, season):
        known = [figure for figure in season if figure is not None]
        return sum(known) if known else False

    def _get_quarters(self, years_back=0):
        fiscal = fiscal_year_of(self.plan_id.company_id)
        return quarters_from(self.date_start, fiscal, years_back)

    def _read_season(self):
        """The four quarters of the year before, for whoever may read the plan; None for those of
        which nothing is known.

        :raise UserError: when the figures cannot be read
        """
        season = self._find_season()
        if isinstance(season, Unread):
            raise UserError(season.fault)
        return season

    def _find_season(self):
        """As `_read_season`, or what says why the figures cannot be read."""
        self.plan_id.check_access("read")
        offerings = self.offering_id if self.offering_id else None
        measure = self._get_measure_sudo()
        figures = measure._get_figures(
            self.plan_id.partner_id, self._get_quarters(1), self.plan_id.company_id, offerings
        )[measure]
        if isinstance(figures, Unread):
            return figures
        tail = (self.offering_id.id,) if self.offering_id else ()
        nothing = measure._get_nothing()
        return [figures.get((self.plan_id.partner_id.id, n, *tail), nothing) for n in range(4)]

    def _get_measure_sudo(self):
        """The measure with its definition, which users of its figures need not read."""
        return self.measure_id.sudo()

    def action_generate(self):
        """Create the targets and go back to the plan.

        :raise UserError: on a measure that does not add up over the quarters, or without a season
        """
        check_one(self)
        measure = self._get_measure_sudo()
        if not measure._accumulates() or measure.aggregate == "count_distinct":
            raise UserError(
                self.env._(
                    "“%s” does not add up over the quarters. Enter its targets one by one.",
                    measure.name,
                )
            )
        self.env["kam.target"].create(self._prepare_targets())
        return {"type": "ir.actions.act_window_close"}

    def _prepare_targets(self):
        season = self._read_season()
        weights = [1.0] * 4 if self.split == "even" else [max(0.0, f or 0.0) for f in season]
        if not sum(weights):
            raise UserError(
                self.env._(
                    "“%(measure)s” of %(customer)s has no figures a year before: split evenly.",
                    measure=self.measure_id.name,
                    customer=self.plan_id.partner_id.display_name,
                )
            )
        digits = 0 if self.measure_id.unit == "count" else 2
        amounts = calculation.split(self.target_value, weights, digits)
        stretches = [False] * 4
        if is_known(self.stretch_value):
            stretches = calculation.split(self.stretch_value, weights, digits)
        lines = list(zip(self._get_quarters(), season, amounts, stretches, strict=True))
        if self.with_year:
            year = Period(lines[0][0].start, lines[-1][0].end)
            lines.insert(0, (year, self._sum_known(season), self.target_value, self.stretch_value))
        # The year proves the objective; its quarters would only count once more.
        proof = lines[:1] if self.with_year else lines
        return [
            {
                "plan_id": self.plan_id.id,
                "measure_id": self.measure_id.id,
                "offering_id": self.offering_id.id,
                "objective_id": self.objective_id.id if line in proof else False,
                "date_start": period.start,
                "date_end": period.end,
                "baseline": before,
                "target_value": amount,
                "stretch_value": stretch,
            }
            for line in lines
            for period, before, amount, stretch in [line]
        ]
