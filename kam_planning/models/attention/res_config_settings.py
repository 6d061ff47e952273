from odoo import models

from ..common.known import KnownMonetary


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_hourly_rate = KnownMonetary(
        related="company_id.kam_hourly_rate",
        currency_field="currency_id",
        readonly=False,
        aggregator=None,
    )
