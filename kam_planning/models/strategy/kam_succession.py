from odoo import api, models


class KamSuccession(models.AbstractModel):
    """Risks are looked after by somebody, forces judged by the owners of objectives,
    and values remembered by the key account manager: who leaves is followed there as well.
    """

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        return [
            *super()._get_work(),
            ("kam.risk", "user_id", self.env["kam.risk"]._get_live_domain()),
            ("kam.investment", "user_id", self.env["kam.investment"]._get_live_domain()),
        ]

    @api.model
    def _get_activity_models(self):
        models = ("kam.value", "kam.risk", "kam.force", "kam.competitor.position")
        models += ("kam.investment", "kam.appraisal")
        return [*super()._get_activity_models(), *models]

    @api.model
    def _describe(self, model, field, count):
        texts = {
            "kam.risk": self.env._("risks: %s", count),
            "kam.investment": self.env._("investments: %s", count),
        }
        return texts.get(model) or super()._describe(model, field, count)
