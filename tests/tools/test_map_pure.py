"""Rules and formulas of the relationship map: no database."""

from datetime import date, timedelta

from odoo.addons.kam_planning.tools import gaps, org_chart, stakeholders
from odoo.addons.kam_planning.tools.gaps import Person, Relationship
from odoo.addons.kam_planning.tools.map_structure import MapStructure, cut_loops

from .common import PureCase

TODAY = date(2026, 3, 2)


def days_ago(days):
    return TODAY - timedelta(days=days)


class TestPeopleRules(PureCase):
    def test_proposals_follow_the_share_of_yes(self):
        self.assertFalse(stakeholders.propose_influence([]))
        for answers, influence, support in (
            ([False] * 4, "0", "against"),
            ([True, False, False, False], "1", "reserved"),
            ([True, True, False, False], "2", "neutral"),
            ([True] * 4, "3", "supportive"),
        ):
            self.assertEqual(stakeholders.propose_influence(answers), influence)
            self.assertEqual(stakeholders.propose_support(answers), support)

    def test_maturity_in_four_steps(self):
        for people, step in (
            ([], "empty"),
            ([("1", "supportive"), (False, "unknown")], "no_key"),
            ([("3", "neutral"), ("0", "supportive")], "no_support"),
            ([("2", "favourable")], "supported"),
        ):
            self.assertEqual(stakeholders.maturity(people), step)


class TestGapRules(PureCase):
    def _find(self, *persons, roles=(), manager=1):
        return gaps.find(list(persons), roles, manager, TODAY)

    def _kinds(self, *persons, **options):
        return sorted(gap.kind for gap in self._find(*persons, **options))

    def _near(self, user, **values):
        return Relationship(user=user, actual=1, last_two_way=TODAY, **values)

    def test_missing_role(self):
        filled = Person(1, roles=(7,), relationships=[self._near(2)])
        found_gaps = self._find(filled, roles=[7, 8])
        self.assertEqual([(gap.kind, gap.role, gap.owner) for gap in found_gaps], [("role", 8, 1)])
        # A placeholder has the role, but there is nobody yet.
        self.assertEqual(
            self._kinds(Person(1, roles=(7,), is_placeholder=True), roles=[7]), ["role"]
        )

    def test_key_people_need_two_of_ours(self):
        decider = Person(1, influence="3", relationships=[self._near(2)])
        shaper = Person(1, influence="2", relationships=[self._near(2), self._near(3)])
        self.assertEqual(self._kinds(decider), ["coverage"])
        self.assertEqual(self._kinds(shaper), [])
        self.assertEqual(self._kinds(Person(1, influence="1", relationships=[self._near(2)])), [])
        by_strength = Relationship(user=3, strength=25.0, last_two_way=TODAY)
        self.assertEqual(
            self._kinds(Person(1, influence="3", relationships=[self._near(2), by_strength])), []
        )

    def test_silence(self):
        quiet = Relationship(user=2, actual=1, last_two_way=days_ago(91))
        found_gaps = self._find(Person(1, interval=90, relationships=[quiet]))
        self.assertEqual(
            [(gap.kind, gap.days, gap.owner) for gap in found_gaps], [("silence", 91, 2)]
        )
        self.assertEqual(self._kinds(Person(1, interval=91, relationships=[quiet])), [])
        self.assertEqual(
            self._kinds(Person(1, relationships=[Relationship(user=2, actual=1)])), ["silence"]
        )
        self.assertEqual(self._kinds(Person(1)), [])

    def test_level_below_the_desired_one_belongs_to_its_owner(self):
        relationship = self._near(2, desired=3, owner=5)
        found_gaps = self._find(Person(1, relationships=[relationship]))
        self.assertEqual([(gap.kind, gap.user, gap.owner) for gap in found_gaps], [("level", 2, 5)])

    def test_single_thread(self):
        def strong(user):
            return Relationship(user=user, actual=2, last_two_way=TODAY)

        found_gaps = self._find(
            Person(1, relationships=[strong(2)]), Person(2, relationships=[strong(2)])
        )
        self.assertEqual(
            [(gap.kind, gap.user, gap.count) for gap in found_gaps], [("thread", 2, 2)]
        )
        self.assertEqual(
            self._kinds(Person(1, relationships=[strong(2)]), Person(2, relationships=[strong(3)])),
            [],
        )
        self.assertEqual(self._kinds(Person(1, relationships=[strong(2)])), [])

    def test_owner_is_the_best_relationship_else_the_account_manager(self):
        better = Relationship(user=4, actual=2, last_two_way=days_ago(200))
        person = Person(
            1, relationships=[Relationship(user=2, actual=1, last_two_way=days_ago(200)), better]
        )
        self.assertEqual(self._find(person)[0].owner, 4)
        unknown = Person(1, influence="3", relationships=[])
        self.assertEqual(self._find(unknown, manager=9)[0].owner, 9)

    def test_what_becomes_of_a_recorded_gap(self):
        cases = {
            ("open", True, ""): ("open", False),
            ("open", False, ""): ("closed", False),
            ("open", True, "open"): ("planned", False),
            ("planned", True, "open"): ("planned", False),
            ("planned", True, "done"): ("open", True),
            ("planned", True, ""): ("open", False),
            ("planned", False, "open"): ("closed", False),
            ("closed", True, ""): ("open", True),
            ("closed", True, "done"): ("open", True),
            ("closed", True, "open"): ("planned", False),
            ("closed", False, "done"): ("closed", False),
            ("dismissed", True, ""): ("dismissed", False),
            ("dismissed", False, ""): ("closed", False),
        }
        for given, expected in cases.items():
            self.assertEqual(gaps.next_state(*given), expected, given)


class TestOrgChart(PureCase):
    def _no_overlap(self, managers):
        places, width, height = org_chart.lay_out(managers)
        self.assertEqual(set(places), set(managers))
        cells = {(x // org_chart.WIDTH, y): 0 for x, y in places.values()}
        self.assertTrue(cells)
        ordered = sorted(places.values(), key=lambda place: (place[1], place[0]))
        for (x1, y1), (x2, y2) in zip(ordered, ordered[1:], strict=False):
            self.assertTrue(y1 != y2 or x2 - x1 >= org_chart.WIDTH + org_chart.GAP_X)
        self.assertEqual(width, max(x for x, _y in places.values()) + org_chart.WIDTH)
        self.assertEqual(height, max(y for _x, y in places.values()) + org_chart.HEIGHT)
        return places

    def test_nobody(self):
        self.assertEqual(org_chart.lay_out({})[0], {})

    def test_reports_stand_below_and_nobody_on_another(self):
        managers = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: None, 8: None}
        places = self._no_overlap(managers)
        for person, manager in managers.items():
            if manager:
                self.assertGreater(places[person][1], places[manager][1])

    def test_many_reports_stand_in_a_block(self):
        managers = {0: None, **dict.fromkeys(range(1, 26), 0)}
        places = self._no_overlap({key + 1: value and value + 1 for key, value in managers.items()})
        rows = {y for _x, y in places.values()}
        self.assertGreater(len(rows), 2)

    def test_a_chain_of_thousands(self):
        managers = {1: None, **{number: number - 1 for number in range(2, 5001)}}
        self._no_overlap(managers)


class TestMapStructure(PureCase):
    def _tree(self, count, reports=7):
        """A company in which everybody has so many reports."""
        return [(n + 1, (n - 1) // reports + 1 if n else None, False) for n in range(count)]

    def test_a_small_map_is_shown_whole(self):
        structure = MapStructure(self._tree(60))
        self.assertEqual(len(structure.choose_first()), 60)
        self.assertEqual((structure.total, structure.tops, structure.counts[1]), (60, [1], 7))

    def test_a_large_map_opens_with_its_upper_levels(self):
        structure = MapStructure(self._tree(5000))
        self.assertEqual(structure.choose_first(), list(range(1, 58)))
        self.assertEqual(structure.get_path(400), [1, 8, 57])

    def test_a_flat_map_opens_with_as_many_as_can_be_shown(self):
        structure = MapStructure([(n, None, False) for n in range(5000)])
        self.assertEqual(len(structure.choose_first()), 300)
        self.assertEqual(len(structure.tops), 5000)

    def test_parked_people_stand_aside_and_their_reports_at_the_top(self):
        rows = [(1, None, True), (2, 1, False), (3, 2, False)]
        structure = MapStructure(rows)
        self.assertEqual((structure.tops, structure.total), ([2], 2))
        self.assertEqual(set(structure.choose_first()), {1, 2, 3})
        large = MapStructure(rows, whole=2, first=2)
        self.assertEqual(large.choose_first(), [2, 3, 1])

    def test_a_loop_in_bad_data_is_cut_where_it_is_met_first(self):
        structure = MapStructure([(1, 2, False), (2, 1, False), (3, 2, False)])
        self.assertEqual(structure.get_path(3), [1, 2])
        self.assertEqual((structure.tops, structure.managers), ([1], {1: None, 2: 1, 3: 2}))
        self.assertEqual(cut_loops({1: 3, 2: 2, 3: 4, 4: 3}), {1: 3, 2: None, 3: None, 4: 3})
        self.assertEqual(cut_loops({1: 9, 2: 1}), {1: 9, 2: 1})
        places, _width, _height = org_chart.lay_out(cut_loops({1: 2, 2: 1, 3: 3}))
        self.assertEqual(set(places), {1, 2, 3})
