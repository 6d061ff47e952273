"""The formulas of the global account, on plain values."""

import doctest

from odoo.addons.kam_planning.tools.global_account import worldwide

from ..tools.common import PureCase

RATES = {"EUR": 1.0, "USD": 1.25, "GBP": 0.8}


class TestWorldwide(PureCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(worldwide).failed)

    def test_amounts_are_converted_by_the_rates_of_one_day(self):
        self.assertAlmostEqual(worldwide.convert(125.0, RATES, "USD", "GBP"), 80.0)
        self.assertEqual(worldwide.convert(0.0, RATES, "USD", "GBP"), 0.0)
        self.assertEqual(worldwide.convert(7.0, {}, "CHF", "CHF"), 7.0)

    def test_what_is_not_known_is_not_zero(self):
        self.assertIsNone(worldwide.convert(None, RATES, "USD", "EUR"))
        self.assertIsNone(worldwide.convert(5.0, RATES, "CHF", "EUR"))
        self.assertIsNone(worldwide.convert(5.0, {**RATES, "CHF": 0.0}, "CHF", "EUR"))
        self.assertEqual(worldwide.add_up({}, set()), (None, 0, 0, 0))
        self.assertEqual(worldwide.add_up({1: None, 2: None}, {(2, 1)}), (None, 0, 2, 0))
        self.assertEqual(worldwide.add_up({1: 0.0}, set()).value, 0.0)
        self.assertIsNone(worldwide.find_mean([None]))

    def test_a_part_of_a_part_counts_once(self):
        amounts = {1: 900.0, 2: 300.0, 3: 100.0}
        parts = {(2, 1), (3, 2), (3, 1)}
        self.assertEqual(worldwide.add_up(amounts, parts).value, 900.0)
        # Where the widest is not known, the next one stands for what lies in it.
        self.assertEqual(worldwide.add_up({**amounts, 1: None}, parts).value, 300.0)

    def test_attainment_needs_both(self):
        self.assertIsNone(worldwide.attain({1: 5.0}, {1: None}, set()))
        self.assertIsNone(worldwide.attain({1: 5.0}, {1: 0.0}, set()))
        self.assertEqual(worldwide.attain({1: 50.0, 2: 30.0}, {1: 100.0, 2: 60.0}, {(2, 1)}), 50.0)

    def test_a_branch_stands_with_the_topmost_company_that_is_chosen(self):
        path = [1, 11, 12]
        found = [worldwide.roll_up(12, path, chosen) for chosen in ({1}, {11, 12}, {12}, {2})]
        self.assertEqual(found, [1, 11, 12, 12])
