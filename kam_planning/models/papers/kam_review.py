from odoo import models


class KamReview(models.Model):
    """A review on paper."""

    _name = "kam.review"
    _inherit = ["kam.review", "kam.review.paper"]
