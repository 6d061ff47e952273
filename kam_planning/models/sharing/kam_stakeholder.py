from odoo import models
from odoo.fields import Domain


class KamStakeholder(models.Model):
    """Who is erased from a map is forgotten in what is shared with the customer too."""

    _inherit = "kam.stakeholder"

    def _erase_sudo(self):
        for place, people in self.sudo().filtered("partner_id").grouped("account_id").items():
            here = Domain("partner_id", "=", place.id)
            here &= Domain("company_id", "in", people.company_id.ids)
            shares = self.env["kam.share"].sudo().search(here)
            shares._forget_people_sudo(people.partner_id, shares)
        return super()._erase_sudo()
