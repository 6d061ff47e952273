"""The formulas of targets: plain values, checked by hand."""

from datetime import date

from odoo.addons.kam_planning.tools import streams, target

from .common import PureCase

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class TestAttainment(PureCase):
    def test_what_adds_up_is_actual_of_target(self):
        for actual, percent in ((0, 0), (50, 25), (300, 150), (-10, 0)):
            # Last year's figure is no start: the year begins at nothing.
            for baseline in (0, 100, 500):
                reached = target.attainment(actual, 200, baseline, adds_up=True)
                self.assertEqual(reached, percent, (actual, baseline))

    def test_a_level_makes_its_way_from_the_baseline(self):
        for actual, percent in ((80, 0), (82.5, 25), (85, 50), (90, 100), (95, 150), (70, 0)):
            self.assertEqual(target.attainment(actual, 90, 80), percent, actual)

    def test_a_level_without_a_baseline_is_actual_of_target(self):
        self.assertEqual(target.attainment(45, 90), 50)
        self.assertEqual(target.attainment(45, 90, baseline=95), 50, "no way up from above")

    def test_a_baseline_below_zero_counts_too(self):
        self.assertEqual(target.attainment(15, 50, -20), 50)
        self.assertEqual(target.attainment(-20, -10, -30), 50)

    def test_lower_is_better_makes_its_way_down(self):
        for actual, percent in ((60, 0), (45, 50), (30, 100), (15, 150), (70, 0)):
            reached = target.attainment(actual, 30, 60, higher_is_better=False)
            self.assertEqual(reached, percent, actual)

    def test_lower_is_better_without_a_baseline_is_target_of_actual(self):
        for actual, percent in ((40, 75), (30, 100), (20, 150), (120, 25)):
            self.assertEqual(target.attainment(actual, 30, higher_is_better=False), percent, actual)

    def test_lower_is_better_down_to_nothing(self):
        self.assertEqual(target.attainment(5, 0, higher_is_better=False), 0)
        self.assertEqual(target.attainment(0, 0, higher_is_better=False), 100)
        self.assertEqual(target.attainment(-5, 0, higher_is_better=False), 100)
        self.assertEqual(target.attainment(5, 0, 20, higher_is_better=False), 75)

    def test_a_target_without_value_says_nothing(self):
        for adds_up in (True, False):
            self.assertIsNone(target.attainment(5, 0, adds_up=adds_up))
            self.assertIsNone(target.attainment(0, 0, 3, adds_up=adds_up))


class TestStanding(PureCase):
    def test_reached_and_short(self):
        self.assertEqual(target.standing(90, 90, 80), "reached")
        self.assertEqual(target.standing(89.99, 90, 80), "short")
        self.assertEqual(target.standing(0.1 + 0.2, 0.3), "reached", "sums are not exact")
        self.assertEqual(target.standing(0.3, 0.1 + 0.2), "reached")
        self.assertEqual(target.standing(31, 30, higher_is_better=False), "short")
        self.assertEqual(target.standing(29, 30, higher_is_better=False), "reached")

    def test_not_known_without_figure_or_target(self):
        self.assertEqual(target.standing(None, 90), "unknown")
        self.assertEqual(target.standing(5, 0), "unknown")
        self.assertEqual(target.standing(None, 0, higher_is_better=False), "unknown")

    def test_by_how_much(self):
        self.assertEqual(target.missing(45, 60), 15)
        self.assertEqual(target.missing(60, 45), 0)
        self.assertEqual(target.missing(33.5, 30, higher_is_better=False), 3.5)
        self.assertEqual(target.missing(59.996, 60), 0)


class TestPaceNeeded(PureCase):
    def test_what_is_missing_by_the_months_left(self):
        last_day = target.pace_needed(99, 100, *YEAR, date(2026, 12, 31))
        self.assertAlmostEqual(last_day, 30.4375)
        before = target.pace_needed(0, 365, *YEAR, date(2025, 1, 1))
        self.assertAlmostEqual(before, 30.4375, msg="one a day, before the year began")
        # 2 December: 30 days are left.
        self.assertAlmostEqual(target.pace_needed(40, 100, *YEAR, date(2026, 12, 2)), 60.875)

    def test_nothing_is_needed_of_what_is_reached(self):
        self.assertEqual(target.pace_needed(100, 100, *YEAR, date(2026, 6, 1)), 0)
        self.assertEqual(target.pace_needed(200, 100, *YEAR, date(2026, 12, 31)), 0)

    def test_no_figure_after_the_end(self):
        for actual in (50, 100, 200):
            self.assertIsNone(target.pace_needed(actual, 100, *YEAR, date(2027, 1, 1)), actual)

    def test_a_period_of_one_day_and_one_that_ends_before_it_starts(self):
        day = date(2026, 5, 5)
        self.assertAlmostEqual(target.pace_needed(0, 2, day, day, day), 60.875)
        self.assertAlmostEqual(target.pace_needed(0, 2, day, day, date(2026, 5, 1)), 60.875)
        self.assertIsNone(target.pace_needed(0, 2, day, day, date(2026, 5, 6)))
        self.assertIsNone(target.pace_needed(0, 2, day, date(2026, 5, 4), date(2026, 5, 1)))


class TestParts(PureCase):
    def test_split_loses_no_cent(self):
        for weights in ([1, 1, 1, 1], [5, 0, 1, 2], [0, 0, 0, 0]):
            parts = target.split(100.01, weights)
            self.assertAlmostEqual(sum(parts), 100.01, places=9)
        self.assertEqual(target.split(100, [1, 3]), [25, 75])

    def test_forecast_is_what_is_there_and_what_comes(self):
        self.assertEqual(target.forecast(300, 200), 500)
        self.assertEqual(target.forecast(300, None), 300)

    def test_the_others_make_the_parts_add_up(self):
        lines = [(f"C{number}", 100 - number, number) for number in range(10)]
        kept, others = streams.cut(lines, 8)
        self.assertEqual([name for name, *_pair in kept], [f"C{number}" for number in range(7)])
        self.assertEqual(others, [93 + 92 + 91, 7 + 8 + 9])
        self.assertEqual(sum(line[1] for line in kept) + others[0], 955)
        self.assertEqual(sum(line[2] for line in kept) + others[1], 45)

    def test_what_fits_is_not_cut(self):
        lines = [("A", 2, 1), ("B", 1, 1)]
        self.assertEqual(streams.cut(lines, 2), (lines, None))
        self.assertEqual(streams.cut([], 2), ([], None))
