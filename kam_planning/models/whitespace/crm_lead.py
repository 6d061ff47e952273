from odoo import api, fields, models


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

    @api.depends("kam_whitespace_id.account_id", "kam_whitespace_id.buying_center_id.partner_id")
    def _compute_kam_customer_id(self):
        return super()._compute_kam_customer_id()

    def _get_kam_linked_customer(self):
        """The customer, or the part of it, whose need the opportunity is to meet."""
        cell = self.kam_whitespace_id
        customer = cell.buying_center_id.partner_id or cell.account_id
        return customer or super()._get_kam_linked_customer()

    @api.model
    def _get_kam_link_names(self):
        return [*super()._get_kam_link_names(), "kam_whitespace_id"]

    @api.model
    def _get_kam_kept_names(self):
        return [*super()._get_kam_kept_names(), "kam_whitespace_id"]
