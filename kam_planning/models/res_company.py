from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kam_escalation_user_id = fields.Many2one(
        "res.users",
        "Overdue Account Reviews Go To",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Hears of overdue reviews when the account manager's sales team has no leader who "
        "manages key accounts.",
    )
