from odoo import fields, models


class KamPlanTemplateVersion(models.Model):
    """The own fields of a template as they were when plans were made from it."""

    _name = "kam.plan.template.version"
    _description = "Account Plan Template Version"
    _inherit = ["kam.guarded"]
    _order = "number desc, id desc"
    _rec_name = "number"

    template_id = fields.Many2one(
        "kam.plan.template", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, default=1, aggregator=None)
    plan_properties_definition = fields.PropertiesDefinition("Own Fields")
