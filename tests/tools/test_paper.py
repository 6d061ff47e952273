import doctest
import random

from odoo.addons.kam_planning.tools import paper, texts
from odoo.addons.kam_planning.tools.paper import ROW_HEIGHT, Rows, share_room, width_of, wrap

from .common import PureCase


class TestRoom(PureCase):
    def test_examples_in_docstrings_hold(self):
        for module in (paper, texts):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_everything_is_shown_where_there_is_room(self):
        self.assertEqual(share_room(100, [Rows([20] * 3), Rows([20] * 2)]), [3, 2])
        self.assertEqual(share_room(99, [Rows([20] * 3), Rows([20] * 2)]), [1, 2])

    def test_what_one_leaves_the_others_take(self):
        # 200 = 2 rows of the short one, 7 of the long one and the line that says how many more.
        self.assertEqual(share_room(200, [Rows([20] * 2), Rows([20] * 50)]), [2, 7])

    def test_a_block_gets_its_rows_of_each_turn(self):
        rows = [Rows([20] * 50), Rows([20] * 50, step=2)]
        # 2 lines of "more", then turns of 3 rows: 1 and 1 at first, 13 left.
        self.assertEqual(share_room(40 + 15 * 20, rows), [6, 9])

    def test_it_fits_whatever_comes(self):
        draw = random.Random(13)
        for _round in range(500):
            blocks = [
                Rows(
                    [draw.choice((16, 20, 35, 50)) for _row in range(draw.choice((0, 1, 3, 200)))],
                    fixed=draw.choice((0, 52, 60)),
                    step=draw.choice((1, 2)),
                )
                for _block in range(draw.randint(1, 8))
            ]
            shown = share_room(1000, blocks)
            used = sum(
                block.fixed
                + sum(block.heights[:count])
                + (ROW_HEIGHT if count < len(block.heights) else 0)
                for block, count in zip(blocks, shown, strict=True)
            )
            self.assertLessEqual(used, 1000)
            for block, count in zip(blocks, shown, strict=True):
                self.assertGreaterEqual(count, min(1, len(block.heights)))


class TestText(PureCase):
    def test_lines_hold_all_words_and_are_not_too_wide(self):
        for text in ("a bc " * 99, "W" * 500, "御中" * 200, "كلمة " * 80, "x" * 300 + " y", ""):
            lines = wrap(text, 40)
            self.assertEqual("".join(lines).replace(" ", ""), "".join(text.split()))
            self.assertLessEqual(max(map(width_of, lines), default=0), 40)

    def test_a_text_without_spaces_is_cut_as_well(self):
        self.assertEqual(texts.shorten("御" * 10, 6), "御御御御 …")
        self.assertEqual(texts.shorten("one two", 7), "one two")
