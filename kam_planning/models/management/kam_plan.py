from odoo import api, models


class KamPlan(models.Model):
    """The plan as management compares it with others."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.account.totals"]

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        """Give what is stored nowhere, too."""
        # Whether there is a query, not whether it finds anything.
        if query is not None:
            number = self._get_account_number_sql(alias, field_expr, query)
            if number is not None:
                return number
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Add up the gaps of each customer once."""
        select = super()._read_group_select(aggregate_spec, query)
        return self._select_gap_total(query) if aggregate_spec == "open_gap_count:sum" else select
