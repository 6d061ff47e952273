from odoo import api, models

from ..models.common.arguments import check_numbers, check_one
from ..tools.strategy import drawing, strategy_layout, tree
from ..tools.strategy.concept import COLORS, text_of


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

    # drawing

    def _draw_scene(self, scene):
        is_mirrored = self._get_reading_direction() == "rtl"
        return {
            "svg": self._draw(drawing.prepare_whole(scene, is_mirrored)),
            "sheets": [self._draw(one) for one in drawing.prepare_sheets(scene, is_mirrored)],
        }

    @api.model
    def _draw(self, prepared):
        values = {"drawing": prepared}
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

    @api.model
    def _prepare_concept_scene(self, nodes, children):
        """The tree as boxes and lines."""
        boxes = {
            key: {
                "title": text_of(node),
                "color": COLORS.get(node["kind"], drawing.GREY),
                "is_dashed": node["kind"] == "link",
            }
            for key, node in nodes.items()
        }
        return tree.make_scene("", children, boxes)
