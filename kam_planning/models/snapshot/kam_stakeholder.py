from odoo import api, models

from ..common.switches import is_on, switch_on


class KamStakeholder(models.Model):
    """Whoever is forgotten is forgotten in the snapshots as well."""

    _inherit = "kam.stakeholder"

    def _erase_sudo(self):
        """Before the map forgets who these people are."""
        self.env["kam.snapshot"]._erase_people_sudo(self)
        return super()._erase_sudo()

    def unlink(self):
        """Whoever is deleted could not be erased later. People who become one are not gone."""
        self.check_access("unlink")
        if not is_on(self, "kam_merging"):
            self.env["kam.snapshot"]._erase_people_sudo(self)
        return super().unlink()

    def _export_beside(self):
        """Add what snapshots say of this person, as far as the user may see it."""
        found = {"kam_snapshot": self.env["kam.snapshot"]._export_people(self)}
        return {**super()._export_beside(), **found}

    @api.model
    def _merge_contacts_sudo(self, sources, target):
        """Snapshots that name the contacts that go name the one that stays."""
        self.env["kam.snapshot"]._follow_merge_sudo("res.partner", sources.ids, target.id)
        return super()._merge_contacts_sudo(sources, target)

    def _absorb(self, other):
        """Snapshots that name the other person name this one."""
        self.env["kam.snapshot"]._follow_merge_sudo(self._name, other.ids, self.id)
        return super()._absorb(switch_on(other, "kam_merging"))
