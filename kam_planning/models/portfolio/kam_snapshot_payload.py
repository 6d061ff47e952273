from odoo import api, models


class KamSnapshotPayload(models.AbstractModel):
    """The portfolio is no part of a plan."""

    _inherit = "kam.snapshot.payload"

    @api.model
    def _get_left_out(self):
        """Rounds keep their results themselves."""
        why = "compares customers with each other, and is kept by its round"
        return {
            **super()._get_left_out(),
            "kam.assessment": why,
            "kam.assessment.result": why,
        }
