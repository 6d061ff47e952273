from odoo import api, models

from ..models.common.arguments import check_numbers, check_one
from ..tools.strategy import drawing, strategy_layout, tree
from ..tools.strategy.concept import text_of

# Pixels of a page of A4 between its margins, below the heading of a map.
PAGE = (718, 960)
# Rows of the tree and cards of a column that stand on it, as large as they can be read.
MOST_ROWS, MOST_CARDS = 34, 8
COLORS = {
    "account": "#5b3d73",
    "chapter": "#2c5f8a",
    "group": "#77838d",
    "line": "#2f7d4f",
    "link": "#2f7d4f",
}


class KamPlan(models.Model):
    """Both maps of a plan as drawings, for files and paper: what the user may see of them."""

    _inherit = "kam.plan"

    @api.readonly
    def get_strategy_drawing(self):
        """Draw the strategy map.

        :return: dict ``svg`` (the whole as one SVG document) and ``sheets`` (list of SVG documents,
            one for each sheet of A4 on its side)
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        found = self._read_strategy_map()
        scene, _pairs = strategy_layout.make_scene(found["columns"], found["links"])
        return self._draw_scene(scene)

    @api.readonly
    def get_concept_drawing(self, opened=None, filters=None):
        """Draw the map of the plan as far as it is open on a screen.

        :param dict opened: {key of a node: number of its children that are seen}
        :param dict filters: as `get_concept_branch` takes them
        :return: as `get_strategy_drawing`
        :raise AccessError: when the user may not read the plan
        :raise UserError: on what is no key, number or filter
        """
        check_one(self)
        opened = opened or {}
        is_dict = isinstance(opened, dict)
        check_numbers(self.env, least=0, opened=list(opened.values()) if is_dict else opened)
        nodes, children = self._read_concept_tree(opened if is_dict else {}, filters)
        return self._draw_scene(self._prepare_concept_scene(nodes, children))

    def _fill_paper_concept_map(self):
        """Account, chapters, and of each the first that it holds, dealt out over one page."""
        parts = {}
        for plan in self:
            nodes, children = plan._read_concept_tree(dict.fromkeys(plan._get_shown_branches(), 1))
            if not children[""]:
                continue
            left = plan._shorten_concept_tree(nodes, children)
            scene = plan._prepare_concept_scene(nodes, children)
            parts[plan] = plan._prepare_paper_map(scene, left)
        return parts

    def _fill_paper_strategy_map(self):
        """The strategy map turned by a quarter, whole chains first where not all have room."""
        parts = {}
        for plan in self:
            found = plan._read_strategy_map()
            columns = found["columns"]
            if any(column["cards"] for column in columns):
                left = plan._shorten_strategy(columns)
                scene, _pairs = strategy_layout.make_scene(columns, found["links"])
                parts[plan] = plan._prepare_paper_map(scene, left, is_turned=True)
        return parts

    # drawing

    def _draw_scene(self, scene):
        is_mirrored = self._reads_from_right()
        return {
            "svg": self._draw(drawing.prepare_whole(scene, is_mirrored)),
            "sheets": [self._draw(one) for one in drawing.prepare_sheets(scene, is_mirrored)],
        }

    def _prepare_paper_map(self, scene, left, is_turned=False):
        whole = drawing.prepare_whole(scene, self._reads_from_right())
        sides = (
            (whole["height"], whole["width"]) if is_turned else (whole["width"], whole["height"])
        )
        scale = min(1, *(most / side for most, side in zip(PAGE, sides, strict=True)))
        return {
            "svg": self._draw(whole, [round(side * scale) for side in sides], is_turned),
            "left": left,
            "note": self.env._("%s more are not on this page.", left) if left else "",
        }

    @api.model
    def _draw(self, prepared, size=None, is_turned=False):
        values = {"drawing": prepared, "size": size, "is_turned": is_turned}
        return self.env["ir.qweb"]._render("kam_planning.drawing_svg", values).strip()

    # the tree

    def _read_concept_tree(self, opened, filters=None):
        """Read the tree as far as it is open.

        :param dict opened: {key of a node: number of its children that are wanted, at least}
        :return: tuple ({key: node}, {key of a node that is open: keys of its children})
        """
        branch = self.get_concept_branch("", filters)
        nodes = {
            "": {"key": "", "kind": "account", "state": False, "marks": {}} | branch["account"]
        }
        # What is found by a search is seen within its path only.
        below = {**(filters or {}), "search": ""}
        children, waiting = {}, [("", branch["nodes"], 0)]
        while waiting:
            key, found, more = waiting.pop()
            children[key] = [node["key"] for node in found]
            nodes |= {node["key"]: node for node in found}
            if more:
                children[key].append(f"{key}|more")
                nodes[f"{key}|more"] = self._prepare_rest_node(more)
            for node in found:
                if node["key"] in opened and node["has_children"]:
                    part = (node.get("children"), 0)
                    if part[0] is None:
                        part = self._read_concept_children(node["key"], opened[node["key"]], below)
                    waiting.append((node["key"], *part))
        return nodes, children

    def _read_concept_children(self, key, number, filters):
        """As many children of a node as were asked for, and how many more there are."""
        found = []
        while True:
            branch = self.get_concept_branch(key, filters, len(found))
            found += branch["nodes"]
            if not branch["more"] or len(found) >= number:
                return found, branch["more"]

    @api.model
    def _prepare_rest_node(self, more):
        label = self.env._("%s more", more)
        return {
            "kind": "more",
            "label": label,
            "count": 0,
            "state": False,
            "marks": {},
            "more": more,
        }

    def _shorten_concept_tree(self, nodes, children):
        """Leave of each chapter what has room on a page.

        :return: number of nodes that are left out
        """
        chapters, left = children[""], 0
        totals = [self._count_children(nodes, children, key) for key in chapters]
        shares = tree.deal_rows(MOST_ROWS, totals)
        for key, total, shown in zip(chapters, totals, shares, strict=True):
            more, seen = f"{key}|more", children.pop(key, [])[:shown]
            if total > shown:
                nodes[more] = self._prepare_rest_node(total - shown)
                left += total - shown
            if shown:
                children[key] = [*seen, more] if total > shown else seen
        return left

    @api.model
    def _count_children(self, nodes, children, key):
        seen = [child for child in children.get(key, ()) if not child.endswith("|more")]
        return len(seen) + nodes.get(f"{key}|more", {}).get("more", 0)

    @api.model
    def _prepare_concept_scene(self, nodes, children):
        """The tree as boxes and lines, in the order of reading."""
        places, links, width, height = tree.layout_tree("", children)
        boxes = [
            drawing.Box(
                *place,
                tree.WIDTH,
                tree.HEIGHT,
                text_of(nodes[key]),
                color=COLORS.get(nodes[key]["kind"], drawing.GREY),
                is_dashed=nodes[key]["kind"] == "link",
            )
            for key, place in places.items()
        ]
        lines = [drawing.Line(*tree.ends_of_link(places[a], places[b])) for a, b in links]
        return drawing.Scene(boxes, lines, width, height)

    # the strategy

    def _shorten_strategy(self, columns):
        """Leave of each column what has room on a page: whole chains before what is missing.

        :return: number of cards that are left out
        """
        left = 0
        for column in columns:
            kept = strategy_layout.choose_cards(column["cards"], MOST_CARDS, _rank_card)
            more = len(column["cards"]) - len(kept)
            if more:
                label = self.env._("%s more", more)
                rest = {"key": f"more-{column['kind']}", "kind": column["kind"], "note": ""}
                kept.append({**rest, "name": label})
            column["cards"] = kept
            left += more
        return left


def _rank_card(card):
    return (strategy_layout.is_ghost(card["key"]), not card.get("is_whole", False))
