"""Health, tests of a good plan, stamps, history and back-test: plain values, worked examples."""

import json
from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.kam_planning.tools.pulse import backtest, health, history, hygiene, stamps
from odoo.addons.kam_planning.tools.pulse.health import HealthScore, Input
from odoo.addons.kam_planning.tools.pulse.hygiene import WEIGHTS, Check
from odoo.addons.kam_planning.tools.pulse.stamps import Stamp, count_fresh
from odoo.addons.kam_planning.tools.score import Score

from .common import PureCase

# Input: bad, good, weight, number, points.
EXAMPLE = {
    "growth": (-20, 10, 25, -8.0, 40.0),
    "margin": (-5, 1, 10, -1.0, 66.7),
    "overdue": (10, 0, 15, 4.0, 60.0),
    "heard": (0, 80, 20, 60.0, 75.0),
    "win_rate": (10, 50, 10, None, None),
    "confirmed": (0, 80, 10, 62.5, 78.1),
    "satisfaction": (40, 90, 10, None, None),
}
TESTS = {
    "mutual": 66.667,
    "actionable": 66.667,
    "external": 50.0,
    "acts": 100.0,
    "leading": 0.0,
    "win_win": 100.0,
    "alive": 50.0,
    "reviewed": 100.0,
    "fresh": 75.0,
    "on_time": 66.667,
}
NOON = datetime(2026, 3, 2, 12)


def make_input(key, raw, bad, good, weight, version=1):
    return Input(
        key,
        key,
        health.points(raw, bad, good),
        weight,
        raw=raw,
        bad=bad,
        good=good,
        version=version,
    )


def make_example(**changed):
    return [
        make_input(key, changed.get(key, raw), bad, good, weight)
        for key, (bad, good, weight, raw, _points) in EXAMPLE.items()
    ]


@tagged("standard", "post_install", "-at_install")
class TestHealth(PureCase):
    def test_points_of_the_worked_example(self):
        for key, (bad, good, _weight, raw, expected) in EXAMPLE.items():
            found = health.points(raw, bad, good)
            self.assertEqual(expected, found if found is None else round(found, 1), key)

    def test_points_are_clamped_on_both_ways(self):
        self.assertEqual(health.points(-30.0, -20, 10), 0.0)
        self.assertEqual(health.points(99.0, -20, 10), 100.0)
        self.assertEqual(health.points(12.0, 10, 0), 0.0)
        self.assertEqual(health.points(-1.0, 10, 0), 100.0)

    def test_the_worked_example(self):
        score = HealthScore(make_example())
        self.assertAlmostEqual(score.total, 60.6, 1)
        self.assertEqual(score.confidence, 80.0)
        self.assertEqual(health.judge(score.total, score.confidence, score.components), "watch")

    def test_what_is_missing_moves_the_confidence_and_not_the_health(self):
        told = HealthScore(make_example(satisfaction=65.0))
        self.assertEqual(told.confidence, 90.0)
        # Fifty points of the mean of all others: nothing moves but what is known of it.
        self.assertAlmostEqual(told.total, (60.598958 * 80 + 50.0 * 10) / 90, 3)
        self.assertGreater(HealthScore(make_example()).total, told.total)

    def test_nothing_known_is_not_zero(self):
        score = HealthScore([make_input("growth", None, -20, 10, 25)])
        self.assertIsNone(score.total)
        self.assertEqual(score.confidence, 0.0)
        self.assertIsNone(HealthScore([]).confidence)
        self.assertIsNone(health.judge(None, 0.0, score.components))

    def test_a_customer_without_any_record_has_no_health(self):
        score = HealthScore(make_example(satisfaction=80.0), has_records=False)
        self.assertIsNone(score.total)
        self.assertEqual(score.confidence, 35.0)
        little = HealthScore([make_input("growth", None, -20, 10, 90), *make_example()[-2:-1]])
        little.has_records = False
        self.assertEqual(little.confidence, 10.0)

    def test_bands_at_their_borders(self):
        for total, expected in (
            (100.0, "good"),
            (67.0, "good"),
            (66.99, "watch"),
            (34.0, "watch"),
            (33.99, "danger"),
            (0.0, "danger"),
        ):
            self.assertEqual(health.judge(total, 80.0, []), expected, total)

    def test_no_band_below_half(self):
        self.assertIsNone(health.judge(90.0, 49.9, []))
        self.assertEqual(health.judge(90.0, 50.0, []), "good")

    def test_an_alarm_caps_the_band_and_leaves_the_number(self):
        parts = [
            make_input("growth", 20.0, -20, 10, 100),
            make_input("heard", 8.0, 0, 80, 20),
        ]
        score = HealthScore(parts)
        self.assertEqual(round(score.total, 1), 85.0)
        self.assertEqual(health.judge(score.total, 100.0, parts), "watch")
        self.assertEqual(health.find_alarm(parts).key, "heard")
        # Eleven points, or a weight below fifteen, is none; what is in danger stays so.
        self.assertIsNone(health.find_alarm([make_input("heard", 8.8, 0, 80, 20)]))
        self.assertIsNone(health.find_alarm([make_input("heard", 0.0, 0, 80, 14)]))
        self.assertIsNone(health.find_alarm([make_input("heard", None, 0, 80, 20)]))
        self.assertEqual(health.judge(20.0, 100.0, parts), "danger")

    def test_the_cheapest_next_point(self):
        parts = make_example()
        # 20 of 80 x 25 points in 10 minutes against 15 of 80 x 40 in 15.
        all_of_it = {"heard": 100.0, "overdue": 100.0}
        part, gain = health.find_cheapest(parts, 80.0, {"heard": 10, "overdue": 15}, all_of_it)
        self.assertEqual((part.key, gain), ("heard", 6.25))
        part, gain = health.find_cheapest(parts, 80.0, {"heard": 60, "overdue": 15}, all_of_it)
        self.assertEqual((part.key, gain), ("overdue", 7.5))
        part, gain = health.find_cheapest(parts, 49.0, {"win_rate": 15, "satisfaction": 5}, {})
        self.assertEqual((part.key, gain), ("satisfaction", None))
        self.assertIsNone(health.find_cheapest(parts, 80.0, {}, {}))
        part, gain = health.find_cheapest(parts, 80.0, {"heard": 10}, {"heard": 12.5})
        self.assertEqual(gain, 3.125)
        # What can be reckoned goes first; of what cannot nobody says a gain.
        part, gain = health.find_cheapest(parts, 80.0, {"heard": 60, "overdue": 1}, {"heard": 10})
        self.assertEqual((part.key, gain), ("heard", 2.5))
        part, gain = health.find_cheapest(parts, 80.0, {"heard": 60, "overdue": 1}, {})
        self.assertEqual((part.key, gain), ("overdue", None))

    def test_one_of_ten_people(self):
        self.assertEqual(health.step_of_one(10, 0.0, 80.0), 12.5)
        self.assertEqual(health.step_of_one(1, 0.0, 80.0), 100.0)
        self.assertEqual(health.step_of_one(4, 80.0, 30.0), 50.0)


@tagged("standard", "post_install", "-at_install")
class TestHygiene(PureCase):
    def test_the_worked_example(self):
        parts = [Check(key, key, points, WEIGHTS[key]) for key, points in TESTS.items()]
        self.assertEqual(sum(WEIGHTS.values()), 100.0)
        self.assertAlmostEqual(Score(parts).total, 65.8, 1)

    def test_a_block_that_is_off_drops_its_test(self):
        parts = [Check(k, k, p, WEIGHTS[k]) for k, p in TESTS.items() if k != "leading"]
        # 6583.3 of 90.
        self.assertAlmostEqual(Score(parts).total, 73.1, 1)

    def test_external(self):
        self.assertEqual(hygiene.external(True, 0, 3), 50.0)
        self.assertEqual(hygiene.external(False, 0, 3), 0.0)
        self.assertEqual(hygiene.external(True, 3, 3), 100.0)
        self.assertEqual(hygiene.external(True, 0, 0), 50.0)
        self.assertEqual(hygiene.external(True, 0, None), 100.0)

    def test_one_step(self):
        totals = {"mutual": 4, "external": 5, "win_win": 4, "fresh": 0}
        parts = [Check(k, k, p, WEIGHTS[k], total=totals.get(k, 2)) for k, p in TESTS.items()]
        self.assertEqual(
            hygiene.find_steps(parts),
            {
                "mutual": 25.0,
                "actionable": 50.0,
                "external": 10.0,
                "acts": 100.0,
                "leading": 100.0,
                "win_win": 50.0,
                "alive": 50.0,
                "reviewed": 50.0,
            },
        )
        unsaid = Check("external", "", 0.0, 10.0, total=5)
        self.assertEqual(hygiene.find_steps([unsaid]), {"external": 50.0})

    def test_win_win(self):
        for both, total, expected in ((0, 4, 0.0), (1, 4, 50.0), (2, 4, 100.0), (4, 4, 100.0)):
            self.assertEqual(hygiene.win_win(both, total), expected)
        self.assertEqual(hygiene.win_win(0, 0), 0.0)

    def test_alive(self):
        self.assertEqual([hygiene.alive(n) for n in range(4)], [0.0, 50.0, 100.0, 100.0])

    def test_reviewed(self):
        self.assertEqual(hygiene.reviewed(True, True), 100.0)
        self.assertEqual(hygiene.reviewed(True, False), 50.0)
        self.assertEqual(hygiene.reviewed(False, False), 0.0)

    def test_on_time(self):
        self.assertIsNone(hygiene.on_time([]))
        self.assertEqual(hygiene.on_time([-5, 0]), 100.0)
        self.assertEqual(hygiene.on_time([15]), 50.0)
        self.assertAlmostEqual(hygiene.on_time([0, 0, 30]), 66.7, 1)
        self.assertEqual(hygiene.on_time([400]), 0.0)


@tagged("standard", "post_install", "-at_install")
class TestStamps(PureCase):
    def test_lines_that_hold(self):
        lines = [Stamp(2, NOON), Stamp(3, NOON), Stamp(2, NOON - timedelta(days=9), 2, True)]
        self.assertEqual(count_fresh(lines), (2, 4, []))

    def test_twenty_at_once_are_twenty_and_more_are_one(self):
        old = Stamp(3, NOON - timedelta(days=400), 1, True)
        self.assertEqual(count_fresh([Stamp(2, NOON, 20), old])[:2], (20, 21))
        fresh, total, at_once = count_fresh([Stamp(2, NOON, 21), old])
        self.assertEqual((fresh, total, at_once), (1.0, 2, [(2, NOON, 21)]))

    def test_within_ten_seconds_by_one_person(self):
        steps = [Stamp(2, NOON + timedelta(seconds=n), 7) for n in (0, 5, 10)]
        self.assertEqual(count_fresh(steps)[:2], (1.0, 1))
        apart = [Stamp(2, NOON + timedelta(seconds=n), 7) for n in (0, 5, 11)]
        self.assertEqual(count_fresh(apart)[:2], (21, 21))
        two = [Stamp(2, NOON, 11), Stamp(3, NOON, 11)]
        self.assertEqual(count_fresh(two)[:2], (22, 22))

    def test_nobody_confirmed(self):
        self.assertEqual(count_fresh([Stamp(None, None, 30, True)]), (0, 30, []))
        self.assertEqual(count_fresh([]), (0, 0, []))


@tagged("standard", "post_install", "-at_install")
class TestHistory(PureCase):
    def pack(self, **changed):
        return json.loads(json.dumps(history.pack_health(make_example(**changed))))

    def test_what_is_kept_comes_back(self):
        parts = make_example()
        back = history.unpack_health(self.pack())
        self.assertEqual([part.key for part in back], [part.key for part in parts])
        self.assertAlmostEqual(HealthScore(back).total, 60.6, 1)
        tests = [Check(k, k, p, WEIGHTS[k], done=2, total=3) for k, p in TESTS.items()]
        kept = history.unpack_hygiene(json.loads(json.dumps(history.pack_hygiene(tests))))
        self.assertAlmostEqual(Score(kept).total, 65.8, 1)
        self.assertEqual((kept[0].done, kept[0].total), (2, 3))

    def test_half_a_point_is_a_move_and_less_is_none(self):
        now = self.pack()
        self.assertFalse(history.has_moved(now, self.pack()))
        # 30 percent are 100 points: 0.15 is half a point.
        self.assertFalse(history.has_moved(now, self.pack(growth=-8.147)))
        self.assertTrue(history.has_moved(now, self.pack(growth=-8.15)))
        self.assertTrue(history.has_moved(None, now))

    def test_known_or_not_is_a_move(self):
        self.assertTrue(history.has_moved(self.pack(), self.pack(satisfaction=90.0)))
        self.assertTrue(history.has_moved(self.pack(satisfaction=90.0), self.pack()))

    def test_weights_and_thresholds_are_a_move(self):
        now = self.pack()
        self.assertEqual(now["growth"], "40|25|-8|-20|10|1")
        self.assertEqual(now["win_rate"], "|10||10|50|1")
        for text in ("40|30|-8|-20|10|1", "40|25|-8|-25|10|1", "40|25|-8|-20|12|1"):
            self.assertTrue(history.has_moved(now, {**now, "growth": text}), text)
        self.assertTrue(history.has_moved(now, {**now, "growth": "40|25|-8|-20|10|2"}))
        self.assertFalse(history.has_moved(now, {**now, "growth": "40|25|-9|-20|10|1"}))
        self.assertTrue(history.has_moved(now, {key: now[key] for key in list(now)[1:]}))

    def test_points_of_one_input(self):
        self.assertEqual(history.get_points(self.pack(), "growth"), 40.0)
        self.assertIsNone(history.get_points(self.pack(), "win_rate"))
        self.assertIsNone(history.get_points(self.pack(), "gone"))


@tagged("standard", "post_install", "-at_install")
class TestBackTest(PureCase):
    def test_red_before_the_loss(self):
        lost = [(10.0, True)] * 7 + [(60.0, True)] * 5
        kept = [(33.9, False)] * 3 + [(34.0, False)] * 27 + [(None, True)] * 4
        self.assertEqual(backtest.count(lost + kept, health.WATCH), (12, 7, 30, 3))

    def test_refused_below_twenty_accounts(self):
        cases = [(10.0, True)] * 19 + [(None, False)] * 40
        self.assertEqual(backtest.count(cases, health.WATCH), (19, False, 0, False))
        self.assertEqual(backtest.count([*cases, (90.0, False)], health.WATCH), (19, 19, 1, 0))

    def test_many_at_once_is_gathered_whatever_the_order(self):
        steps = [Stamp(2, NOON + timedelta(seconds=n), 11) for n in (6, 0)]
        self.assertEqual([len(group) for group in stamps.gather(steps)], [2])
