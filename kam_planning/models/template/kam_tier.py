from odoo import fields, models


class KamTier(models.Model):
    _inherit = "kam.tier"

    template_id = fields.Many2one(
        "kam.plan.template",
        "Plan Template",
        ondelete="set null",
        help="Template proposed for accounts of this tier.",
    )
