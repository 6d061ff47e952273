from odoo import api, models

from ..tools.strategy import printed_maps
from ..tools.strategy.strategy_layout import COLORS

GHOST_COLOR = "#adb5bd"


class KamStrategyMap(models.AbstractModel):
    """The strategy map as a drawing: cards, links and order of the screen, as wide as a page."""

    _inherit = "kam.strategy.map"

    def _fill_paper_strategy_map(self):
        """The maps on which something stands."""
        parts = {plan: plan._prepare_paper_strategy_map() for plan in self}
        return {plan: part for plan, part in parts.items() if part["boxes"]}

    def _prepare_paper_strategy_map(self):
        data = self._read_strategy_map()
        columns = printed_maps.choose_cards(data["columns"], data["links"])
        for column in columns:
            column["cards"] = [
                {**card, **self._prepare_printed_card(column["kind"], card)}
                for card in column["cards"]
            ]
        is_rtl = self._get_reading_direction() == "rtl"
        drawing = printed_maps.lay_out_strategy(columns, data["links"], is_rtl)
        mores = [(x, y, self.env._("and %s more", number)) for x, y, number in drawing["mores"]]
        return {**drawing, "mores": mores, "note": self._describe_coverage(data)}

    @api.model
    def _prepare_printed_card(self, kind, card):
        if "ghost_of" in card:
            return {"title": card["name"], "note": "", "color": GHOST_COLOR, "is_dashed": True}
        sign = "✓ " if card["is_whole"] else ""
        return {
            "title": f"{sign}{card['name']}",
            "note": card["note"],
            "color": COLORS[kind],
            "is_dashed": card["is_assumed"],
        }

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
