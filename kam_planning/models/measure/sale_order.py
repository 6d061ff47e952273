from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

# What changes with the steps of an order.
STEPS = ("partner_id", "state")


class SaleOrder(models.Model):
    """An order keeps the customer that it was made for, as an invoice does in Odoo."""

    _name = "sale.order"
    _inherit = ["sale.order", "kam.document"]

    # No groups: whoever makes an order reads what is computed of it, and it tells of no plan.
    kam_customer_id = fields.Many2one(
        "res.partner",
        "Customer of the Order",
        compute="_compute_kam_customer_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The company for which it was quoted, sent or confirmed, wherever its contact is now.",
    )

    @api.depends(*STEPS)
    def _compute_kam_customer_id(self):
        """Each step of the order is one of the customer of that day; no later move changes it."""
        for order in self:
            order.kam_customer_id = order.partner_id.commercial_partner_id

    def write(self, vals):
        """What is written as it stands, as other programs do, is no step of the order."""
        if vals.keys().isdisjoint(STEPS):
            return super().write(vals)
        same = self._filter_unchanged_sudo(vals, STEPS)
        with self.env.protecting([self._fields["kam_customer_id"]], same):
            return super().write(vals)

    def _auto_init(self):
        """Fill in the customers of many orders in one statement."""
        if not column_exists(self.env.cr, self._table, "kam_customer_id"):
            create_column(self.env.cr, self._table, "kam_customer_id", "int4")
            self.env.cr.execute(self._get_first_customers_sql())
        return super()._auto_init()

    @api.model
    def _get_first_customers_sql(self):
        """Of past orders the invoices to the same contact still know the customer."""
        return SQL(
            """
            UPDATE sale_order SET kam_customer_id = found.customer_id
              FROM (
                SELECT "order".id,
                       COALESCE(MAX(move.commercial_partner_id), MAX(partner.commercial_partner_id))
                           AS customer_id
                  FROM sale_order "order"
                  JOIN res_partner partner ON partner.id = "order".partner_id
             LEFT JOIN sale_order_line line ON line.order_id = "order".id
             LEFT JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
             LEFT JOIN account_move_line item ON item.id = link.invoice_line_id
             LEFT JOIN account_move move
                       ON move.id = item.move_id AND move.partner_id = "order".partner_id
              GROUP BY "order".id
              ) found
             WHERE found.id = sale_order.id
            """
        )
