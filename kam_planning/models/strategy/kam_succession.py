from odoo import api, models


class KamSuccession(models.AbstractModel):
    """Who leaves has reminders on lines of the strategy, which somebody else takes over."""

    _inherit = "kam.succession"

    @api.model
    def _get_activity_models(self):
        return [*super()._get_activity_models(), "kam.value"]
