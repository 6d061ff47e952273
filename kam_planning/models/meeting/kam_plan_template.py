from odoo import models


class KamPlanTemplate(models.Model):
    _name = "kam.plan.template"
    _inherit = ["kam.plan.template", "kam.review.cadence"]
