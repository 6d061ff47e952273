"""The formula of a payout, by the worked example and at its edges."""

from datetime import date

from odoo.addons.kam_planning.models.reward.kam_reward_line import _is_refused
from odoo.addons.kam_planning.tools.reward import reward
from odoo.addons.kam_planning.tools.score import Component

from ..tools.common import PureCase

CURVE = ((50.0, 0.0), (100.0, 100.0), (120.0, 150.0))
TERMS = reward.Terms(60.0, CURVE, 150.0, 25.0)


def parts(*pairs, side="T"):
    return [
        Component(f"{side}{number}", f"{side}{number}", points, weight)
        for number, (weight, points) in enumerate(pairs)
    ]


TEAM = parts((40, 96), (40, 104), (20, 110))
OWN = parts((50, 100), (50, 70), side="O")


class TestReward(PureCase):
    def test_worked_example(self):
        found = reward.reckon(TEAM, OWN, TERMS, 20000.0)
        numbers = [round(one, 6) for one in vars(found).values()]
        # 0.4·96 + 0.4·104 + 0.2·110; 100 + 2·50/20; 0 + 35·100/50; 0.6·105 + 0.4·70; of 20,000
        self.assertEqual(numbers, [102, 85, 105, 70, 91, 18200])
        self.assertEqual(round(found.payout * TERMS.deferred / 100, 6), 4550)

    def test_curve(self):
        self.assertEqual(reward.read_curve(" 50:0, 100→100;120 = 150"), CURVE)
        self.assertEqual(reward.read_curve(reward.write_curve(CURVE)), CURVE)
        for text in (None, "", "100", "50:0", "50:0, x", "50:-1, 100:100", "nan:0, 1:1"):
            self.assertIsNone(reward.read_curve(text), text)
        self.assertTrue(reward.is_rising(CURVE))
        for falling in ("100:100, 50:0", "50:0, 50:100", "50:100, 100:50", "50:5, 100:5"):
            self.assertFalse(reward.is_rising(reward.read_curve(falling)), falling)
        self.assertFalse(reward.is_rising(((0.0, 0.0), (1.0, 1001.0))))
        points = [reward.follow(CURVE, one) for one in (0, 50, 75, 100, 110, 120, 500, None)]
        self.assertEqual(points, [0, 0, 50, 100, 125, 150, 150, None])

    def test_what_is_not_known_makes_the_payout_unknown(self):
        """A figure that is missing moves the payout neither up nor down."""
        found = reward.reckon(parts((40, None), (60, 150)), OWN, TERMS, 20000.0)
        self.assertEqual((found.team_attainment, found.percent, found.payout), (None, None, None))
        self.assertEqual(found.own_attainment, 85)

    def test_cap_and_shares(self):
        best = parts((100, 400))
        self.assertEqual(reward.reckon(best, best, TERMS, 100.0).percent, 150)
        capped = reward.Terms(60.0, CURVE, 120.0, 0.0)
        self.assertEqual(reward.reckon(best, best, capped, 100.0).payout, 120)
        # Where all hangs on the team, there is nothing of one's own to be known.
        team_only = reward.Terms(100.0, CURVE, 150.0, 0.0)
        found = reward.reckon(TEAM, [], team_only, 100.0)
        self.assertEqual((round(found.percent, 6), found.own_points), (105, None))

    def test_days(self):
        """Who joined on 1 July is paid for 184 of 365 days."""
        days = [reward.days_of(date(2026, month, 1), date(2026, 12, 31)) for month in (7, 1)]
        self.assertEqual(days, [184, 365])
        payout = reward.reckon(TEAM, OWN, TERMS, 20000.0, days[0] / days[1]).payout
        self.assertEqual(round(payout, 2), 9174.79)

    def test_weights(self):
        self.assertTrue(reward.sums_up([33.33, 33.33, 33.34]))
        self.assertTrue(reward.sums_up([33.33, 33.33, 33.33]))
        self.assertFalse(reward.sums_up([50, 49]))
        self.assertFalse(reward.sums_up([]))

    def test_drift(self):
        result = reward.reckon(TEAM, OWN, TERMS, 20000.0)
        kept = reward.dump(TEAM, OWN, TERMS, result)
        self.assertEqual(reward.find_drift(kept, kept), [])
        now = reward.dump(parts((40, 90), (40, 104), (20, None)), OWN[:1], TERMS, result)
        moved = [("T0", 96, 90), ("T2", 110, None), ("O1", 70, None)]
        self.assertEqual(reward.find_drift(kept, now), moved)
        self.assertEqual([part.points for part in reward.load_parts(kept["team"])], [96, 104, 110])

    def test_models_that_tell_how_somebody_works(self):
        """Those of apps that are not there, too; what begins like one of them is none."""
        for name in ("calendar.event", "mail.message", "voip.call", "crm.phonecall", "kam.score"):
            self.assertTrue(_is_refused(name), name)
        for name in ("crm.lead", "account.move.line", "mailing.contact", "kam.value", False):
            self.assertFalse(_is_refused(name), name)
