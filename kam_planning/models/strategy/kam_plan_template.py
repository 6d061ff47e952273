from odoo import fields, models


class KamPlanTemplate(models.Model):
    """What customers of a template's plans choose a supplier by."""

    _inherit = "kam.plan.template"

    criterion_ids = fields.One2many(
        "kam.value.criterion", "template_id", "Criteria of the Value Scorecard", copy=True
    )
