from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    """What is planned beyond the work itself is shown where a template asks for it."""

    _inherit = "kam.plan.blocks"

    show_goals = fields.Boolean("Show Customer's Goals")
    show_appraisal = fields.Boolean("Show Appraisal")
    show_competitors = fields.Boolean()
    show_investments = fields.Boolean()
    show_forces = fields.Boolean("Show Force Field")
    show_risks = fields.Boolean()
    show_values = fields.Boolean("Show Value")
    show_deliveries = fields.Boolean()
    show_key_dates = fields.Boolean()
    show_strategy_map = fields.Boolean()
