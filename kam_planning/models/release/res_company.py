from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kam_share_second_look = fields.Boolean(
        "A Manager Releases What Customers See",
        # The customers' people read companies.
        groups="base.group_user",
        help="What a key account manager shares waits for a manager who did not ask for it.",
    )
