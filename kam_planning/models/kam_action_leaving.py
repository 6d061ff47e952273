from odoo import models


class KamAction(models.Model):
    """What becomes of an action whose activity or assignee went without a decision on it."""

    _inherit = "kam.action"

    def write(self, vals):
        """An action taken up again does not wait for somebody who left meanwhile."""
        result = super().write(vals)
        if "state" in vals:
            holders = self.sudo().filtered("is_open").user_id
            holders.filtered(lambda user: user._has_left())._hand_over_lost_work()
        return result

    def _renew_activities_sudo(self):
        """Give these actions a new activity each. Nobody is told: nothing changed for anybody."""
        waiting = self.filtered(lambda action: action._needs_activity())
        waiting.with_context(kam_quiet=True)._create_activities_sudo()

    def _tell_that_they_stay(self):
        """Say to who deleted many activities at once that these actions are still to be done."""
        message = self.env._(
            "%s activities belong to account actions that are still open, so they come back. "
            "Do, cancel or hand over the actions themselves.",
            len(self),
        )
        self.env.user._bus_send("simple_notification", {"type": "warning", "message": message})
