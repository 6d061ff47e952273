from odoo import api, models


class KamSuccession(models.AbstractModel):
    """What the customer did is looked after by whoever is in charge of the account then."""

    _inherit = "kam.succession"

    @api.model
    def _get_activity_models(self):
        return [*super()._get_activity_models(), "kam.share"]
