from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools import target as calculation
from ...tools.score import Component
from ..common.days import day_of, today_of_user
from ..common.known import KnownFloat, is_known

STANDINGS = [("reached", "Reached"), ("short", "Not reached"), ("unknown", "Not known")]
OUTCOMES = [
    ("running", "Running"),
    ("reached", "Reached"),
    ("missed", "Missed"),
    ("unknown", "Not known"),
]
# How a target ended, by where it stood.
ENDED = {"reached": "reached", "short": "missed", "unknown": "unknown"}


class KamTargetStanding(models.AbstractModel):
    """Where a target stands, what it still needs, and how it ended."""

    _name = "kam.target.standing"
    _description = "Standing of a Target"
    _inherit = ["kam.target.figures"]

    attainment = KnownFloat(
        "Attainment (%)", compute="_compute_attainment", store=True, aggregator="avg"
    )
    pace_needed = KnownFloat(
        "Needed per Month",
        compute="_compute_pace_needed",
        aggregator=None,
        help="What has to be added in each month that is left to reach the target; no figure once "
        "the period is over.",
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
                target.baseline or 0.0,
                measure.direction != "lower",
                bool(measure) and measure._accumulates(),
            )
            actual = target.actual_value if target.has_actual else None
            target.attainment = None if actual is None else calculation.attainment(actual, *terms)
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
            target.pace_needed = target._get_pace_needed(today)

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

    def _format_value(self, value, is_known=True):
        """Write a value of the target in the unit of its measure."""
        return self.measure_id._format(value if is_known else None, self.currency_id)

    def _prepare_paper_row(self):
        """A target as it is printed, in the user's language."""
        self.ensure_one()
        measure, currency = self.measure_id, self.currency_id
        day = day_of(self.figures_date, self.company_id)
        return {
            "name": self.display_name,
            "actual": measure._format_on_paper(
                self.actual_value if self.has_actual else None, currency
            ),
            "wanted": measure._format_on_paper(self.target_value, currency),
            "attainment": f"{self.attainment:.0f} %" if is_known(self.attainment) else "–",
            "day": format_date(self.env, day) if day else "–",
        }

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
