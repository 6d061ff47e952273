from odoo import api, models


class KamSnapshotPayload(models.AbstractModel):
    """What reviews talked about is no part of the plan."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        why = "is about what is kept itself, or about what not everybody may read"
        return {**super()._get_left_out(), "kam.review.item": why}
