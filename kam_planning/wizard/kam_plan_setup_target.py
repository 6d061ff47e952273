from odoo import api, fields, models

from ..models.common.known import KnownMonetary, is_known
from ..tools import target as calculation

GROWTH = 5.0


class KamPlanSetupTarget(models.TransientModel):
    """A target of a year, proposed from what was reached in the year before."""

    _name = "kam.plan.setup.target"
    _description = "Proposed Target"
    _inherit = ["kam.guarded"]

    setup_id = fields.Many2one(
        "kam.plan.setup", readonly=True, required=True, ondelete="cascade", index=True
    )
    measure_id = fields.Many2one("kam.measure", readonly=True, required=True, ondelete="cascade")
    date_start = fields.Date("Year Begins", readonly=True, required=True)
    currency_id = fields.Many2one(related="setup_id.plan_id.currency_id")
    baseline = KnownMonetary("Year Before", readonly=True, aggregator=None)
    growth = fields.Float("Growth (%)", default=GROWTH, digits=(16, 1), aggregator=None)
    target_value = fields.Monetary(
        "Target of the Year",
        compute="_compute_target_value",
        store=True,
        readonly=False,
        aggregator=None,
    )
    is_chosen = fields.Boolean("Set")

    @api.depends("baseline", "growth")
    def _compute_target_value(self):
        for line in self:
            before = line.baseline if is_known(line.baseline) else None
            line.target_value = calculation.propose(before, line.growth)

    def _generate(self):
        """Make the targets of the year and of its quarters, by last year's season where known."""
        self.ensure_one()
        season = is_known(self.baseline) and self.baseline > 0
        self.env["kam.target.generate"].create(
            {
                "plan_id": self.setup_id.plan_id.id,
                "measure_id": self.measure_id.id,
                "date_start": self.date_start,
                "target_value": self.target_value,
                "split": "season" if season else "even",
            }
        ).action_generate()
