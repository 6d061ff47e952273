"""The formula of the strength of a relationship: no database."""

import random
from datetime import date, timedelta

from odoo.addons.kam_planning.tools import strength
from odoo.addons.kam_planning.tools.strength import InteractionCount, Interactions, Weights

from .common import PureCase

TODAY = date(2026, 3, 2)
PARTS = ("recency", "frequency", "two_way", "depth", "seniority")
TEXTS = {part: (part, "") for part in PARTS}
KINDS = ("meeting", "call", "activity", "mail_out", "mail_in")


def days_ago(days):
    return TODAY - timedelta(days=days)


class TestStrength(PureCase):
    def _points(self, seniority=False, **kinds):
        score = strength.measure(Interactions(kinds), seniority, TODAY, Weights(), TEXTS)
        # Without any weight nothing is known.
        return {part.key: part.points for part in score.components}, score.total or 0.0

    def test_nothing_recorded_is_no_strength(self):
        points, total = self._points(seniority="executive")
        self.assertEqual(total, 0.0)
        self.assertIsNone(points["seniority"])

    def test_recency_halves_with_each_half_life(self):
        for days, expected in ((0, 100), (60, 50), (120, 25)):
            points, _total = self._points(meeting=InteractionCount(1, 1.0, days_ago(days)))
            self.assertAlmostEqual(points["recency"], expected)

    def test_frequency_rises_and_never_passes_100(self):
        for faded, expected in ((6, 50), (12, 75), (600, 100)):
            points, _total = self._points(meeting=InteractionCount(600, faded, TODAY))
            self.assertAlmostEqual(points["frequency"], expected)

    def test_meetings_are_deeper_than_calls_and_calls_than_mails(self):
        depth = [
            self._points(**{kind: InteractionCount(1, 1.0, TODAY)})[0]["depth"]
            for kind in ("meeting", "call", "mail_in")
        ]
        self.assertEqual(depth, sorted(depth, reverse=True))
        self.assertEqual(len(set(depth)), 3)

    def test_writing_alone_is_not_both_ways(self):
        alone, _total = self._points(mail_out=InteractionCount(4, 4.0, TODAY))
        both, _total = self._points(
            mail_out=InteractionCount(4, 4.0, TODAY), mail_in=InteractionCount(2, 2.0, TODAY)
        )
        self.assertEqual(alone["two_way"], 0.0)
        self.assertEqual(both["two_way"], 100.0)

    def test_both_ways_wants_one_whole_interaction_each_way(self):
        points, _total = self._points(
            mail_out=InteractionCount(4, 4.0, TODAY), mail_in=InteractionCount(1, 0.25, TODAY)
        )
        self.assertEqual(points["two_way"], 25.0)
        points, _total = self._points(meeting=InteractionCount(1, 0.5, days_ago(60)))
        self.assertEqual(points["two_way"], 50.0)

    def test_depth_takes_the_deepest_that_make_one(self):
        for kinds, expected in (
            ({"mail_in": 9.0}, 30.0),
            ({"meeting": 1.0, "mail_out": 9.0}, 100.0),
            ({"meeting": 0.5, "mail_out": 9.0}, 0.5 * 100 + 0.5 * 30),
            ({"meeting": 0.25, "call": 0.25, "mail_in": 0.125}, 25 + 15 + 3.75),
        ):
            counts = {kind: InteractionCount(9, faded, TODAY) for kind, faded in kinds.items()}
            points, _total = self._points(**counts)
            self.assertAlmostEqual(points["depth"], expected)

    def test_total_is_the_weighted_mean(self):
        points, total = self._points(
            seniority="manager", call=InteractionCount(3, 2.0, days_ago(30))
        )
        weights = Weights()
        expected = sum(getattr(weights, part) * value for part, value in points.items()) / 100.0
        self.assertAlmostEqual(total, expected)

    def test_xray(self):
        for value, last, below, expected in (
            (20.0, days_ago(1), False, "weak"),
            (80.0, None, False, "weak"),
            (80.0, days_ago(181), False, "weak"),
            (80.0, days_ago(120), False, "shaky"),
            (59.0, days_ago(1), False, "shaky"),
            (80.0, days_ago(1), True, "shaky"),
            (60.0, days_ago(90), False, "healthy"),
        ):
            state = strength.judge(value, last, 90, TODAY, below)
            self.assertEqual(state, expected, (value, last, below))

    def test_what_is_forgotten_by_odoo_is_remembered(self):
        for recorded, remembered, expected in (
            (None, None, None),
            (days_ago(3), None, days_ago(3)),
            (None, days_ago(20), None),
            (None, days_ago(200), days_ago(200)),
            (days_ago(3), days_ago(200), days_ago(3)),
            (days_ago(300), days_ago(200), days_ago(200)),
            (days_ago(300), days_ago(20), days_ago(300)),
        ):
            self.assertEqual(
                strength.remember(recorded, remembered, TODAY), expected, (recorded, remembered)
            )


class TestFurtherContact(PureCase):
    """Another interaction, of any kind and day, never lowers the strength."""

    def _count(self, happened, half_life):
        """Sum up pairs (kind, days ago), as the statement over Odoo's records does."""
        kinds = {}
        for kind in {kind for kind, _days in happened}:
            days = [days for one, days in happened if one == kind]
            faded = sum(0.5 ** (one / half_life) for one in days)
            kinds[kind] = InteractionCount(len(days), faded, days_ago(min(days)))
        return Interactions(kinds)

    def _strength(self, happened, seniority, weights):
        counted = self._count(happened, weights.half_life)
        score = strength.measure(counted, seniority, TODAY, weights)
        # Without any weight nothing is known.
        return {part.key: part.points for part in score.components}, score.total or 0.0

    def test_of_5000_random_worlds(self):
        chance = random.Random(12)
        for _world in range(5000):
            weights = Weights(
                *(chance.choice((0.0, 5.0, 30.0, 90.0)) for _part in PARTS),
                half_life=chance.choice((1, 30, 60, 200)),
            )
            seniority = chance.choice((False, "specialist", "manager", "executive"))
            happened = [self._one(chance) for _count in range(chance.choice((0, 1, 2, 5, 30)))]
            further = self._one(chance)
            before, total_before = self._strength(happened, seniority, weights)
            after, total = self._strength([*happened, further], seniority, weights)
            case = (happened, further, seniority, weights)
            self.assertGreaterEqual(round(total, 6), round(total_before, 6), case)
            for part in PARTS[:-1]:
                self.assertGreaterEqual(round(after[part], 6), round(before[part], 6), case)
                self.assertLessEqual(after[part], 100.0 + 1e-9, case)

    def _one(self, chance):
        return chance.choice(KINDS), chance.choice((0, 1, 7, 59, 60, 61, 180, 365))

    def test_mails_without_an_answer_after_a_meeting(self):
        """Worked by hand: a manager met today, then written to five times."""
        met = [("meeting", 0)]
        # 30·100 + 25·(100·(1 − ½^(1/6))) + 15·100 + 20·100 + 10·70, each over 100.
        self.assertAlmostEqual(self._strength(met, "manager", Weights())[1], 74.7275, places=4)
        # Only frequency moves: six interactions give 50.
        written = met + [("mail_out", 0)] * 5
        self.assertAlmostEqual(self._strength(written, "manager", Weights())[1], 84.5, places=4)
