from odoo import models

from .kam_change_sales import ORDER_KINDS

# What makes an order, and what unmakes it.
DECIDED = {"sale", "cancel"}


class SaleOrder(models.Model):
    """An order of a customer with a plan that is confirmed or cancelled is told at once; of any
    other one nothing is asked.
    """

    _inherit = "sale.order"

    def write(self, vals):
        """Look at the state before and after."""
        states = {order: order.state for order in self} if "state" in vals else {}
        result = super().write(vals)
        changed = self.filtered(
            lambda order: (
                order in states
                and states[order] != order.state
                and not DECIDED.isdisjoint((states[order], order.state))
            )
        )
        self.env["kam.plan"]._follow_documents_sudo(changed, set(ORDER_KINDS))
        return result
