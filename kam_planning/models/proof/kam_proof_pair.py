from odoo import api, fields, models

from ...tools.proof import proof
from ..common.known import KnownFloat

MONEY = {"readonly": True, "aggregator": None}


class KamProofPair(models.Model):
    """A customer with a plan in a proof, and what became of it, as it was then."""

    _name = "kam.proof.pair"
    _description = "Pair of a Programme Proof"
    _inherit = ["kam.guarded"]
    _order = "proof_id, difference desc, id"
    _rec_name = "account_id"

    proof_id = fields.Many2one(
        "kam.proof", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="proof_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(
        "kam.plan", readonly=True, index="btree_not_null", ondelete="set null"
    )
    day_zero = fields.Date("Approved On", readonly=True)
    prior = fields.Monetary("Two Years Before", **MONEY)
    before = fields.Monetary("Year Before", **MONEY)
    after = fields.Monetary(**MONEY)
    difference = fields.Float("Grew More by (%)", help="Than the controls.", **MONEY)
    placebo = fields.Float("Year Before (%)", **MONEY)
    quality = KnownFloat("Quality of the Plan (%)", digits=(16, 1), **MONEY)
    control_ids = fields.One2many("kam.proof.control", "pair_id", "Controls", readonly=True)

    @api.model
    def _prepare_pair(self, plan_id, day, quality, pair):
        """Values of a pair of `tools.proof.proof`."""
        treated = pair.treated
        return {
            "account_id": treated.id,
            "plan_id": plan_id,
            "day_zero": day,
            "prior": treated.prior,
            "before": treated.before,
            "after": treated.after,
            "difference": proof.to_percent(pair.difference),
            "placebo": proof.to_percent(pair.placebo),
            "quality": quality,
            "control_ids": [
                fields.Command.create(
                    {
                        "partner_id": one.id,
                        "prior": one.prior,
                        "before": one.before,
                        "after": one.after,
                    }
                )
                for one in pair.controls
            ],
        }
