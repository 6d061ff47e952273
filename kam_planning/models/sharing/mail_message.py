from odoo import api, fields, models
from odoo.exceptions import AccessError


class MailMessage(models.Model):
    """A message in the thread of a share is internal, unless it was written for the customer."""

    _inherit = "mail.message"

    kam_for_customer = fields.Boolean(
        "Read by the Customer",
        copy=False,
        help="The people whom a plan is shared with read this message on their page.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody shows a message to the customer past the share's own steps.

        :raise AccessError: where somebody tries
        """
        if not self.env.su and any(values.get("kam_for_customer") for values in vals_list):
            self._refuse_for_customer()
        return super().create(vals_list)

    def write(self, vals):
        """What the customer reads stays what was said to him, and what is internal stays so.

        :raise AccessError: where somebody tries to change it
        """
        if "kam_for_customer" in vals and not self.env.su:
            self.check_access("write")
            if any(one.kam_for_customer != bool(vals["kam_for_customer"]) for one in self):
                self._refuse_for_customer()
        return super().write(vals)

    @api.model
    def _refuse_for_customer(self):
        raise AccessError(
            self.env._(
                "Whether the customer reads a message is kept by the system. Use “Answer the "
                "Customer” on what is shared."
            )
        )
