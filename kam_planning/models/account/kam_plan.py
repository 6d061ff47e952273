from odoo import models
from odoo.fields import Domain


class KamPlan(models.Model):
    """The plan shows what is known of its customer."""

    _inherit = "kam.plan"

    def _get_chapter_marks(self):
        """Add the places where the customer decides."""
        marks = super()._get_chapter_marks()
        self._add_marks(marks, "buying_centers", "kam.buying.center", count=Domain.TRUE)
        return marks
