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
        "target_value", "actual_value", "forecast_value", "measure_id.unit", "measure_id.aggregate"
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
            SELECT target.id, target.company_id, target.partner_id AS place_id,
                   COALESCE(offering.id, 0) AS scope_id,
                   0 || COALESCE(
                       string_to_array(rtrim(offering.parent_path, '/'), '/')::int[], '{}'
                   ) AS scope_ids,
                   0 AS rank, target.measure_id, target.date_start, target.date_end
              FROM kam_target target
              LEFT JOIN kam_offering offering ON offering.id = target.offering_id
             WHERE target.id IN (%s)
            """,
            ids,
        )

    @api.model
    def _get_total_holds_sql(self):
        """A year holds its quarters."""
        return SQL(
            "whole.measure_id = part.measure_id AND whole.date_start <= part.date_start "
            "AND whole.date_end >= part.date_end"
        )

    @api.model
    def _get_total_overlaps_sql(self):
        """Half years beside quarters that reach over both, streams that share products."""
        return SQL(
            "whole.date_start <= part.date_end AND whole.date_end >= part.date_start AND "
            "(0 IN (whole.scope_id, part.scope_id) OR whole.scope_id = part.scope_id OR %s)",
            self.env["kam.offering"]._get_shares_sql(),
        )
