"""The formulas of ROOMS: worked examples as literal numbers, without a database."""

from odoo.addons.kam_planning.tools.portfolio import drawing, matrix
from odoo.addons.kam_planning.tools.portfolio.selection import Candidate, propose

from ..tools.common import PureCase

ATTRACTIVE = [(30, 8), (25, 6), (20, 7), (15, None), (10, 4)]
STRONG = [(40, 5), (30, 6), (30, 3)]


class TestMatrix(PureCase):
    def test_worked_example(self):
        attractive, strong = matrix.reckon_axis(ATTRACTIVE), matrix.reckon_axis(STRONG)
        self.assertAlmostEqual(attractive.score, 67.0588, places=4)
        self.assertAlmostEqual(attractive.confidence, 85.0)
        self.assertAlmostEqual(strong.score, 47.0)
        self.assertAlmostEqual(strong.confidence, 100.0)
        self.assertEqual(matrix.find_quadrant(attractive.score, strong.score), "star")

    def test_a_score_that_is_gone_is_never_zero(self):
        less = matrix.reckon_axis([(30, None), *ATTRACTIVE[1:]])
        # (25·6 + 20·7 + 10·4) ÷ 55 = 6.0
        self.assertAlmostEqual(less.score, 60.0)
        self.assertAlmostEqual(less.confidence, 55.0)
        self.assertEqual(matrix.reckon_axis([(30, None)]), matrix.Axis(None, 0.0))
        self.assertEqual(matrix.reckon_axis([(0, 8)]), matrix.Axis(None, None))
        self.assertEqual(matrix.reckon_axis([]), matrix.Axis(None, None))
        self.assertAlmostEqual(matrix.reckon_axis([(1, 0), (1, None)]).score, 0.0)

    def test_raters(self):
        self.assertEqual(matrix.middle([3, 9, 4]), 4.0)
        self.assertEqual(matrix.middle([4, 6]), 5.0)
        self.assertEqual(matrix.middle([7]), 7.0)
        self.assertIsNone(matrix.middle([]))
        self.assertFalse(matrix.should_discuss([3, 7]))
        self.assertTrue(matrix.should_discuss([3, 7.5]))
        self.assertFalse(matrix.should_discuss([]))

    def test_quadrants(self):
        found = [matrix.find_quadrant(a, s) for a, s in ((50, 50), (50, 49), (49, 50), (0, 0))]
        self.assertEqual(found, ["strategic", "star", "status", "streamline"])
        self.assertIsNone(matrix.find_quadrant(None, 60))
        self.assertEqual(matrix.find_quadrant(55, 55, (60, 50)), "status")

    def test_five_points_against_flipping(self):
        settle = matrix.settle_quadrant
        self.assertEqual(settle(67.1, 54.9, "star"), "star")
        self.assertEqual(settle(67.1, 55.0, "star"), "strategic")
        self.assertEqual(settle(45.1, 60, "strategic"), "strategic")
        self.assertEqual(settle(45.0, 60, "strategic"), "status")
        self.assertEqual(settle(67.1, 51, None), "strategic")
        self.assertIsNone(settle(None, 51, "star"))

    def test_points(self):
        self.assertEqual(matrix.to_points(10, 0, 20), 5.0)
        self.assertEqual(matrix.to_points(30, 0, 20), 10.0)
        self.assertEqual(matrix.to_points(-1, 0, 20), 0.0)
        self.assertEqual(matrix.to_points(15, 60, 0), 7.5)
        self.assertIsNone(matrix.to_points(None, 0, 20))

    def test_revenue(self):
        self.assertEqual(matrix.share_of_revenue([(30, True), (70, False)]), 30.0)
        self.assertEqual(matrix.share_of_revenue([(0, True)]), 0.0)

    def test_growth_a_year(self):
        self.assertAlmostEqual(matrix.grow_yearly(133.1, 100.0, 3), 10.0)
        self.assertIsNone(matrix.grow_yearly(133.1, 0.0, 3))
        self.assertEqual(matrix.grow_yearly(0.0, 100.0, 3), -100.0)


class TestSelection(PureCase):
    def test_until_capacity_is_used(self):
        candidates = [
            Candidate("a", 90, "kim"),
            Candidate("b", 80, "kim"),
            Candidate("c", 70),
            Candidate("d", 60, "kim", is_kept=True),
            Candidate("e", None, "kim"),
            Candidate("f", 50, "lee"),
            Candidate("g", 95, "ann"),
        ]
        found = propose(candidates, {"kim": 1, "lee": 2, "ann": 0}, pilot_size=2)
        self.assertEqual(
            {key: tuple(one) for key, one in found.items()},
            {
                # Ann has no room, Lee has most.
                "g": ("pilot", 1, "lee"),
                "a": ("pilot", 2, "kim"),
                "b": ("selected", 3, "lee"),
                "c": ("waiting", None, None),
                "d": ("kept", None, "kim"),
                "f": ("waiting", None, None),
                "e": ("unknown", None, None),
            },
        )

    def test_without_room_all_wait(self):
        found = propose([Candidate("a", 90)], {}, 5)
        self.assertEqual(found["a"].state, "waiting")


class TestDrawing(PureCase):
    def test_area_tells_the_margin(self):
        small, large = drawing.radius(25.0, 100.0), drawing.radius(100.0, 100.0)
        self.assertAlmostEqual(large**2 / small**2, 4.0)
        self.assertEqual(drawing.radius(-100.0, 100.0), large)
        self.assertEqual(
            [drawing.style(one) for one in (1, 0, -1, None)],
            ["full", "full", "hatched", "outline"],
        )

    def test_places(self):
        self.assertEqual(drawing.place(100, 0), (0.0, 0.0))
        self.assertEqual(drawing.place(0, 100), (600.0, 600.0))
        self.assertIsNone(drawing.arrow((0, 0), (3, 4), 6))

    def test_names_keep_off_each_other_and_off_other_bubbles(self):
        def bubble(x, r, name, y=300.0):
            return {"x": x, "y": y, "r": r, "name": name, "arrow": True}

        # It fits into its own; at the right edge a name stands to the left.
        labels = drawing.put_labels([bubble(300.0, 34.0, "Acme"), bubble(590.0, 8.0, "Beta")])
        self.assertEqual([one["anchor"] for one in labels], ["middle", "end"])
        # Between two others, and not among the largest ones, a name finds no room.
        row = [bubble(100.0 + 60 * place, 10.0, "W", y=100.0) for place in range(8)]
        crowd = [bubble(285.0, 9.0, "Long name", 500.0), bubble(315.0, 9.0, "Long name", 500.0)]
        between = bubble(300.0, 8.0, "Long name", 500.0)
        labels = drawing.put_labels([*row, *crowd, between])
        self.assertNotIn(None, labels[:8])
        self.assertIsNone(labels[-1])
        self.assertEqual(drawing.find_faint([*row, *crowd, *crowd, between]), {12})
        self.assertEqual(drawing.find_faint([*row, *crowd]), set())
