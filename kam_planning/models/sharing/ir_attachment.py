from odoo import models
from odoo.exceptions import AccessError

from .kam_share_access import VISIBLE

# By what a file would be another one, or open to whoever has its address.
HELD = {"public", "access_token", "url", "type", "datas", "raw", "db_datas"}


class IrAttachment(models.Model):
    """What the customer was given stays what it is, and is found on his page alone."""

    _inherit = "ir.attachment"

    def write(self, vals):
        """
        :raise AccessError: when somebody opens or changes a file of what a customer sees
        """
        if not self.env.su and not HELD.isdisjoint(vals):
            self.check_access("write")
            self._check_not_given_sudo()
        return super().write(vals)

    def _check_not_given_sudo(self):
        """Files of anything else cost no query."""
        files = self.sudo().filtered(lambda file: file.res_model == "kam.share" and file.res_id)
        shares = self.env["kam.share"].sudo().browse(set(files.mapped("res_id")))
        if any(share.state in VISIBLE for share in shares.exists()):
            raise AccessError(
                self.env._(
                    "The customer sees what this file belongs to: it is not changed, and not "
                    "opened to others. Add the new file, and take this one off."
                )
            )
