from odoo import api, models
from odoo.fields import Domain

from ..sharing.kam_share_access import VISIBLE


class KamReview(models.Model):
    """What the customer reads of a review in free words is released like the rest."""

    _inherit = "kam.review"

    @api.model_create_multi
    def create(self, vals_list):
        """Where a manager releases what the customer sees, he writes to him as well."""
        reviews = super().create(vals_list)
        if not self.env.su:
            reviews.filtered("customer_agenda")._check_may_tell()
        return reviews

    def write(self, vals):
        """Where a manager releases what the customer sees, he writes to him as well."""
        if vals.get("customer_agenda") and not self.env.su:
            self.check_access("write")
            self._check_may_tell()
        return super().write(vals)

    def _check_may_tell(self):
        """
        :raise AccessError: for who may not share these plans alone
        """
        if self:
            self._find_showing_sudo().with_env(self.env)._check_may_change_shown()

    def _find_showing_sudo(self):
        """The shares of these plans that the customer sees, as superuser."""
        plans = Domain("plan_id", "in", self.plan_id.ids)
        return self.env["kam.share"].sudo().search(plans & Domain("state", "in", VISIBLE))
