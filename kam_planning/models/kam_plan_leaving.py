from odoo import models

from .kam_plan import OPEN_STATES


class KamPlan(models.Model):
    """A plan taken up again may name people who left meanwhile: somebody else takes their work."""

    _inherit = "kam.plan"

    def write(self, vals):
        """Hand over what lies with people who left while the plan was closed or archived."""
        result = super().write(vals)
        if vals.get("state") in OPEN_STATES or vals.get("active"):
            plans = self.sudo().with_context(active_test=False)
            everybody = plans.access_user_ids | plans.objective_ids.user_id
            everybody.filtered(lambda user: user._has_left())._hand_over_lost_work()
        return result

    def _get_role_users(self, role):
        """All of ours who fill the role in this plan's team, in the team's order."""
        return self.member_ids.filtered(lambda member: member.role_id == role).user_id
