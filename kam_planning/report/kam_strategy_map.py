from odoo import api, models

from ..tools.strategy import printed_maps


class KamStrategyMap(models.AbstractModel):
    """The strategy map as a drawing: cards, links and order of the screen, as wide as a page."""

    _inherit = "kam.strategy.map"

    def _fill_paper_strategy_map(self):
        """The maps on which something stands."""
        parts = {plan: plan._prepare_paper_strategy_map() for plan in self}
        return {plan: part for plan, part in parts.items() if part["drawing"]["boxes"]}

    def _prepare_paper_strategy_map(self):
        data = self._read_strategy_map()
        columns = printed_maps.choose_cards(data["columns"], data["links"])
        for column in columns:
            column["more"] = column["more"] and self.env._("and %s more", column["more"])
        scene = printed_maps.make_strategy_scene(columns, data["links"])
        part = printed_maps.prepare(scene, self._get_reading_direction() == "rtl")
        return {**part, "note": self._describe_coverage(data)}

    @api.model
    def _describe_coverage(self, data):
        if data["coverage"] is False:
            return self.env._("No goal is confirmed by the customer yet.")
        return self.env._(
            "%(percent)s %%: %(covered)s of %(confirmed)s confirmed goals have a whole chain",
            percent=round(data["coverage"]),
            covered=data["covered"],
            confirmed=data["confirmed"],
        )
