from odoo import api, models


class KamSnapshotPayload(models.AbstractModel):
    """What changed is no part of the plan."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        why = "tells what happened beside the plan, and not to everybody"
        return {**super()._get_left_out(), "kam.change": why}
