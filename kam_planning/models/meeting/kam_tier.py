from odoo import models


class KamTier(models.Model):
    _name = "kam.tier"
    _inherit = ["kam.tier", "kam.review.cadence"]
