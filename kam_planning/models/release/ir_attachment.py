from odoo import models

# What a customer sees of a file.
SEEN = {"name", "raw", "datas", "db_datas", "store_fname", "mimetype", "type", "url"}


class IrAttachment(models.Model):
    """A document of a share is changed as the share's own words are."""

    _inherit = "ir.attachment"

    def write(self, vals):
        """What the customer sees is changed by who may release it."""
        if not self.env.su and not SEEN.isdisjoint(vals):
            self._find_showing_sudo().with_env(self.env)._check_may_change_shown()
        return super().write(vals)

    def _find_showing_sudo(self):
        """The shares to which some of these files belong, as superuser."""
        files = self.sudo().filtered(lambda one: one.res_model == "kam.share" and one.res_id)
        return self.env["kam.share"].sudo().browse(files.mapped("res_id")).exists()
