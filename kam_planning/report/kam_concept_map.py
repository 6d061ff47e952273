from odoo import api, models

from ..tools.strategy import printed_maps, tree
from ..tools.strategy.concept import COLORS, SIGNS

# A chapter that holds nothing.
PALE = "#ced4da"
# The line below the map that says what the signs mean.
LEGEND_HEIGHT = 16


class KamConceptMap(models.AbstractModel):
    """The map of a plan as a drawing: its chapters, and of each the first lines or groups."""

    _inherit = "kam.concept.map"

    def _fill_paper_concept(self):
        """The chapters with their first lines, as the user sees them."""
        return {plan: plan._prepare_paper_concept() for plan in self}

    def _prepare_paper_concept(self):
        branches = [
            (self._prepare_printed_node(node), *self._prepare_printed_lines(node))
            for node in self.get_concept_branch()["nodes"]
        ]
        least = printed_maps.tree_height(len(branches)) + LEGEND_HEIGHT
        return {"branches": branches, "height": least}

    def _prepare_printed_lines(self, node):
        """The lines or groups of a chapter, of an empty one its guiding question; and how many
        there are besides.
        """
        if not node["count"]:
            return [{"title": node["question"] or "–", "is_muted": True, "color": PALE}], 0
        branch = self.get_concept_branch(node["key"])
        return [self._prepare_printed_node(below) for below in branch["nodes"]], branch["more"]

    @api.model
    def _prepare_printed_node(self, node):
        """What a box says: a line is not counted."""
        count = "" if node["kind"] == "line" else node["count"]
        signs = " ".join(SIGNS[name] for name in SIGNS if node["marks"].get(name))
        end = " · ".join(str(part) for part in (node["state"], count, signs) if part)
        return {"title": node["label"], "end": end, "color": COLORS[node["kind"]]}

    def _stretch_paper_concept(self, part, room):
        """Deal the rows for which there is room out to the chapters."""
        branches = part["branches"]
        rows = printed_maps.rows_of(room - LEGEND_HEIGHT)
        counts = printed_maps.deal(rows, [len(lines) for _chapter, lines, _more in branches])
        shown = [
            (chapter, self._cut_printed_lines(lines, count, more))
            for (chapter, lines, more), count in zip(branches, counts, strict=True)
        ]
        scene = self._prepare_printed_scene(shown)
        part.update(printed_maps.prepare(scene, self._get_reading_direction() == "rtl"))
        part["height"] += LEGEND_HEIGHT

    def _prepare_printed_scene(self, branches):
        """The account, its chapters and their lines, whose keys are their numbers."""
        boxes = {(): {"title": self.partner_id.display_name, "color": COLORS["account"]}}
        children = {(): [(at,) for at in range(len(branches))]}
        for at, (chapter, lines) in enumerate(branches):
            children[at,] = [(at, number) for number in range(len(lines))]
            boxes |= {(at,): chapter, **dict(zip(children[at,], lines, strict=True))}
        return tree.make_scene((), children, boxes, printed_maps.TREE)

    @api.model
    def _cut_printed_lines(self, lines, count, more):
        """The first lines; the last of them says how many more there are."""
        *shown, last = lines[:count]
        left = len(lines) - count + more
        if left:
            end = (last.get("end"), self.env._("and %s more", left))
            last = {**last, "end": " · ".join(filter(None, end))}
        return [*shown, last]
