from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KamOffering(models.Model):
    _inherit = "kam.offering"

    whitespace_ids = fields.One2many("kam.whitespace", "offering_id")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        cells = self.env["kam.whitespace"].sudo().search([("offering_id", "in", self.ids)], limit=1)
        if cells:
            raise ValidationError(
                self.env._(
                    "“%s” stands on whitespace maps. Archive it instead of deleting it.",
                    cells.offering_id.name,
                )
            )
