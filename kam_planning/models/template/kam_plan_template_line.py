from odoo import fields, models


class KamPlanTemplateLine(models.AbstractModel):
    """Part of a template, which who may change the template may change, in an order of its own."""

    _name = "kam.plan.template.line"
    _description = "Line of an Account Plan Template"
    _inherit = ["kam.guarded"]
    _owner_fields = ("template_id",)
    _order = "sequence, id"

    template_id = fields.Many2one(
        "kam.plan.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
