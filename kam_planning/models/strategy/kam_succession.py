from odoo import api, models


class KamSuccession(models.AbstractModel):
    """Risks are looked after by somebody, forces judged by the owners of objectives, and values
    remembered by the key account manager: who leaves is followed there as well.
    """

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        return [
            *super()._get_work(),
            ("kam.risk", "user_id", self.env["kam.risk"]._get_live_domain()),
        ]

    @api.model
    def _get_activity_models(self):
        return [*super()._get_activity_models(), "kam.value", "kam.risk", "kam.force"]

    @api.model
    def _describe(self, model, field, count):
        texts = {"kam.risk": self.env._("risks: %s", count)}
        return texts.get(model) or super()._describe(model, field, count)
