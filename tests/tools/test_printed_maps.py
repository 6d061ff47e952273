import doctest

from odoo.addons.kam_planning.tools import drawn_text
from odoo.addons.kam_planning.tools.drawn_text import text_width
from odoo.addons.kam_planning.tools.strategy import printed_maps, strategy_layout, tree
from odoo.addons.kam_planning.tools.strategy.printed_maps import WIDTH

from .common import PureCase

KINDS = ("goal", "initiative", "objective", "offering", "value")


def column(kind, count, **values):
    return {
        "kind": kind,
        "label": kind.title(),
        "cards": [
            {
                "key": f"{kind}-{n}",
                "kind": kind,
                "name": f"{kind} {'W' * 200}",
                "note": "note " * 40,
                **values,
            }
            for n in range(count)
        ],
    }


class TestPrintedMaps(PureCase):
    def test_examples_in_docstrings_hold(self):
        for module in (printed_maps, drawn_text):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def _check_boxes(self, page, is_rtl):
        drawing = page["drawing"]
        self.assertLessEqual(drawing["width"] * drawing["scale"], 684)
        self.assertLessEqual(drawing["height"] * drawing["scale"], page["height"])
        for box in drawing["boxes"]:
            self.assertGreaterEqual(box["x"], 0)
            self.assertLessEqual(box["x"] + box["width"], WIDTH + 0.5)
            self.assertLessEqual(box["y"] + box["height"], drawing["height"])
            for text in box["texts"]:
                begins_left = text.get("is_end", False) == is_rtl
                width = text_width(text["text"], text["size"])
                left = text["x"] if begins_left else text["x"] - width
                self.assertGreaterEqual(left, box["x"])
                self.assertLessEqual(left + width, box["x"] + box["width"])
                self.assertLessEqual(text["y"], box["y"] + box["height"])

    def _draw_strategy(self, columns, links, is_rtl):
        columns = [{**one, "more": one["more"] and f"and {one['more']} more"} for one in columns]
        return printed_maps.prepare(printed_maps.make_strategy_scene(columns, links), is_rtl)

    def test_titles_of_200_letters_stay_in_their_cards(self):
        for is_rtl in (False, True):
            columns = printed_maps.choose_cards([column(kind, 9) for kind in KINDS], [])
            page = self._draw_strategy(columns, [], is_rtl)
            boxes = page["drawing"]["boxes"]
            self.assertEqual(len([box for box in boxes if box["color"]]), 5 * 8)
            self.assertEqual([box["note"] for box in boxes[-5:]], ["and 1 more"] * 5)
            self._check_boxes(page, is_rtl)

    def test_from_right_to_left_all_is_mirrored(self):
        columns = printed_maps.choose_cards([column("goal", 1), column("value", 1)], [])
        links = [("goal-0", "value-0")]
        there, back = (self._draw_strategy(columns, links, rtl)["drawing"] for rtl in (False, True))
        for one, other in zip(there["boxes"], back["boxes"], strict=True):
            self.assertAlmostEqual(one["x"] + other["x"] + one["width"], WIDTH, places=0)
        # 452 wide each, 32 between them, half of 70 below the head.
        [path], [mirrored] = ([line["path"] for line in one["paths"]] for one in (there, back))
        self.assertEqual(path, "M452 69C468 69 468 69 484 69")
        self.assertEqual(mirrored, "M484 69C468 69 468 69 452 69")

    def test_figures_of_a_note_are_whole(self):
        goal = {"name": "Fewer suppliers with a wider range each", "is_whole": True}
        note = "$ 5,176,000 promised · $ 1,210,000 confirmed · Strategic Priority · Public"
        columns = [column(kind, 1, **goal, note=note) for kind in KINDS]
        page = self._draw_strategy(printed_maps.choose_cards(columns, []), [], False)
        texts = [text["text"] for text in page["drawing"]["boxes"][5]["texts"]]
        self.assertEqual(texts[0], "✓ Fewer suppliers")
        self.assertEqual(texts[2:], ["$ 5,176,000 promised", "$ 1,210,000 confirmed…"])

    def test_what_a_whole_chain_is_made_of_is_kept(self):
        chosen = column("objective", 12)
        for card in chosen["cards"][9:]:
            card["is_whole"] = True
        [kept] = printed_maps.choose_cards([chosen], [("objective-5", "value-1")], 4)
        keys = [card["key"] for card in kept["cards"]]
        self.assertEqual(keys, [f"objective-{n}" for n in (5, 9, 10, 11)])
        self.assertEqual(kept["more"], 8)

    def test_a_ghost_goes_with_its_card(self):
        goals = column("goal", 2, missing="goal_without_answer")["cards"]
        placed = strategy_layout.place_ghosts({"goal": goals, "objective": []})
        columns = [{"kind": kind, "cards": cards} for kind, cards in placed.items()]
        chosen = printed_maps.choose_cards(columns, [], 1)
        self.assertEqual([card["key"] for card in chosen[1]["cards"]], ["ghost-goal-0"])
        self.assertEqual(chosen[1]["more"], 0)

    def test_the_tree_is_as_high_as_its_rows(self):
        line = {"title": "W" * 200, "end": "Open · and 200 more", "color": "#000000"}
        children = {"": ["a", "b", "c"], "a": ["a0"], "b": ["b0", "b1", "b2"], "c": ["c0", "c1"]}
        keys = ["", *(key for below in children.values() for key in below)]
        boxes = {**dict.fromkeys(keys, line), "": {"title": "Account " * 30}}
        for is_rtl in (False, True):
            scene = tree.make_scene("", children, boxes, printed_maps.TREE)
            page = printed_maps.prepare(scene, is_rtl)
            # Of six rows of 22 five with 2.5 below, and 1 above and below all of them.
            self.assertEqual(page["drawing"]["height"], 6 * 22 + 5 * 2.5 + 2)
            self.assertLessEqual(page["height"], printed_maps.tree_height(6))
            self.assertEqual(len(page["drawing"]["boxes"]), 6 + 3 + 1)
            # Each line from its chapter, each chapter from the account.
            self.assertEqual(len(page["drawing"]["paths"]), 6 + 3)
            self._check_boxes(page, is_rtl)

    def test_rows_are_dealt_out_to_the_last(self):
        for room in (5, 12, 40):
            shown = printed_maps.deal(room, [9, 0, 4, 30, 1])
            self.assertEqual(sum(shown), max(5, min(room, 9 + 1 + 4 + 30 + 1)))
