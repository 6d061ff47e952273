from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# What makes a message what it says, and who said it where.
SAID = {"body", "author_id", "author_guest_id", "date", "email_from", "attachment_ids"}
SAID |= {"model", "res_id", "message_type", "message_id", "parent_id"}


class MailMessage(models.Model):
    """Which messages of a share the customer reads: his own people's comments, and what we answer
    him. All others are ours.
    """

    _inherit = "mail.message"

    kam_for_customer = fields.Boolean(
        "For the Customer",
        copy=False,
        help="The people of the customer who see the share read it there.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody shows the customer a message by hand, or by a default.

        :raise AccessError: when somebody tries
        """
        if not self.env.su and any(vals.get("kam_for_customer") for vals in vals_list):
            raise self._prepare_no_showing()
        return super().create([{"kam_for_customer": False, **vals} for vals in vals_list])

    def write(self, vals):
        """What is shown to the customer is not changed by hand, not even by its author.

        :raise AccessError: when somebody tries
        """
        if "kam_for_customer" in vals and not self.env.su:
            self.check_access("write")
            wanted = bool(vals["kam_for_customer"])
            if self.filtered(lambda one: one.kam_for_customer != wanted):
                raise self._prepare_no_showing()
        if not self.env.su and not SAID.isdisjoint(vals):
            self.check_access("write")
            self._check_not_said_sudo()
        return super().write(vals)

    def unlink(self):
        """What was said between us and the customer stays.

        :raise AccessError: when somebody tries to take it away
        """
        if not self.env.su:
            self.check_access("unlink")
            self._check_not_said_sudo()
        return super().unlink()

    def _check_not_said_sudo(self):
        """
        :raise AccessError: when the customer reads one of these messages
        """
        if any(self.sudo().mapped("kam_for_customer")):
            raise AccessError(
                self.env._(
                    "The customer reads this message: what was said between you stays as it was "
                    "said. Write another answer."
                )
            )

    @api.model
    def _prepare_no_showing(self):
        return AccessError(
            self.env._(
                "Whether the customer reads a message is kept by the system and not changed by "
                "hand. Answer him in the share."
            )
        )

    def _find_of_hidden_records(self):
        """Nobody of a customer reads messages on our records, not even what he wrote or caused:
        he reads what is meant for him on the pages of the share.
        """
        hidden = super()._find_of_hidden_records()
        if not self or not self.env.user.share:
            return hidden
        self.flush_recordset(["model"])
        query = SQL(
            "SELECT id FROM mail_message WHERE id IN %s AND model IN %s",
            tuple(self.ids),
            tuple(self.env["kam.internal.thread"]._list_internal_models()),
        )
        return hidden | {message_id for (message_id,) in self.env.execute_query(query)}
