from odoo import api, models

# What is read anew with the numbers of a plan, and is no number itself.
BESIDE_NUMBERS = {"health_known", "health_band", "health_alarm_id", "scores_date"}


class KamSnapshotPayload(models.AbstractModel):
    """The numbers of a plan move by themselves: a plan is not another one for that."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_figures(self, model):
        figures = super()._get_figures(model)
        return figures | BESIDE_NUMBERS if model == "kam.plan" else figures
