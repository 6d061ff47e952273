from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kam_escalation_user_id = fields.Many2one(
        "res.users",
        "Overdue Account Reviews Go To",
        ondelete="set null",
        domain="[('share', '=', False)]",
        # The customers' people read companies.
        groups="base.group_user",
        help="Hears of overdue reviews when the account manager's sales team has no leader who "
        "manages key accounts.",
    )

    def write(self, vals):
        """Whoever loses a company hands over the account work there."""
        result = super().write(vals)
        if "user_ids" in vals and self.env.registry.ready:
            self.env["kam.succession"]._hand_over_all()
        return result
