from odoo import api, models


class KamPlan(models.Model):
    """Keep the registry's list of contacts that have a plan (`res.partner`) up to date."""

    _inherit = "kam.plan"

    @api.model_create_multi
    def create(self, vals_list):
        """Note the customers that get their first plan."""
        plans = super().create(vals_list)
        plans._note_planned_partners()
        return plans

    def write(self, vals):
        """Note the customers that plans move to."""
        result = super().write(vals)
        if "partner_id" in vals:
            self._note_planned_partners()
        return result

    def _note_planned_partners(self):
        """Forget the list when it misses a customer. One too many costs a query and no more."""
        if not set(self.partner_id.ids) <= self.env["res.partner"]._get_planned_partner_ids():
            self.env.registry.clear_cache()
