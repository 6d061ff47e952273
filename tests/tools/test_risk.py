from odoo.addons.kam_planning.tools.strategy import risk

from .common import PureCase


class TestRisk(PureCase):
    def test_the_worked_example(self):
        share = risk.share(120000, 800000)
        self.assertEqual(share, 15.0)
        self.assertEqual(risk.impact(share), 4)
        self.assertEqual(risk.rating(4, 4), 16)
        self.assertEqual(risk.level(16), "critical")
        self.assertEqual(risk.money(4, 120000), 72000.0)

    def test_anchors_of_the_impact(self):
        expected = {0: 1, 0.99: 1, 1: 2, 4.99: 2, 5: 3, 9.99: 3, 10: 4, 25: 4, 25.01: 5, 300: 5}
        self.assertEqual({percent: risk.impact(percent) for percent in expected}, expected)

    def test_middles_of_the_probabilities(self):
        amounts = [risk.money(probability, 1000) for probability in (1, 2, 3, 4, 5)]
        self.assertEqual(amounts, [50.0, 200.0, 400.0, 600.0, 850.0])

    def test_levels(self):
        levels = {
            "low": (1, 2, 3, 4),
            "medium": (5, 6, 8, 9),
            "high": (10, 12),
            "critical": (15, 16, 20, 25),
        }
        for level, ratings in levels.items():
            for rating in ratings:
                self.assertEqual(risk.level(rating), level, rating)

    def test_what_is_not_known_gives_nothing(self):
        self.assertIsNone(risk.rating(0, 4))
        self.assertIsNone(risk.rating(4, None))
        self.assertIsNone(risk.level(None))
        self.assertIsNone(risk.money(None, 100))
        self.assertIsNone(risk.money(3, False))
        for revenue in (None, False, 0.0, -5.0):
            self.assertIsNone(risk.share(100, revenue))
        self.assertEqual(risk.share(0.0, 100), 0.0)
        self.assertEqual(risk.money(3, 0.0), 0.0)

    def test_the_graver_the_sooner(self):
        self.assertEqual(risk.REVIEW_MONTHS, {"critical": 1, "high": 2, "medium": 3, "low": 6})
