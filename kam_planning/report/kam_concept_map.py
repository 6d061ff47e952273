from odoo import api, models

from ..tools.strategy import printed_maps
from ..tools.strategy.concept import SIGNS

COLORS = {"chapter": "#2c5f8a", "group": "#77838d", "line": "#2f7d4f"}
# The line below the map that says what the signs mean.
LEGEND_HEIGHT = 16


class KamConceptMap(models.AbstractModel):
    """The map of a plan as a drawing: its chapters, and of each the first lines or groups."""

    _inherit = "kam.concept.map"

    def _fill_paper_concept(self):
        """The chapters with their first lines, as the user sees them."""
        return {plan: plan._prepare_paper_concept() for plan in self}

    def _prepare_paper_concept(self):
        nodes = self.get_concept_branch()["nodes"]
        branches = [
            {
                "title": node["label"],
                "end": self._describe_printed_node(node, node["count"]),
                "color": COLORS["chapter"],
                "lines": self._prepare_printed_lines(node),
            }
            for node in nodes
        ]
        least = printed_maps.tree_height(len(branches)) + LEGEND_HEIGHT
        return {"branches": branches, "height": least}

    def _prepare_printed_lines(self, node):
        """The lines or groups of a chapter; of an empty one its guiding question."""
        if not node["count"]:
            question = {"title": node["question"] or "–", "is_muted": True, "end": ""}
            return [{**question, "color": "#ced4da"}]
        branch = self.get_concept_branch(node["key"])
        lines = [
            {
                "title": below["label"],
                "end": self._describe_printed_node(
                    below, below["count"] if below["kind"] == "group" else ""
                ),
                "color": COLORS[below["kind"]],
            }
            for below in branch["nodes"]
        ]
        lines[0]["left_out"] = branch["more"]
        return lines

    @api.model
    def _describe_printed_node(self, node, count):
        signs = " ".join(SIGNS[name] for name in SIGNS if node["marks"].get(name))
        return " · ".join(str(part) for part in (node["state"], count, signs) if part)

    def _stretch_paper_concept(self, part, room):
        """Deal the rows for which there is room out to the chapters."""
        branches = part["branches"]
        rows = printed_maps.rows_of(room - LEGEND_HEIGHT)
        counts = printed_maps.deal(rows, [len(branch["lines"]) for branch in branches])
        shown = [
            {**branch, "lines": self._cut_printed_lines(branch["lines"], count)}
            for branch, count in zip(branches, counts, strict=True)
        ]
        is_rtl = self._get_reading_direction() == "rtl"
        root = self.partner_id.display_name
        part.update(printed_maps.lay_out_tree(root, shown, is_rtl))
        part["map_height"] = part["height"]
        part["height"] += LEGEND_HEIGHT

    @api.model
    def _cut_printed_lines(self, lines, count):
        left = len(lines) - count + lines[0].get("left_out", 0)
        shown = [dict(line) for line in lines[:count]]
        if left:
            more = self.env._("and %s more", left)
            shown[-1]["end"] = " · ".join(filter(None, (shown[-1]["end"], more)))
        return shown
