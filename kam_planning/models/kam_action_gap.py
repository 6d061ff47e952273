from odoo import fields, models

from .kam_action import CLOSED_STATES
from .kam_stakeholder_judgement import PEOPLE_GROUP


class KamAction(models.Model):
    """An action that closes a gap in the relationship map: done, the gap is tested again."""

    _inherit = "kam.action"

    gap_ids = fields.One2many("kam.gap", "action_id", groups=PEOPLE_GROUP)

    def write(self, vals):
        """Test the gaps again whose actions are closed now."""
        result = super().write(vals)
        if vals.get("state") in CLOSED_STATES:
            gaps = self.env["kam.gap"].sudo().search([("action_id", "in", self.ids)])
            gaps._follow_actions()
        return result
