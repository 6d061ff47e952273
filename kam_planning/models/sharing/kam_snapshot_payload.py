from odoo import api, models


class KamSnapshotPayload(models.AbstractModel):
    """How the plan is shared is no part of the plan."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        why = "tells how the plan is shared, and is kept with its own days"
        names = ("kam.share", "kam.share.access", "kam.share.answer")
        return {**super()._get_left_out(), **dict.fromkeys(names, why)}
