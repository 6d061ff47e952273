from odoo import fields, models

from .kam_plan import STAGE


class KamPlanTemplate(models.Model):
    _inherit = "kam.plan.template"

    stage_key = fields.Selection(**{**STAGE, "string": "Accounts Begin As"})
