from odoo import api, models


class KamSuccession(models.AbstractModel):
    """Roles in planned reviews are taken over."""

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        work = super()._get_work()
        planned = next(domain for model, _name, domain in work if model == "kam.review")
        roles = [("kam.review", name, planned) for name in ("presenter_id", "coach_id")]
        return [*work, *roles, ("kam.review", "reviewer_ids", planned)]

    @api.model
    def _describe(self, model, field, count):
        texts = {
            "presenter_id": self.env._("reviews to present: %s", count),
            "coach_id": self.env._("reviews to coach: %s", count),
            "reviewer_ids": self.env._("reviews to rate: %s", count),
        }
        is_role = model == "kam.review" and field in texts
        return texts[field] if is_role else super()._describe(model, field, count)
