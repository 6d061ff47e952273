from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch
from ...tools.paper import Block
from ..common.known import is_known

# What is there to be won: nothing of it is bought from us.
TO_WIN = ("unknown", "own_production", "competitor", "open", "opportunity")


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_whitespace = fields.Boolean(default=True)

    @api.model
    def _get_concept_branches(self):
        """Add the cells of the whitespace map."""
        whitespace = Branch(
            sequence=10,
            name="whitespace",
            label=self.env._("Whitespace"),
            model="kam.whitespace",
            switch="show_whitespace",
            question=self.env._("What could they still buy from us?"),
            open=Domain("state", "in", TO_WIN),
            state="state",
            group="buying_center_id",
            under=("buying_center_id",),
            title=("buying_center_id", "offering_id"),
        )
        return [*super()._get_concept_branches(), whitespace]

    @api.model
    def _get_paper_blocks(self):
        """Add what they could still buy."""
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=60,
                name="whitespace",
                label=self.env._("Whitespace"),
                heading=self.env._("What they could still buy"),
                switch="show_whitespace",
                model="kam.whitespace",
                template="kam_planning.paper_whitespace",
                fill="_fill_paper_whitespace",
                is_usual=False,
            ),
        ]

    def _fill_paper_whitespace(self):
        """Cells in which there is something to win, the largest potential first."""
        domain = self._get_places_domain() & Domain("state", "in", TO_WIN)
        cells = self.env["kam.whitespace"].search(domain)
        by_place = cells.grouped(lambda cell: cell._get_place())
        return {
            plan: plan._prepare_paper_whitespace(by_place.get(plan._get_place(), cells.browse()))
            for plan in self
        }

    def _prepare_paper_whitespace(self, cells):
        cells = cells.sorted(lambda cell: (-(cell.potential or 0.0), cell.id))
        return self._prepare_table(
            [
                {
                    "cell": cell,
                    "potential": self._format_on_paper(
                        cell.potential if is_known(cell.potential) else None, self.currency_id
                    ),
                    "chance": f"{cell.success_chance} %" if is_known(cell.success_chance) else "–",
                }
                for cell in cells
            ]
        )
