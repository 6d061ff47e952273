from odoo import api, models


class KamDigest(models.AbstractModel):
    """The weekly mail tells managers which accounts moved from one band to another."""

    _name = "kam.digest"
    _inherit = ["kam.digest", "kam.digest.bands"]

    @api.model
    def _get_kinds(self):
        return (*super()._get_kinds(), "band")

    @api.model
    def _get_sections(self):
        """Before all that waits: what moved."""
        return [*self._get_band_sections(), *super()._get_sections()]
