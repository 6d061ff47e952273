from odoo import api, models


class KamPlan(models.Model):
    _inherit = "kam.plan"

    @api.model_create_multi
    def create(self, vals_list):
        """Have a line of capacity for who leads the new plans."""
        plans = super().create(vals_list)
        self.env["kam.capacity"]._ensure_sudo(plans)
        return plans

    def write(self, vals):
        """Have one for who leads them from now on."""
        result = super().write(vals)
        if not {"user_id", "company_id"}.isdisjoint(vals):
            self.env["kam.capacity"]._ensure_sudo(self)
        return result
