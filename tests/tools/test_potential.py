"""The formulas of potential and periods: plain values, checked by hand."""

import doctest
import statistics
from datetime import date

from odoo.addons.kam_planning.tools import dates, notes, periods, potential, streams
from odoo.addons.kam_planning.tools.periods import ALL_TIME, Period, Spans
from odoo.addons.kam_planning.tools.potential import Customer, Market, share_of_wallet

from .common import PureCase


def _customer(key, spend, total=1000.0, segment="food", **values):
    spend = {"tea": spend} if spend else {}
    return Customer(key, key, segment, total, spend=spend, **values)


class TestPotential(PureCase):
    def test_examples_in_docstrings_hold(self):
        for module in (potential, periods, streams, notes, dates):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_the_formula_by_hand(self):
        """Peers spend 10, 20, 30, 40, 50 % of the rest; ours is 900, own spend 100."""
        peers = [_customer(n, 1000 * n / (10 + n), 1000) for n in range(1, 6)]
        us = _customer("us", 100.0)
        potential = Market([*peers, us], [10.0]).potential(us, "tea")
        self.assertEqual(potential.peer_count, 5)
        self.assertAlmostEqual(potential.median, 0.3)
        self.assertAlmostEqual(potential.low, 0.2)
        self.assertAlmostEqual(potential.high, 0.4)
        self.assertAlmostEqual(potential.size, 900)
        self.assertAlmostEqual(potential.amount, 0.3 * 900 - 100)

    def test_below_five_peers_there_is_no_figure(self):
        customers = [_customer(n, 10.0 + n) for n in range(5)]
        market = Market(customers, [])
        self.assertEqual(market.potential(customers[0], "tea").peer_count, 4)
        self.assertIsNone(market.potential(customers[0], "tea").amount)
        self.assertIsNotNone(market.potential(_customer("us", 0), "tea").amount)

    def test_never_below_zero(self):
        peers = [_customer(n, 10.0) for n in range(6)]
        us = _customer("us", 500.0)
        self.assertEqual(Market(peers, []).potential(us, "tea").amount, 0.0)

    def test_only_the_same_segment_and_size_band(self):
        peers = [_customer(n, 10.0 + n) for n in range(6)]
        others = [_customer(n, 400.0, segment="steel") for n in range(10, 20)]
        large = [_customer(n, 9000.0, total=90000.0) for n in range(20, 30)]
        us = _customer("us", 0)
        potential = Market(peers + others + large, [5000.0]).potential(us, "tea")
        self.assertEqual(potential.peer_count, 6)
        self.assertEqual(len(Market(peers + others + large, [5000.0]).peers(us, "tea")), 6)

    def test_nobody_is_a_peer_of_his_own_group(self):
        peers = [_customer(n, 10.0 + n) for n in range(5)]
        part = Customer("plant", 0, "food", 1000.0, is_peer=False)
        self.assertEqual(Market(peers, []).potential(part, "tea").peer_count, 4)

    def test_a_chosen_size_driver_takes_the_place_of_the_spend(self):
        peers = [_customer(n, 10.0 * n, driver=100.0) for n in range(1, 6)]
        us = _customer("us", 0, driver=200.0)
        self.assertAlmostEqual(Market(peers, []).potential(us, "tea").amount, 0.3 * 200)
        unknown = _customer("us", 0, driver=0.0)
        self.assertIsNone(Market(peers, []).potential(unknown, "tea").amount)

    def test_leaving_one_out_equals_computing_it_anew(self):
        spends = [3.0, 141.0, 59.0, 26.0, 535.0, 89.0, 79.0, 323.0]
        customers = [_customer(n, spend) for n, spend in enumerate(spends)]
        market = Market(customers, [])
        for customer in customers:
            ratios = [c.ratio_for("tea") for c in customers if c != customer]
            low, median, high = statistics.quantiles(ratios, n=4, method="inclusive")
            potential = market.potential(customer, "tea")
            for actual, expected in (
                (potential.low, low),
                (potential.median, median),
                (potential.high, high),
            ):
                self.assertAlmostEqual(actual, expected)
            self.assertEqual(sorted(ratios), [ratio for ratio, _g in market.peers(customer, "tea")])


class TestShareOfWallet(PureCase):
    def test_of_an_unknown_potential_it_is_not_known(self):
        self.assertEqual(share_of_wallet(100, 0), 100)
        self.assertIsNone(share_of_wallet(100, None))
        self.assertIsNone(share_of_wallet(100, False))
        self.assertIsNone(share_of_wallet(0, 0))


class TestPeriods(PureCase):
    def test_last_months_meet_without_gap_or_overlap(self):
        for day in (date(2026, 3, 2), date(2024, 2, 29), date(2026, 12, 31), date(2025, 2, 28)):
            now, before = periods.last_months(day), periods.last_months(day, before=1)
            self.assertEqual(now.end, day)
            self.assertEqual((now.start - before.end).days, 1, day)

    def test_calendar_months(self):
        months = periods.calendar_months(date(2026, 3, 2), 3)
        self.assertEqual(months[0], Period(date(2026, 1, 1), date(2026, 1, 31)))
        self.assertEqual(months[-1], Period(date(2026, 3, 1), date(2026, 3, 31)))

    def test_spans_cover_each_period_exactly(self):
        january = Period(date(2026, 1, 1), date(2026, 1, 31))
        year = Period(date(2026, 1, 1), date(2026, 12, 31))
        spans = Spans([january, year, Period(None, date(2026, 1, 31)), ALL_TIME])
        self.assertEqual(spans.borders, [date(2026, 1, 1), date(2026, 2, 1), date(2027, 1, 1)])
        self.assertEqual(spans.periods_of(0), [2, 3])
        self.assertEqual(spans.periods_of(1), [0, 1, 2, 3])
        self.assertEqual(spans.periods_of(2), [1, 3])
        self.assertEqual(spans.periods_of(3), [3])
        self.assertEqual(spans.periods_of(None), [3], "records without a date")
        self.assertIsNone(spans.start)
        self.assertEqual(Spans([january, year]).start, january.start)
        self.assertEqual(Spans([january, year]).end, year.end)
