from odoo import api, fields, models


class KamEditable(models.AbstractModel):
    """Records that know whether the user may write them, so that their form says so beforehand."""

    _name = "kam.editable"
    _description = "Record That May Be Edited or Not"

    may_edit = fields.Boolean(compute="_compute_may_edit", export_string_translation=False)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_edit(self):
        """Ask the record rules once for all records. New ones are of whoever makes them."""
        editable = self._origin._filtered_access("write")
        for record in self:
            record.may_edit = not record._origin or record._origin in editable
