from odoo import api, models

from ..snapshot.kam_snapshot_payload import HISTORY, JUDGEMENT


class KamSnapshotPayload(models.AbstractModel):
    """What reviews talked about is no part of the plan."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        """What people think of reviews is for few; moves are kept anyway."""
        why = "is about what is kept itself, or about what not everybody may read"
        return {
            **super()._get_left_out(),
            "kam.review.item": why,
            "kam.review.rating": JUDGEMENT,
            "kam.review.punctuality": JUDGEMENT,
            "kam.review.move": HISTORY,
        }
