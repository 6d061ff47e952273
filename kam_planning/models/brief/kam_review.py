from odoo import models

from ..common.arguments import check_one


class KamReview(models.Model):
    _inherit = "kam.review"

    def action_open_brief(self):
        """Open the brief for this review.

        :return: client action
        :raise AccessError: when the user may not read the review
        """
        check_one(self)
        return self.plan_id._prepare_brief_action(self.contact_ids._filtered_access("read"))
