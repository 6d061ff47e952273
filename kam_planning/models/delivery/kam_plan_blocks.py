from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_deliveries = fields.Boolean()
    show_key_dates = fields.Boolean()
