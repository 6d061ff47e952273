from odoo import api, models
from odoo.fields import Domain


class KamSuccession(models.AbstractModel):
    """Key dates are prepared by somebody: who leaves is followed there as well."""

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        return [*super()._get_work(), ("kam.key.date", "user_id", Domain("active", "=", True))]

    @api.model
    def _get_activity_models(self):
        return [*super()._get_activity_models(), "kam.key.date"]

    @api.model
    def _describe(self, model, field, count):
        texts = {"kam.key.date": self.env._("key dates: %s", count)}
        return texts.get(model) or super()._describe(model, field, count)
