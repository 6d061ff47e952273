from odoo import api, fields, models
from odoo.fields import Domain

from ..common.known import KnownInteger


class KamForceReading(models.Model):
    """How strong a force was found: when, by whom and why, and what its actions were expected to
    leave. Nobody changes it.
    """

    _name = "kam.force.reading"
    _description = "Judgement of a Force"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "force_id"
    _owner_fields = ("force_id",)
    _unoffered_fields = ("is_judgement",)

    force_id = fields.Many2one(
        "kam.force", required=True, index=True, ondelete="cascade", readonly=True
    )
    plan_id = fields.Many2one(
        related="force_id.plan_id", store=True, precompute=True, required=False
    )
    objective_id = fields.Many2one(
        related="force_id.objective_id", store=True, precompute=True, index="btree_not_null"
    )
    kind = fields.Selection(related="force_id.kind", store=True, precompute=True)
    is_judgement = fields.Boolean(related="force_id.is_judgement", store=True, precompute=True)
    date = fields.Datetime("Judged On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Judged By", ondelete="set null", readonly=True)
    strength = fields.Integer(readonly=True, aggregator="avg")
    expected_strength = KnownInteger(
        readonly=True,
        aggregator=None,
        help="What the actions that were done had been expected to leave.",
    )
    reason = fields.Char("Why", readonly=True)

    @api.model
    def _get_measured_domain(self):
        """What a person thinks is in nobody's figures."""
        return super()._get_measured_domain() & Domain("is_judgement", "=", False)
