from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_figures = fields.Boolean("Show Revenue Snapshot", default=True)
    show_targets = fields.Boolean(default=True)
