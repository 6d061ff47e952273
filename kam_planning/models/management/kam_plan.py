from odoo import api, models


class KamPlan(models.Model):
    """The plan as management compares it with others."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.account.totals"]

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Add up what is stored nowhere, too."""
        select = self._select_account_total(aggregate_spec, query)
        return select or super()._read_group_select(aggregate_spec, query)
