import random
from itertools import permutations

from odoo.addons.kam_planning.tools.strategy import strategy_map as calculation
from odoo.addons.kam_planning.tools.strategy.strategy_map import Strategy, Value

from .common import PureCase

# Goals 1 to 5, of which 5 has the initiative 6; 7 is assumed.
GOALS = {1: None, 2: None, 3: None, 4: None, 5: None, 6: 5, 7: None}
# Goal 1 and 2 by one objective, 5 by its initiative; 3 without offering, 4 by nobody.
OBJECTIVES = {10: ([1, 2], [20]), 11: ([3], []), 12: ([6, 7], [21]), 13: ([], [21])}
VALUES = [Value(30, None, 10, 20), Value(31, 5, 12, 21), Value(32, None, None, 22)]
CONFIRMED = {1, 2, 3, 4, 5}


def strategy(goals=GOALS, objectives=OBJECTIVES, values=VALUES):
    return Strategy(goals, objectives, values)


def count_crossings(columns, links):
    """How often lines between neighbouring columns cross."""
    at = {card: (x, y) for x, column in enumerate(columns) for y, card in enumerate(column)}
    lines = [(at[a], at[b]) for a, b in links if at[b][0] - at[a][0] == 1]
    return sum(
        (a[1] - c[1]) * (b[1] - d[1]) < 0
        for index, (a, b) in enumerate(lines)
        for c, d in lines[index + 1 :]
        if a[0] == c[0]
    )


class TestCoverage(PureCase):
    def _coverage(self, **lines):
        return calculation.coverage(CONFIRMED, calculation.whole_chains(strategy(**lines)))

    def test_three_of_five_are_sixty_percent(self):
        chains = calculation.whole_chains(strategy())
        self.assertEqual(
            chains,
            {
                1: {(10, 20, 30)},
                2: {(10, 20, 30)},
                5: {(12, 21, 31)},
                # An initiative has the chain of what is below it.
                6: {(12, 21, 31)},
            },
        )
        self.assertEqual(calculation.coverage(CONFIRMED, chains), 60.0)

    def test_without_a_link_it_falls_by_that_chain_only(self):
        cases = {
            "goal 1 – objective": ({**OBJECTIVES, 10: ([2], [20])}, VALUES, 40.0),
            "goals 1 and 2 – offering": ({**OBJECTIVES, 10: ([1, 2], [])}, VALUES, 20.0),
            "value 31 – offering": (OBJECTIVES, [VALUES[0], Value(31, 5, 12, None)], 40.0),
            "value 31 – objective": (OBJECTIVES, [VALUES[0], Value(31, 5, None, 21)], 40.0),
            "one of two offerings": ({**OBJECTIVES, 10: ([1, 2], [20, 22])}, VALUES, 60.0),
        }
        for name, (objectives, values, coverage) in cases.items():
            with self.subTest(name=name):
                self.assertEqual(self._coverage(objectives=objectives, values=values), coverage)
        # Initiatives are optional: the goal itself is as good.
        direct = {**OBJECTIVES, 12: ([5, 7], [21])}
        self.assertEqual(self._coverage(objectives=direct), 60.0)

    def test_a_value_for_another_goal_proves_nothing_for_this_one(self):
        values = [Value(30, 1, 10, 20), VALUES[1]]
        self.assertEqual(self._coverage(values=values), 40.0)

    def test_not_known_without_a_confirmed_goal(self):
        self.assertIsNone(calculation.coverage(set(), {1: {(1, 2, 3)}}))
        self.assertEqual(calculation.coverage({1}, {}), 0.0)

    def test_loops_and_lines_that_one_may_not_see_do_no_harm(self):
        self.assertEqual(calculation.with_ancestors({1: 2, 2: 1}, 1), [1, 2])
        self.assertEqual(calculation.with_ancestors({1: 9}, 1), [1])
        hidden = strategy({1: None}, {10: ([1, 99], [20])}, [Value(30, 98, 97, 20)])
        self.assertEqual(calculation.whole_chains(hidden), {})
        self.assertNotIn(
            99, {number for link in calculation.links_of(hidden, ()) for _k, number in link}
        )

    def test_what_a_card_lacks(self):
        missing = calculation.missing_links(strategy(), [6], [20, 21, 22, 23])
        self.assertEqual(
            missing,
            {
                ("goal", 4): "goal_without_answer",
                ("objective", 11): "objective_without_offering",
                ("objective", 13): "objective_without_goal",
                ("offering", 23): "offering_without_value",
                ("value", 32): "value_without_objective",
            },
        )

    def test_each_link_once(self):
        links = calculation.links_of(strategy(), [6])
        self.assertEqual(len(links), len(set(links)))
        self.assertIn((("goal", 5), ("initiative", 6)), links)
        self.assertIn((("initiative", 6), ("objective", 12)), links)
        self.assertIn((("offering", 22), ("value", 32)), links)
        # It says nothing more than the way over the offering.
        self.assertNotIn((("objective", 10), ("value", 30)), links)
        # Of another offering, or of none, the value hangs on its objective itself.
        alone = calculation.links_of(strategy(values=[Value(30, 1, 10, None)]), [6])
        self.assertIn((("objective", 10), ("value", 30)), alone)
        self.assertNotIn((("goal", 1), ("value", 30)), alone)


class TestOrder(PureCase):
    def test_two_sweeps_untangle_what_can_be(self):
        columns = [["a", "b", "c"], ["z", "y", "x"], ["1", "2", "3"]]
        links = [("a", "x"), ("b", "y"), ("c", "z"), ("x", "1"), ("y", "2"), ("z", "3")]
        self.assertEqual(count_crossings(columns, links), 6)
        ordered = calculation.order_columns(columns, links)
        self.assertEqual(count_crossings(ordered, links), 0)
        self.assertEqual([sorted(one) for one in ordered], [sorted(one) for one in columns])

    def test_it_is_near_the_best_order_of_small_maps(self):
        chance = random.Random(4)
        for _case in range(20):
            columns = [[f"{side}{number}" for number in range(4)] for side in "lr"]
            links = [(a, b) for a in columns[0] for b in columns[1] if chance.random() < 0.35]
            best = min(
                count_crossings([columns[0], list(right)], links)
                for right in permutations(columns[1])
            )
            found = count_crossings(calculation.order_columns(columns, links), links)
            self.assertLessEqual(found, best + 2)

    def test_cards_without_links_stay(self):
        columns = [["a", "b"], [], ["x", "y", "z"]]
        self.assertEqual(calculation.order_columns(columns, []), columns)
        self.assertEqual(calculation.order_columns([], []), [])
        # A goal and an initiative of one column, or a link that leaves one out, break nothing.
        self.assertEqual(
            calculation.order_columns([["a"], [], ["x"]], [("a", "x")]), [["a"], [], ["x"]]
        )
