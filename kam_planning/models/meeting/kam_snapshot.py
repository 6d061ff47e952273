from odoo import api, models


class KamSnapshot(models.Model):
    _inherit = "kam.snapshot"

    @api.model
    def _get_left_out(self):
        """Items of agendas are about records that not all who read the plan may read."""
        reason = "is about what is kept itself, or about what not everybody may read"
        return {**super()._get_left_out(), "kam.review.item": reason}
