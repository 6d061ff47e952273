from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_deliveries = fields.Boolean()
    show_key_dates = fields.Boolean()

    @api.model
    def _get_concept_branches(self):
        """Add what is being delivered, and the key dates."""
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=25,
                name="deliveries",
                label=self.env._("Deliveries"),
                model="kam.delivery",
                switch="show_deliveries",
                question=self.env._("What do they wait for, and do we deliver it in time?"),
                open=Domain("state", "!=", "done"),
                late=Domain("state", "=", "late"),
                state="state",
                group="state",
            ),
            Branch(
                sequence=150,
                name="key_dates",
                label=self.env._("Key Dates"),
                model="kam.key.date",
                switch="show_key_dates",
                question=self.env._("Which days of theirs must we be ready for?"),
                open=Domain("next_date", ">=", "today"),
                mine=("user_id",),
                state="kind",
                under=("buying_center_id",),
            ),
        ]
