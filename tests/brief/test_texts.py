"""What a brief and a capture make of texts."""

import doctest

from odoo.addons.kam_planning.tools.brief import brief

from ..tools.common import PureCase


class TestBrief(PureCase):
    def test_examples(self):
        result = doctest.testmod(brief)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    def test_in_turns(self):
        self.assertEqual(brief.take_in_turns([[1, 2, 3], [4], [5, 6]], 4), [1, 4, 5, 2])
        self.assertEqual(brief.take_in_turns([[1]], 3), [1])
        self.assertEqual(brief.take_in_turns([], 3), [])

    def test_a_long_sentence_is_cut(self):
        title = brief.title_of("They want " + "a cheaper way to pack " * 20)
        self.assertLessEqual(len(title), brief.TITLE_LENGTH)
        self.assertTrue(title.endswith(" …"))
        self.assertEqual(brief.title_of("..."), "...")
