from odoo import api, fields, models

from ...tools.paper import Block

# Pixels of a page for the relationship map.
PAGE_WIDTH, PAGE_HEIGHT = 700, 950


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
        """The maps on which somebody is, as they fit on a page."""
        charts = {plan: plan._prepare_paper_map() for plan in self}
        return {plan: chart for plan, chart in charts.items() if chart["chart"]["cards"]}

    def _prepare_paper_map(self):
        people = self.env["kam.stakeholder"]
        chart = people._prepare_chart(self.partner_id, self.company_id)
        scale = min(1.0, PAGE_WIDTH / chart["width"], PAGE_HEIGHT / chart["height"])
        size = {f"shown_{name}": round(chart[name] * scale) for name in ("width", "height")}
        return {"chart": {**chart, **size}, "has_judgements": chart["sees"]}
