from odoo import api, fields, models


class KamPlanPrintBlock(models.TransientModel):
    """A block that is offered when plans are printed."""

    _name = "kam.plan.print.block"
    _description = "Block to Print"
    _inherit = ["kam.guarded"]
    _order = "id"
    _rec_name = "label"

    print_id = fields.Many2one("kam.plan.print", "Dialogue", required=True, ondelete="cascade")
    name = fields.Char(required=True)
    label = fields.Char("Block", compute="_compute_label")
    is_printed = fields.Boolean("Print")

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_label(self):
        labels = {block.name: block.label for block in self.env["kam.plan"]._get_paper_blocks()}
        for block in self:
            block.label = labels.get(block.name, block.name)

    @api.model_create_multi
    def create(self, vals_list):
        """Add nothing to the dialogue of another user."""
        blocks = super().create(vals_list)
        blocks.print_id.check_access("write")
        return blocks

    def write(self, vals):
        """Neither move a block there."""
        result = super().write(vals)
        self.print_id.check_access("write")
        return result
