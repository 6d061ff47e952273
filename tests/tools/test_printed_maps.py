import doctest

from odoo.addons.kam_planning.tools import drawn_text
from odoo.addons.kam_planning.tools.drawn_text import text_width
from odoo.addons.kam_planning.tools.strategy import printed_maps, strategy_layout
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
                "title": f"{kind} {'W' * 200}",
                "note": "note " * 40,
                "color": "#000000",
                "is_dashed": False,
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

    def _check_boxes(self, drawing, is_rtl):
        for box in drawing["boxes"]:
            self.assertGreaterEqual(box.x, 0)
            self.assertLessEqual(box.x + box.width, WIDTH + 0.5)
            self.assertLessEqual(box.y + box.height, drawing["height"])
            for text in box.texts:
                begins_left = text.is_end == is_rtl
                width = text_width(text.text, text.size)
                left = text.x if begins_left else text.x - width
                self.assertGreaterEqual(left, box.x)
                self.assertLessEqual(left + width, box.x + box.width)
                self.assertLessEqual(text.y, box.y + box.height)

    def test_titles_of_200_letters_stay_in_their_cards(self):
        for is_rtl in (False, True):
            columns = printed_maps.choose_cards([column(kind, 9) for kind in KINDS], [])
            drawing = printed_maps.lay_out_strategy(columns, [], is_rtl)
            self.assertEqual(len(drawing["boxes"]), 5 * printed_maps.MOST_CARDS)
            self.assertEqual([more for _x, _y, more in drawing["mores"]], [1] * 5)
            self._check_boxes(drawing, is_rtl)

    def test_from_right_to_left_all_is_mirrored(self):
        columns = printed_maps.choose_cards([column("goal", 1), column("value", 1)], [])
        links = [("goal-0", "value-0")]
        there, back = (printed_maps.lay_out_strategy(columns, links, rtl) for rtl in (False, True))
        for one, other in zip(there["boxes"], back["boxes"], strict=True):
            self.assertAlmostEqual(one.x + other.x + one.width, WIDTH, places=0)
        self.assertEqual(len(there["lines"]), 1)
        self.assertEqual(there["lines"], back["lines"])

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
        branches = [{**line, "lines": [line] * count} for count in (1, 3, 2)]
        for is_rtl in (False, True):
            drawing = printed_maps.lay_out_tree("Account " * 30, branches, is_rtl)
            self.assertEqual(drawing["height"], printed_maps.tree_height(6))
            self.assertEqual(len(drawing["boxes"]), 6 + 3 + 1)
            # Each line from its chapter, each chapter from the account.
            self.assertEqual(len(drawing["lines"]), 6 + 3)
            self._check_boxes(drawing, is_rtl)

    def test_rows_are_dealt_out_to_the_last(self):
        for room in (5, 12, 40):
            shown = printed_maps.deal(room, [9, 0, 4, 30, 1])
            self.assertEqual(sum(shown), max(5, min(room, 9 + 1 + 4 + 30 + 1)))
