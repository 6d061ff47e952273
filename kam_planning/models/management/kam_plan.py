from odoo import api, fields, models

from ..common.known import KnownFloat, KnownMonetary


def _find(name):
    """The search of a number that is stored nowhere."""
    return lambda records, comparison, value: records._search_number(name, comparison, value)


def _shown(name, **attributes):
    """What the numbers have in common."""
    attributes |= {"compute": "_compute_account_numbers", "compute_sudo": False}
    return {**attributes, "search": _find(name)}


class KamPlan(models.Model):
    """The plan as management compares it with others."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.account.totals"]

    # A group and its subsidiary tell of the same revenue.
    running_target = KnownMonetary(
        "Target, Running", aggregator="sum", total_once=True, **_shown("running_target")
    )
    running_reached = KnownMonetary(
        "Reached So Far", aggregator="sum", total_once=True, **_shown("running_reached")
    )
    running_share = KnownFloat(
        "Of the Target (%)",
        aggregator="avg",
        total_once=True,
        ratio="_get_running_parts_sql",
        help="What is reached, in percent of the running target for all revenue. Of several "
        "accounts the sums are compared, where both are known.",
        **_shown("running_share"),
    )
    late_action_count = fields.Integer(
        "Actions Late", aggregator="sum", **_shown("late_action_count")
    )
    open_gap_count = fields.Integer("Gaps, Open", aggregator="sum", **_shown("open_gap_count"))
    value_confirmed = KnownMonetary(
        help="Value that the customer confirmed; empty where nothing is confirmed.",
        aggregator="sum",
        **_shown("value_confirmed"),
    )
    # A share of lines: a mean of shares says nothing.
    agreed_drift = KnownFloat(
        "Drift (%)",
        aggregator=None,
        help="Lines that differ between what the customer agreed to and the plan of today; empty "
        "where nothing is agreed.",
        **_shown("agreed_drift"),
    )

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
