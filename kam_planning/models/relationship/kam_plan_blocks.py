from odoo import api, fields, models

from ...tools.paper import Block

# Pixels of a page for the relationship map.
MAP_PAGE = (700, 950)


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_map = fields.Boolean("Show Relationship Map", default=True)

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
