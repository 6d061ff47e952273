from odoo import fields, models


class KamPlanBlocks(models.AbstractModel):
    """Which blocks a plan shows. A template proposes them; each plan keeps its own choice."""

    _name = "kam.plan.blocks"
    _description = "Blocks of a Plan"

    show_sections = fields.Boolean("Show Narrative", default=True)
    show_team = fields.Boolean("Show Account Team", default=True)

    def _get_block_fields(self):
        """Names of the block switches."""
        return [name for name in self.env["kam.plan.blocks"]._fields if name.startswith("show_")]

    def _prepare_block_values(self):
        """Values that carry this record's blocks over to another."""
        self.ensure_one()
        return {name: self[name] for name in self._get_block_fields()}
