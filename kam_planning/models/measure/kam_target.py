from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ...tools.notes import join_notes
from ...tools.rows import NaturalKey
from ..common.known import KnownFloat, is_known
from ..common.period_names import fiscal_year_of, name_period


class KamTarget(models.Model):
    """What a measure is to reach in a period, for the customer as a whole or for one offering.

    Its figures stand in `kam_target_figures`, what they say in `kam_target_standing`, how they are
    added up in `kam_target_total`.
    """

    _name = "kam.target"
    _description = "Target"
    _inherit = ["kam.target.standing", "kam.target.total", "kam.plan.line", "kam.refreshable"]
    _order = "measure_id, offering_id, date_start, date_end desc, id"
    _rec_name = "measure_id"
    _same_plan_fields = ("objective_id",)
    _natural_keys = (
        NaturalKey(
            ("plan_id", "measure_id", "date_start", "date_end", "offering_id"),
            empty=("offering_id",),
            is_unique=True,
        ),
    )

    measure_id = fields.Many2one("kam.measure", required=True, index=True, ondelete="restrict")
    unit = fields.Selection(related="measure_id.unit")
    measure_kind = fields.Selection(related="measure_id.kind", string="Leading or Lagging")
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

    def _get_subject(self):
        """What there is one target for in a plan."""
        return self.measure_id, self.date_start, self.date_end, self.offering_id

    def _absorb(self, other):
        """Take over what the target of another customer, who is this one now, was to reach."""
        if self.unit in ("currency", "count"):
            self.target_value += other.target_value
            for name in ("baseline", "stretch_value"):
                if is_known(self[name]) and is_known(other[name]):
                    self[name] += other[name]
        else:
            self.note = join_notes(self.note, f"{other.partner_id.name}: {other.target_value}")
        self.note = join_notes(self.note, other.note)
        other.unlink()
