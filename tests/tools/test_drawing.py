"""Pictures as drawings, and where the nodes and cards of both maps stand; no database."""

import doctest
from unittest import TestCase

from odoo.addons.kam_planning.tools.drawn_text import shorten, text_width, wrap_short
from odoo.addons.kam_planning.tools.strategy import (
    concept,
    drawing,
    strategy_layout,
    strategy_map,
    tree,
)


def make_scene(count, title="Box"):
    boxes = [drawing.Box(0, row * 42, 260, 34, title) for row in range(count)]
    lines = [drawing.Line((260, 17), (316, 59))]
    return drawing.Scene(boxes, lines, 576, count * 42 - 8)


class TestDrawing(TestCase):
    def test_examples(self):
        for module in (concept, drawing, strategy_layout, strategy_map, tree):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)

    def test_what_does_not_fit_is_cut(self):
        for size in (11, 13):
            for text in ("a" * 300, "WIDE " * 50, "御中" * 90, "short"):
                found = shorten(text, 100, size)
                self.assertLessEqual(text_width(found, size), 100)
        self.assertEqual(shorten("short", 100, 13), "short")
        self.assertEqual(wrap_short("", 100, 13, 2), [])
        self.assertEqual(len(wrap_short("word " * 40, 100, 13, 2)), 2)

    def test_each_box_stands_whole_on_one_of_the_sheets(self):
        sheets = drawing.prepare_sheets(make_scene(60))
        self.assertGreater(len(sheets), 3)
        tops = []
        for sheet in sheets:
            for box in sheet["boxes"]:
                self.assertGreaterEqual(box["y"], sheet["y"])
                self.assertLessEqual(box["y"] + 34, sheet["y"] + sheet["height"])
                tops.append(box["y"])
        self.assertEqual(tops, [row * 42 for row in range(60)])

    def test_an_empty_picture_is_one_empty_sheet(self):
        (sheet,) = drawing.prepare_sheets(drawing.Scene([], [], 0, 0))
        self.assertEqual(sheet["boxes"], [])

    def test_mirrored_all_stands_as_far_from_the_other_side(self):
        whole = drawing.prepare_whole(make_scene(2), is_mirrored=True)
        self.assertEqual([box["x"] for box in whole["boxes"]], [316, 316])
        self.assertEqual(whole["paths"][0]["path"], "M316 17C288 17 288 59 260 59")
        self.assertEqual((whole["direction"], whole["boxes"][0]["edge_x"]), ("rtl", 572))
        self.assertEqual(whole["boxes"][0]["texts"][0]["x"], 566)
        # On sheets that are wider than the picture it begins at the right.
        (sheet,) = drawing.prepare_sheets(make_scene(2), is_mirrored=True)
        self.assertEqual(sheet["x"] + sheet["width"], 576 + 16)

    def test_a_note_is_broken_between_its_figures(self):
        note = "$ 120,000 promised · $ 80,000 confirmed · Strategic Priority"
        scene = drawing.Scene([drawing.Box(0, 0, 210, 76, "Cheaper freight", note)], [], 210, 76)
        (box,) = drawing.prepare_whole(scene)["boxes"]
        texts = [(text["text"], text["is_muted"]) for text in box["texts"]]
        self.assertEqual(texts[:2], [("Cheaper freight", False), ("$ 120,000 promised", True)])
        self.assertRegex(texts[2][0], r"^\$ 80,000 confirmed · .*…$")


class TestTree(TestCase):
    def test_as_on_the_screen(self):
        """The numbers of `concept.test.js`."""
        children = {"": ["a", "b"], "a": ["a1", "a2", "a3"]}
        places, links, width, height = tree.layout_tree("", children)
        row = 34 + 8
        self.assertEqual(list(places), ["", "a", "a1", "a2", "a3", "b"])
        self.assertEqual(places["a1"], (2 * (260 + 56), 0, 260))
        self.assertEqual((places["a3"][1], places["a"][1]), (2 * row, row))
        self.assertEqual((places["b"][1], places[""][1]), (3 * row, 2 * row))
        self.assertEqual(len(links), 5)
        self.assertEqual((width, height), (3 * 260 + 2 * 56, 4 * row - 8))

    def test_a_deep_tree_is_no_matter(self):
        children = {number: [number + 1] for number in range(20000)}
        places, links, _width, height = tree.layout_tree(0, children)
        self.assertEqual((len(places), len(links), height), (20001, 20000, 34))
