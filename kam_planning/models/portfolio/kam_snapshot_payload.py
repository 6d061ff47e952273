from odoo import api, models

from ..snapshot.kam_snapshot_payload import HISTORY


class KamSnapshotPayload(models.AbstractModel):
    """Steps are kept anyway."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        """What was decided about the account is no part of its plan."""
        return {**super()._get_left_out(), "kam.step": HISTORY}
