from odoo import api, models

from ..common.days import today_of


class KamReview(models.Model):
    """Holding a review keeps the plan as it stood then."""

    _inherit = "kam.review"

    @api.model_create_multi
    def create(self, vals_list):
        """Reviews recorded on the day on which they were held keep the plan as well; of those that
        are typed in later nobody knows how it stood.
        """
        reviews = super().create(vals_list)
        held = reviews.filtered(lambda review: review.state == "held")
        held.filtered(lambda one: one.date_held == today_of(one.company_id))._keep_plans()
        return reviews

    def write(self, vals):
        """Keep how the plans stood when a review was held."""
        held = self.browse()
        if vals.get("state") == "held":
            held = self.filtered(lambda review: review.state != "held")
        result = super().write(vals)
        held._keep_plans()
        return result

    def _keep_plans(self):
        """One snapshot a plan, whatever number of its reviews is held at once."""
        by_plan = {review.plan_id: review for review in self.sorted("date_held")}
        if by_plan:
            plans = self.env["kam.plan"].concat(*by_plan)
            self.env["kam.snapshot"]._take_sudo(plans, "review", reviews=by_plan)
