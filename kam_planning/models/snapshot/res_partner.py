from odoo import models


class ResPartner(models.Model):
    """A person who is deleted is in no snapshot any more."""

    _inherit = "res.partner"

    def unlink(self):
        """Erase people, not companies."""
        self.check_access("unlink")
        people = self.filtered(lambda partner: not partner.is_company)
        self.env["kam.snapshot"]._erase_contacts_sudo(people)
        return super().unlink()
