from odoo import api, models
from odoo.fields import Domain


class KamPlan(models.Model):
    """The plan shows the strategy of its account."""

    _inherit = "kam.plan"

    def _get_chapter_marks(self):
        """Add what was written down about the customer's strategy and ours."""
        marks = super()._get_chapter_marks()
        self.filtered("show_goals")._add_marks(
            marks,
            "goals",
            "kam.customer.goal",
            count=Domain.TRUE,
            to_confirm=Domain("is_stale", "=", True),
        )
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add what is known of the customer's goals."""
        goals = ("show_goals", "kam.customer.goal", self.env._("Customer's Goals"))
        return {**super()._get_confirm_blocks(), "goals": goals}
