from odoo import models


class KamForce(models.Model):
    """What is known to be a judgement is in no snapshot."""

    _inherit = "kam.force"

    def write(self, vals):
        """Forces that turn out to be what a person thinks are taken out of snapshots."""
        turned = self.browse()
        if vals.get("is_judgement"):
            turned = self.filtered(lambda force: not force.is_judgement)
        result = super().write(vals)
        self.env["kam.snapshot"]._erase_lines_sudo(turned)
        return result
