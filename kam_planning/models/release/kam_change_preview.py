from odoo import api, models


class KamChangePreview(models.AbstractModel):
    """Of what was agreed Odoo keeps no past drift: counted is how it is today."""

    _inherit = "kam.change.preview"

    @api.model
    def _preview(self, scene):
        counts = super()._preview(scene)
        return {**counts, "drifted": len(self.env["kam.change"]._find_drifted(scene))}
