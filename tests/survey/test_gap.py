"""What both sides say, and the gap: worked examples."""

import doctest

from odoo.addons.kam_planning.tools.survey import app, gap

from ..tools.common import PureCase

WHO = gap.ANONYMOUS


class TestSurveyGap(PureCase):
    def test_examples_of_the_functions(self):
        for module in (gap, app):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertFalse(result.failed, module)

    def test_the_worked_example(self):
        """We 5, 4, 4: 4.33. They 3, 3, 2: 2.67. The gap is 1.67, and we see it better."""
        ours = gap.summarise([5, 4, 4], [1, 2, 3])
        theirs = gap.summarise([3, 3, 2], [1, 1, 1])
        self.assertEqual((ours.count, round(ours.mean, 2), ours.median), (3, 4.33, 4))
        self.assertEqual((theirs.count, round(theirs.mean, 2), theirs.median), (3, 2.67, 3))
        points = gap.gap(ours.mean, theirs.mean)
        self.assertEqual(round(points, 2), 1.67)
        self.assertEqual(gap.judge(points), "ours")
        # (4.33 - 1) / 4 and (2.67 - 1) / 4
        self.assertEqual(round(gap.percent([ours.mean]), 1), 83.3)
        self.assertEqual(round(gap.percent([theirs.mean]), 1), 41.7)

    def test_all_ones_are_known_and_nothing_is_not(self):
        self.assertEqual(gap.percent([1.0, 1.0]), 0.0)
        self.assertIsNone(gap.percent([]))
        self.assertIsNone(gap.percent([None, None]))
        self.assertEqual(gap.gap(2.0, 2.0), 0.0)
        self.assertEqual(gap.judge(0.0), "alike")
        self.assertEqual(gap.widest([0.0, None]), 0)
        self.assertIsNone(gap.widest([None, None]))
        self.assertIsNone(gap.widest([]))

    def test_fewer_than_three_show_nothing(self):
        for scores in ([], [5], [5, 1]):
            told = gap.summarise(scores, list(range(len(scores))))
            self.assertEqual(told, (len(scores), None, None))

    def test_nobody_reckons_the_one_that_he_did_not_type(self):
        cases = {
            (1, 1, 1): True,  # who typed all in knows them anyway
            (1, 1, 2): False,  # the first one could reckon the third
            (1, 2, 3): True,
            (None, None, None): True,  # by the customer's own hand
            (1, 1, None): False,
            (1, None, None): True,
            (1, 1, 1, None): False,
            (1, 1, None, None): True,
            (WHO, WHO, WHO): False,  # by one who answered three times
            (WHO, None, None): True,
            (WHO, WHO, None): False,
            (WHO, WHO, None, None): True,
            (WHO, WHO, WHO, None, None, None): True,
            (1, WHO, None, None): True,
            (1, 1, WHO, None): False,  # the first one may have given the third as well
        }
        for authors, shown in cases.items():
            self.assertEqual(gap.may_show(list(authors)), shown, authors)

    def test_the_noise_of_a_few_is_no_gap(self):
        self.assertEqual(
            [gap.judge(one) for one in (0.49, -0.49, 0.5, -0.5)],
            [
                "alike",
                "alike",
                "ours",
                "theirs",
            ],
        )
        # 4.5 - 4.0 in binary, and just beside it.
        self.assertEqual(gap.judge(0.4999999), "ours")

    def test_what_is_no_score_is_passed_over(self):
        rows = [(1, 10, 5), (1, 11, 0), (2, 10, 6), (2, 99, 3), (3, 10, 2.0), (4, 10, None)]
        self.assertEqual(app.read_scores(rows, {10: 7, 11: 8}), {1: {7: 5}, 3: {7: 2}})
