from odoo import fields, models

from .kam_proof_pair import MONEY


class KamProofControl(models.Model):
    """A customer without a plan beside one with a plan, as it was then."""

    _name = "kam.proof.control"
    _description = "Control of a Programme Proof"
    _inherit = ["kam.guarded"]
    _order = "pair_id, id"
    _rec_name = "partner_id"
    _unoffered_fields = ("pair_id", "prior", "before", "after")

    pair_id = fields.Many2one(
        "kam.proof.pair", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="pair_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    prior = fields.Monetary("Two Years Before", **MONEY)
    before = fields.Monetary("Year Before", **MONEY)
    after = fields.Monetary(**MONEY)
