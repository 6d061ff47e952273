from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one
from .kam_plan_dialogue import PROPOSED

REPORT = "kam_planning.action_report_kam_plan_chosen"


class KamPlanPrint(models.TransientModel):
    """Asks what of the plans is printed, on how many pages, and in which language."""

    _name = "kam.plan.print"
    _description = "Print Account Plans"
    _inherit = ["kam.guarded"]

    plan_ids = fields.Many2many("kam.plan", string="Account Plans", required=True)
    layout = fields.Selection(
        [("one_page", "One page"), ("full", "Full plan, three to four pages")],
        "Length",
        required=True,
        default="one_page",
    )
    block_ids = fields.One2many(
        "kam.plan.print.block",
        "print_id",
        string="Blocks",
        compute="_compute_block_ids",
        **PROPOSED,
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang or self.env.user.lang,
        help="The language of whoever reads it.",
    )

    @api.model
    def default_get(self, fields):
        """Begin with the plans that were chosen in the form or in the list."""
        values = super().default_get(fields)
        if "plan_ids" in fields and self.env.context.get("active_model") == "kam.plan":
            ids = self.env.context.get("active_ids") or []
            plans = self.env["kam.plan"].browse(ids)
            plans.check_access("read")
            values.setdefault("plan_ids", [Command.set(plans.ids)])
        return values

    @api.depends("plan_ids")
    def _compute_block_ids(self):
        """Offer each block that one of the plans shows; what was chosen of them stays chosen."""
        blocks = self.env["kam.plan"]._get_readable_blocks()
        for dialogue in self:
            offered = [
                block
                for block in blocks
                if not block.switch or any(dialogue.plan_ids.mapped(block.switch))
            ]
            names = {block.name for block in offered}
            known = set(dialogue.block_ids.mapped("name"))
            chosen = dialogue._get_proposed(offered)
            gone = dialogue.block_ids.filtered(lambda block, names=names: block.name not in names)
            dialogue.block_ids = [
                *(Command.delete(block.id) for block in gone),
                *(
                    Command.create({"name": block.name, "is_printed": block.name in chosen})
                    for block in offered
                    if block.name not in known
                ),
            ]

    @api.onchange("layout")
    def _onchange_layout(self):
        """Propose the blocks of the other length."""
        chosen = self._get_proposed(self.env["kam.plan"]._get_paper_blocks())
        for block in self.block_ids:
            block.is_printed = block.name in chosen

    def _get_proposed(self, blocks):
        name = "is_full" if self.layout == "full" else "is_usual"
        return {block.name for block in blocks if getattr(block, name)}

    @api.model_create_multi
    def create(self, vals_list):
        """Begin nothing about plans that the user may not read."""
        dialogues = super().create(vals_list)
        dialogues.plan_ids.check_access("read")
        # The blocks are the user's own: made by him, not by whoever reckons first.
        dialogues.flush_recordset(["block_ids"])
        return dialogues

    def write(self, vals):
        """Go on with no such plans either."""
        result = super().write(vals)
        self.plan_ids.check_access("read")
        self.flush_recordset(["block_ids"])
        return result

    def _get_chosen_blocks(self):
        return set(self.block_ids.filtered("is_printed").mapped("name"))

    def _get_file_name(self):
        """Name of the printed file; for the report's definition."""
        if len(self.plan_ids) > 1:
            return self.env._("Account plans")
        return self.env._("Account plan - %s", self.plan_ids.name)

    def action_print(self):
        """Print the plans, each on one page or on those of the full plan.

        :return: report action
        :raise AccessError: when the user may not read one of the plans
        :raise UserError: when no block is chosen
        """
        check_one(self)
        if not self._get_chosen_blocks():
            raise UserError(self.env._("Nothing is chosen: choose at least one block to print."))
        return self.env.ref(REPORT).report_action(self, config=False)
