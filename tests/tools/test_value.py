"""What a change is worth, and the scorecard: worked examples of the design."""

import doctest

from odoo.addons.kam_planning.tools.strategy import scorecard, value
from odoo.addons.kam_planning.tools.strategy.scorecard import Rating

from .common import PureCase

RETURNS = {"unit": "percent", "volume": 40000, "unit_value": 18}
FOUR = [Rating(5, 4, 3), Rating(4, 3, 4), Rating(3, 5, 3), Rating(2, 2, 3)]


class TestValue(PureCase):
    def test_examples_in_the_texts_hold(self):
        for module in (value, scorecard):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_returns_from_3_2_to_2_1_percent(self):
        self.assertAlmostEqual(value.amount(3.2, 2.1, **RETURNS), 7920)
        self.assertAlmostEqual(value.amount(3.2, 2.1, **RETURNS, our_share=70), 5544)

    def test_it_got_worse(self):
        self.assertAlmostEqual(value.amount(3.2, 4.3, **RETURNS, our_share=70), -5544)

    def test_up_is_better(self):
        amount = value.amount(
            120, 150, direction="up", unit="hours", volume=2, unit_value=50, our_share=50
        )
        self.assertAlmostEqual(amount, 1500)

    def test_money_is_worth_itself(self):
        amount = value.amount(12, 10, unit="currency", volume=40000, unit_value=None)
        self.assertAlmostEqual(amount, 80000)

    def test_what_is_not_known_gives_no_amount(self):
        known = {"baseline": 3.2, "value": 2.1, "volume": 1, "unit_value": 1, "our_share": 100}
        for name in known:
            with self.subTest(missing=name):
                self.assertIsNone(value.amount(**{**known, name: None}))

    def test_nothing_changed_is_zero(self):
        self.assertEqual(value.amount(5, 5, volume=1, unit_value=1), 0)


class TestScorecard(PureCase):
    def test_51_to_46(self):
        self.assertAlmostEqual(scorecard.ratio(FOUR), 51 / 46)
        self.assertEqual(round(scorecard.ratio(FOUR), 2), 1.11)

    def test_score_66(self):
        self.assertEqual(round(scorecard.score(FOUR)), 66)
        self.assertEqual(scorecard.score([Rating(3, 1, 1)]), 0)
        self.assertEqual(scorecard.score([Rating(3, 5, 1)]), 100)

    def test_of_nothing_nothing_is_known(self):
        self.assertIsNone(scorecard.ratio([]))
        self.assertIsNone(scorecard.score([]))

    def test_from_three_on_but_never_one_that_can_be_reckoned(self):
        shown = {
            (answers, unseen): scorecard.may_show(answers, unseen)
            for answers in range(5)
            for unseen in range(answers + 1)
        }
        self.assertEqual(
            {case for case, may in shown.items() if may},
            {(3, 0), (3, 2), (3, 3), (4, 0), (4, 2), (4, 3), (4, 4)},
        )
