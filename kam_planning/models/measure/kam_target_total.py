from odoo import api, models
from odoo.tools import SQL

from ..common.known import KnownMonetary

# What is added up where it is money.
AMOUNTS = ("target", "actual", "forecast")
AMOUNT = {
    "compute": "_compute_amounts",
    "store": True,
    "aggregator": "sum",
    "total_once": True,
    "total_within": ("measure_id",),
}


class KamTargetTotal(models.AbstractModel):
    """Targets in money, which can be added up, each part of a customer, year or stream once."""

    _name = "kam.target.total"
    _description = "Totals of Targets"
    _inherit = ["kam.target.figures"]

    target_amount = KnownMonetary("Target in Money", **AMOUNT)
    actual_amount = KnownMonetary("Actual in Money", **AMOUNT)
    forecast_amount = KnownMonetary("Forecast in Money", **AMOUNT)

    @api.depends(
        "target_value",
        "actual_value",
        "forecast_value",
        "measure_id.unit",
        "measure_id.aggregate",
        "measure_id.entry_mode",
    )
    def _compute_amounts(self):
        for target in self:
            adds_up = target._get_measure_sudo()._adds_up_in_money()
            for name in AMOUNTS:
                target[f"{name}_amount"] = adds_up and target[f"{name}_value"]

    @api.model
    def _get_total_rows_sql(self, ids):
        """A target tells of its customer and every company below, all streams or one with its
        parts.
        """
        return SQL(
            """
            SELECT target.id, target.company_id, target.partner_id, COALESCE(offering.id, 0),
                   0 || COALESCE(
                       string_to_array(rtrim(offering.parent_path, '/'), '/')::int[], '{}'),
                   0, target.measure_id, target.date_start, target.date_end
              FROM kam_target target
              LEFT JOIN kam_offering offering ON offering.id = target.offering_id
             WHERE target.id IN (%s)
            """,
            ids,
        )

    @api.model
    def _get_total_holds(self):
        """A year holds its quarters."""

        def holds(whole, part):
            (measure, start, end), (other, first, last) = whole.more, part.more
            return measure == other and start <= first and end >= last

        return holds

    @api.model
    def _get_total_overlaps(self):
        """Half years beside quarters that reach over both, streams that share products."""
        shared = set(self.env["kam.offering"]._get_shared_pairs_sudo())

        def overlaps(one, other):
            (measure, start, end), (second, first, last) = one.more, other.more
            if measure != second or start > last or end < first:
                return False
            scopes = (one.scope, other.scope)
            return 0 in scopes or one.scope == other.scope or scopes in shared

        return overlaps
