from odoo import fields, models

from ..plan.kam_plan_section import CHAPTER


class KamPlanTemplateSection(models.Model):
    _name = "kam.plan.template.section"
    _description = "Account Plan Template Section"
    _inherit = ["kam.plan.template.line"]

    name = fields.Char("Section", required=True, translate=True)
    chapter = fields.Selection(**CHAPTER)
    question = fields.Text(
        "Guiding Questions", translate=True, help="What the section should answer."
    )
    is_overview = fields.Boolean(
        "On the One-Page Plan", help="Print this section in the business overview."
    )
