from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_objectives = fields.Boolean(default=True)
    show_actions = fields.Boolean("Show Action Plan", default=True)
    show_reviews = fields.Boolean(default=True)
