from odoo import api, models
from odoo.fields import Domain


class KamSuccession(models.AbstractModel):
    """Risks and key dates are looked after by somebody, forces judged by the owners of objectives,
    and values remembered by the key account manager: who leaves is followed there as well.
    """

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        return [
            *super()._get_work(),
            ("kam.risk", "user_id", self.env["kam.risk"]._get_live_domain()),
            ("kam.key.date", "user_id", Domain("active", "=", True)),
        ]

    @api.model
    def _get_activity_models(self):
        models_of_room = ["kam.value", "kam.risk", "kam.force", "kam.key.date"]
        return [*super()._get_activity_models(), *models_of_room]

    @api.model
    def _describe(self, model, field, count):
        texts = {
            "kam.risk": self.env._("risks: %s", count),
            "kam.key.date": self.env._("key dates: %s", count),
        }
        return texts.get(model) or super()._describe(model, field, count)
