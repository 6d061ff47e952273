from odoo import api, models

from ..snapshot.kam_snapshot_payload import HISTORY


class KamSnapshotPayload(models.AbstractModel):
    """The portfolio is no part of a plan, and steps are kept anyway."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        """Rounds keep their results themselves."""
        why = "compares customers with each other, and is kept by its round"
        names = ("kam.assessment", "kam.assessment.result")
        return {**super()._get_left_out(), **dict.fromkeys(names, why), "kam.step": HISTORY}
