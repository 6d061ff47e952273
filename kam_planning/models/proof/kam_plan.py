from odoo import api, fields, models

from ..common.days import today_of


class KamPlan(models.Model):
    _inherit = "kam.plan"
    _unoffered_fields = ("approved_date",)

    approved_date = fields.Date(
        "Approved On",
        compute="_compute_approved_date",
        store=True,
        precompute=True,
        copy=False,
        help="The day on which the plan came into force for the first time. What became of the "
        "customer is counted from there, also when the plan is closed.",
    )

    @api.depends("state")
    def _compute_approved_date(self):
        """Keep the first day; a plan that is written down afterwards began on its own first day."""
        for plan in self:
            day = plan.approved_date
            if not day and plan.state in ("active", "closed"):
                today = today_of(plan.company_id)
                is_old = not plan._origin.id and plan.date_start
                day = min(today, plan.date_start) if is_old else today
            plan.approved_date = day
