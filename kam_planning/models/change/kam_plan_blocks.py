from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_changes = fields.Boolean("Show What Changed", default=True)

    @api.model
    def _get_concept_branches(self):
        """Add what changed."""
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=140,
                name="changes",
                label=self.env._("What Changed"),
                model="kam.change",
                switch="show_changes",
                question=self.env._("What happened since you last said that it is true?"),
                domain=Domain("state", "!=", "withdrawn"),
                open=Domain("state", "=", "open"),
                state="state",
                group="kind",
            ),
        ]
