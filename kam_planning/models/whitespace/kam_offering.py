from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KamOffering(models.Model):
    _inherit = "kam.offering"

    whitespace_ids = fields.One2many("kam.whitespace", "offering_id")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        cell = self._find_cell_sudo()
        if cell:
            raise ValidationError(
                self.env._(
                    "“%s” stands on whitespace maps. Archive it instead of deleting it.",
                    cell.offering_id.name,
                )
            )

    def _find_cell_sudo(self):
        """A cell of any whitespace map with one of these revenue streams."""
        domain = [("offering_id", "in", self.ids)]
        return self.env["kam.whitespace"].sudo().search(domain, limit=1)
