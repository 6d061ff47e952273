from odoo import api, models

from ...tools.branches import Branch


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    @api.model
    def _get_concept_branches(self):
        """Add the places where the customer decides."""
        centers = Branch(
            sequence=20,
            name="buying_centers",
            label=self.env._("Buying Centres"),
            model="kam.buying.center",
            question=self.env._("Where at the customer is it decided what is bought?"),
            parent="parent_id",
        )
        return [*super()._get_concept_branches(), centers]
