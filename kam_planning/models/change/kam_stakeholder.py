from odoo import models

from ..common.switches import is_loading
from .kam_change_people import CONTACT_KINDS


class KamStakeholder(models.Model):
    """What happens to the contact of a person on a map is told at once, and forgotten with the
    person.
    """

    _inherit = "kam.stakeholder"

    def write(self, vals):
        """Follow what happened to the contacts."""
        before = {one: one.contact_change for one in self} if "contact_change" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda one: one in before and before[one] != one.contact_change)
        if changed and not is_loading(self.env):
            changed._follow_contact_change_sudo()
        return result

    def _follow_contact_change_sudo(self):
        """As superuser: who archives a contact need not see the plans."""
        accounts = self.sudo().account_id
        plans = self.env["kam.plan"].sudo()._find_in_force(accounts, self.sudo().company_id)
        kinds = set(CONTACT_KINDS.values())
        self.env["kam.change"]._follow_sudo(self.env["kam.plan"].concat(*plans.values()), kinds)

    def unlink(self):
        """Nothing is kept of a person who goes."""
        self._forget_changes_sudo()
        return super().unlink()

    def _forget_changes_sudo(self):
        changes = self.env["kam.change"].sudo()
        changes.search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
