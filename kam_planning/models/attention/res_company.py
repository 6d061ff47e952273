from odoo import models

from ..common.known import KnownMonetary


class ResCompany(models.Model):
    _inherit = "res.company"

    kam_hourly_rate = KnownMonetary(
        "Hourly Rate for Accounts",
        currency_field="currency_id",
        aggregator=None,
        # The customers' people read companies.
        groups="base.group_user",
        help="What an hour of our people costs: the cost to serve an account is its hours times "
        "this. Without it there is none.",
    )

    _kam_hourly_rate_positive = models.Constraint(
        "CHECK (kam_hourly_rate >= 0)", "The hourly rate for accounts cannot be negative."
    )
