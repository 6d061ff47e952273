from odoo import api, fields, models

from ..common.kam_guarded import with_defaults


class CrmLead(models.Model):
    _inherit = "crm.lead"

    kam_whitespace_id = fields.Many2one(
        "kam.whitespace",
        "Whitespace Cell",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="kam_planning.group_kam_user",
        help="The need of the customer that this opportunity is to meet.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """An opportunity changes its cell: linking one needs the right to read the cell."""
        names = ("kam_whitespace_id",)
        self._check_whitespace_access(with_defaults(self, vals_list, names))
        return super().create(vals_list)

    def write(self, vals):
        """An opportunity changes its cell: linking one needs the right to read the cell."""
        self._check_whitespace_access([vals])
        return super().write(vals)

    @api.model
    def _check_whitespace_access(self, vals_list):
        ids = {vals["kam_whitespace_id"] for vals in vals_list if vals.get("kam_whitespace_id")}
        if ids:
            self.env["kam.whitespace"].browse(ids).check_access("read")
