from odoo import models

from ..common.switches import is_on


class ResPartner(models.Model):
    """A person who is deleted is in no snapshot any more."""

    _inherit = "res.partner"

    def unlink(self):
        """Erase people, not companies, nor whoever became another contact."""
        self.check_access("unlink")
        if not is_on(self, "kam_merging_contacts"):
            people = self.filtered(lambda partner: not partner.is_company)
            self.env["kam.snapshot"]._erase_contacts_sudo(people)
        return super().unlink()
