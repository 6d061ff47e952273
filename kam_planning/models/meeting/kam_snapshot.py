from odoo import api, models

from ..snapshot.kam_snapshot_payload import HISTORY, JUDGEMENT


class KamSnapshot(models.Model):
    _inherit = "kam.snapshot"

    @api.model
    def _get_left_out(self):
        """What people think of reviews is for few; moves are kept anyway."""
        return {
            **super()._get_left_out(),
            "kam.review.rating": JUDGEMENT,
            "kam.review.punctuality": JUDGEMENT,
            "kam.review.move": HISTORY,
        }
