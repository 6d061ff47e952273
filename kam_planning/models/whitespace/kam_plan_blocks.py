from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_whitespace = fields.Boolean(default=True)
