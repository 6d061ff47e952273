from odoo import fields, models


class KamPlanTemplateSection(models.Model):
    _name = "kam.plan.template.section"
    _description = "Account Plan Template Section"
    _inherit = ["kam.plan.template.line"]

    name = fields.Char("Section", required=True, translate=True)
    question = fields.Text(
        "Guiding Questions", translate=True, help="What the section should answer."
    )
    is_overview = fields.Boolean(
        "On the One-Page Plan", help="Print this section in the business overview."
    )
