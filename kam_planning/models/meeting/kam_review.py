from odoo import models


class KamReview(models.Model):
    """A review begins with what happened since the last one, and goes through its items."""

    _name = "kam.review"
    _inherit = [
        "kam.review",
        "kam.review.candidates",
        "kam.review.agenda",
        "kam.review.presentation",
    ]
