from odoo.addons.kam_planning.tools.strategy import appraisal, competitors

from .common import PureCase


class TestCompetitors(PureCase):
    def test_the_worked_example(self):
        self.assertEqual(competitors.threat(4, 120, 400), 24.0)

    def test_what_is_not_known_is_no_threat_of_nothing(self):
        for figures in ((None, 120, 400), (4, None, 400), (4, 120, None), (4, 120, 0)):
            self.assertIsNone(competitors.threat(*figures), figures)
        self.assertEqual(competitors.threat(4, 0, 400), 0.0)

    def test_no_threat_is_above_all_our_revenue(self):
        self.assertEqual(competitors.threat(5, 500, 400), 100.0)
        self.assertEqual(competitors.threat(5, -10, 400), 0.0)

    def test_leads(self):
        days = {None: None, 181: None, 180: 180, 91: 180, 90: 90, 0: 90, -1: None}
        self.assertEqual({day: competitors.lead_of(day) for day in days}, days)


class TestAppraisal(PureCase):
    def test_four_kinds_have_their_quarter(self):
        quarters = {
            "strength": "strengths",
            "vulnerability": "vulnerabilities",
            "opportunity": "opportunities",
            "threat": "threats",
        }
        for kind, quarter in quarters.items():
            for place in ("inside", "outside"):
                self.assertEqual(appraisal.quadrant(kind, place, None), quarter)

    def test_a_trend_stands_by_its_effect(self):
        self.assertEqual(appraisal.quadrant("trend", "inside", 1), "strengths")
        self.assertEqual(appraisal.quadrant("trend", "inside", -1), "vulnerabilities")
        self.assertEqual(appraisal.quadrant("trend", "outside", 3), "opportunities")
        self.assertEqual(appraisal.quadrant("trend", "outside", -3), "threats")
        self.assertIsNone(appraisal.quadrant("trend", "outside", 0))
        self.assertIsNone(appraisal.quadrant("trend", "outside", None))
