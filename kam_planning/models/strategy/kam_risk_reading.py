from odoo import fields, models

from ..common.known import KnownInteger, KnownMonetary
from .kam_risk_rating import IMPACTS, LEVELS, PROBABILITIES


class KamRiskReading(models.Model):
    """How a risk was rated: when, by whom, and why. Nobody changes it."""

    _name = "kam.risk.reading"
    _description = "Rating of a Risk"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "risk_id"
    _owner_fields = ("risk_id",)
    _unoffered_fields = ("revenue",)

    risk_id = fields.Many2one(
        "kam.risk", required=True, index=True, ondelete="cascade", readonly=True
    )
    plan_id = fields.Many2one(
        related="risk_id.plan_id", store=True, precompute=True, required=False
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Datetime("Rated On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Rated By", ondelete="set null", readonly=True)
    probability = fields.Selection(PROBABILITIES, readonly=True)
    impact = fields.Selection(IMPACTS, readonly=True)
    rating = KnownInteger(readonly=True, aggregator="avg")
    level = fields.Selection(LEVELS, readonly=True)
    amount = KnownMonetary("Amount at Risk", readonly=True, aggregator=None)
    revenue = KnownMonetary("Revenue Then", readonly=True, aggregator=None)
    reason = fields.Char("Why", readonly=True)
