from odoo import api, fields, models

from ..common.kam_guarded import with_defaults

# What an opportunity belongs to; the user has to be able to read it.
LINKS = ("kam_plan_id", "kam_whitespace_id")


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
        self._check_kam_access(with_defaults(self, vals_list, LINKS))
        return super().create(vals_list)

    def write(self, vals):
        """An opportunity changes its cell: linking one needs the right to read the cell."""
        self._check_kam_access([vals])
        return super().write(vals)

    @api.model
    def _check_kam_access(self, vals_list):
        # Odoo checks companies as superuser, and would name a hidden plan in its refusal.
        for name in () if self.env.su else LINKS:
            ids = {vals[name] for vals in vals_list if vals.get(name)}
            self.env[self._fields[name].comodel_name].browse(ids).check_access("read")
