from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_map = fields.Boolean("Show Relationship Map", default=True)
