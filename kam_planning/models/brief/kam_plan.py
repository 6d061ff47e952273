from odoo import models


class KamPlan(models.Model):
    """The plan gets its people ready for a meeting, and keeps what they write down after it."""

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.brief",
        "kam.brief.lines",
        "kam.brief.questions",
        "kam.door",
        "kam.capture",
    ]
