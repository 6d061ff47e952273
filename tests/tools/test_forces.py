from odoo.addons.kam_planning.tools.strategy import forces

from .common import PureCase


class TestForces(PureCase):
    def test_the_worked_example(self):
        known = [("driving", 4), ("driving", 3), ("restraining", 5), ("restraining", 2)]
        self.assertEqual(forces.sums(known), (7, 7))
        self.assertEqual(forces.chance(7, 7), 50.0)
        # An action takes the restraint from 5 to 3; the same two points of push.
        self.assertAlmostEqual(forces.chance(7, 5), 57.142857, 5)
        self.assertAlmostEqual(forces.chance(9, 7), 55.555556, 5)

    def test_nothing_known_is_even(self):
        self.assertEqual(forces.chance(*forces.sums([])), 50.0)

    def test_levers(self):
        self.assertEqual(forces.lever("restraining", 5, "yes"), 5.0)
        self.assertEqual(forces.lever("restraining", 5, "partly"), 2.5)
        self.assertEqual(forces.lever("driving", 4, "yes"), 2.0)
        self.assertEqual(forces.lever("driving", 4, "partly"), 1.0)
        self.assertEqual(forces.lever("restraining", 5, "no"), 0.0)

    def test_of_several_actions_the_one_that_moves_it_furthest_counts(self):
        self.assertEqual(forces.expected(5, [4, 2, 3]), 2)
        self.assertEqual(forces.expected(2, [3, 4]), 4)
        self.assertIsNone(forces.expected(3, []))

    def test_whether_it_moved(self):
        self.assertTrue(forces.has_moved(5, 3, 4))
        self.assertTrue(forces.has_moved(2, 4, 5))
        self.assertFalse(forces.has_moved(5, 3, 5))
        self.assertFalse(forces.has_moved(2, 4, 1))
        self.assertFalse(forces.has_moved(3, 3, 2))
