from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch
from ...tools.paper import Block

# Pixels of a page for the relationship map.
MAP_PAGE = (700, 950)


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_map = fields.Boolean("Show Relationship Map", default=True)

    @api.model
    def _get_concept_branches(self):
        """Add the people on the map and the gaps."""
        live = Domain("state", "in", ("open", "planned"))
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=30,
                name="map",
                label=self.env._("People on the Map"),
                model="kam.stakeholder",
                switch="show_map",
                question=self.env._("Who decides, and who shapes what is decided?"),
                domain=Domain("parked_reason", "=", False),
                group="buying_center_id",
                under=("buying_center_id",),
            ),
            Branch(
                sequence=40,
                name="gaps",
                label=self.env._("Gaps"),
                model="kam.gap",
                switch="show_map",
                question=self.env._("Whom should we know, and do not?"),
                open=live,
                late=live & Domain("date_deadline", "<", "today"),
                mine=("owner_id",),
                state="state",
                group="kind",
                under=("stakeholder_id",),
            ),
        ]

    @api.model
    def _get_paper_blocks(self):
        """Add the map, on a page of its own."""
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=90,
                name="map",
                label=self.env._("Relationship map (own pages)"),
                heading=self.env._("Relationship map"),
                switch="show_map",
                model="kam.stakeholder",
                template="kam_planning.paper_map",
                fill="_fill_paper_map",
                is_usual=False,
                is_full=False,
                is_page=True,
            ),
        ]

    def _fill_paper_map(self):
        """The maps on which somebody is, over pages of their own."""
        people = self.env["kam.stakeholder"]
        charts = {
            plan: people._prepare_chart(plan.partner_id, plan.company_id, MAP_PAGE) for plan in self
        }
        return {
            plan: {"chart": chart, "has_judgements": chart["sees"]}
            for plan, chart in charts.items()
            if chart["total"]
        }
