from odoo import fields, models


class KamBuyingCenter(models.Model):
    _inherit = "kam.buying.center"

    whitespace_ids = fields.One2many("kam.whitespace", "buying_center_id")

    def _absorb(self, other):
        """Cells of the other buying centre are cells of this one, each offering once."""
        there = {cell.offering_id: cell for cell in self.whitespace_ids}
        for cell in other.whitespace_ids:
            same = there.get(cell.offering_id)
            if same:
                same._absorb_line(cell)
                cell.unlink()
            else:
                cell.buying_center_id = self
        return super()._absorb(other)
