from odoo import models

from ..common.caches import clear_caches

FOLLOWED = {"parent_id", "active"}


class ResPartner(models.Model):
    """A contact who sees a shared plan: he sees nothing from the day on which he leaves.

    Saving a contact without an access, who has none below him, costs no query.
    """

    _inherit = "res.partner"

    def write(self, vals):
        """End the accesses of those who left with it."""
        watched = self.browse()
        if not FOLLOWED.isdisjoint(vals):
            ids = self.env["kam.share.access"]._get_watched_partner_ids()
            watched = self.filtered(lambda partner: partner.id in ids)
        result = super().write(vals)
        if watched:
            self.env["kam.share.access"]._end_of_gone_sudo(watched)
            clear_caches(self.env)
        return result

    def unlink(self):
        """Nothing tells of somebody who is deleted what he signed and wrote."""
        self.check_access("unlink")
        people = self.filtered(lambda partner: not partner.is_company)
        self.env["kam.share"]._forget_people_sudo(people)
        return super().unlink()
