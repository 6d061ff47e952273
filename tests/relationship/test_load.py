"""Large maps: every reader says where it stops, and costs as many queries for many people."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.kam_planning.models.relationship import (
    kam_plan,
    kam_stakeholder_map,
)
from odoo.addons.kam_planning.report import kam_plan_handover
from odoo.addons.kam_planning.report import kam_stakeholder as kam_stakeholder_chart
from odoo.addons.kam_planning.tools.map_structure import MapStructure

from ..common.common import TODAY
from ..common.paper import HAND_OVER, PaperMixin
from .common import MapCommon

# Opening a map costs at most so many, of whatever rights.
MAP_QUERIES = 16


@freeze_time(TODAY)
class LoadCommon(PaperMixin, MapCommon):
    def setUp(self):
        super().setUp()
        self.place = (self.customer.id, self.env.company.id)

    def _crowd(self, count, **values):
        """People below Jane, each known by one of ours, the later the better."""
        people = self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "partner_id": contact.id,
                    "manager_id": self.jane.id,
                    "influence": "3",
                    "relationship_ids": [
                        Command.create({"user_id": self.kam.id, "level_desired": "2"})
                    ],
                    **values,
                }
                for contact in self._contacts(count)
            ]
        )
        for number, person in enumerate(people):
            person.relationship_ids.strength = number
        return people

    def _contacts(self, count):
        return self.env["res.partner"].create(
            [{"name": f"Person {n:02}", "parent_id": self.customer.id} for n in range(count)]
        )

    def _sheet(self, user):
        return self._print_html(self.plan, user, HAND_OVER)


class TestQueries(LoadCommon):
    """As a plain user on the team, one who reads, one with judgements, a manager."""

    def _few_and_many(self, operation):
        few = self._count_warm(operation)
        self._crowd(50)
        return few, self._count_warm(operation)

    def _count_warm(self, operation):
        """As a worker that answered before: rules are known, records are not."""
        self._count_queries(operation)
        return self._count_queries(operation)

    def _check(self, operation, most):
        few, many = self._few_and_many(operation)
        self.assertEqual(many, few)
        self.assertLessEqual(many, most)

    def _people(self, user):
        return self.env["kam.stakeholder"].with_user(user)

    def test_map(self):
        self._crowd(1)
        for user in (self.kam, self.reader, self.judge, self.manager):
            with self.subTest(user=user.login):
                people = self._people(user)
                self._check(lambda people=people: people.get_map(*self.place), MAP_QUERIES)

    def test_more_people(self):
        self._crowd(1)
        people, ids = self._people(self.judge), self.jane.ids
        self._check(lambda: people.get_people(*self.place, manager_ids=ids), 15)

    def test_matrix(self):
        self._crowd(1)
        self._check(lambda: self._people(self.kam).get_matrix(*self.place), 15)

    def test_drawing(self):
        self._crowd(1)
        self._check(lambda: self._people(self.judge).get_map_svg(*self.place), 20)
        self._check(lambda: self._people(self.judge).get_map_pages(*self.place), 20)

    def test_sheet(self):
        self._crowd(1)
        self.plan._refresh_gaps()
        self._check(lambda: self._sheet(self.judge), 45)

    def test_handing_over(self):
        self._activate(self.plan)

        def hand_over():
            self.plan.user_id = self.mate if self.plan.user_id == self.kam else self.kam

        def count():
            self.plan._refresh_gaps()
            self._count_queries(hand_over)
            return self._count_queries(hand_over)

        self.plan = self.plan.with_user(self.manager)
        self._crowd(1)
        few = count()
        self._crowd(50)
        many = count()
        self.assertEqual(self._gaps("silence").owner_id, self.kam)
        self.assertLessEqual(many, few + 1)

    def test_gaps_found_again(self):
        self._crowd(1)
        self.plan._refresh_gaps()
        few = self._count_queries(self.plan._refresh_gaps)
        self._crowd(50)
        self.plan._refresh_gaps()
        self.assertEqual(self._count_queries(self.plan._refresh_gaps), few)


class TestLimits(LoadCommon):
    def test_more_people_come_in_parts(self):
        self.patch(kam_stakeholder_map, "MOST_AT_ONCE", 4)
        crowd = self._crowd(10)
        people = self.env["kam.stakeholder"].with_user(self.kam)
        seen = []
        for left in (6, 2, 0):
            more = people.get_people(*self.place, manager_ids=self.jane.ids, skip=len(seen))
            self.assertEqual(more["left"], left)
            seen += [card["id"] for card in more["people"]]
        self.assertCountEqual(seen, crowd.ids)
        asked = people.get_people(*self.place, person_ids=crowd.ids)
        self.assertEqual((len(asked["people"]), asked["left"]), (4, 6))
        every = people.get_people(*self.place, manager_ids=self.jane.ids, skip=10)
        self.assertEqual(every, {"people": [], "lines": [], "left": 0})

    def test_the_matrix_holds_the_largest_gaps_and_no_other_relationship(self):
        self.patch(kam_stakeholder_map, "MOST_IN_MATRIX", 3)
        people = [self._person(partner_id=contact.id) for contact in self._contacts(5)]
        for person in people[1:]:
            self._relationship(person, level_desired="1")
        self._relationship(people[4], self.judge, level_desired="3")
        matrix = self.env["kam.stakeholder"].with_user(self.kam).get_matrix(*self.place)
        self.assertEqual(
            [(one["id"], one["gap"]) for one in matrix["people"]],
            [(people[4].id, 3), (people[1].id, 1), (people[2].id, 1)],
        )
        shown = {relationship["stakeholder_id"] for relationship in matrix["relationships"]}
        self.assertEqual(shown, {person.id for person in (people[4], people[1], people[2])})
        # Jane, the first and the fourth contact.
        self.assertEqual(matrix["more"], 3)

    def test_the_drawing_shows_the_upper_levels_and_says_so(self):
        self.patch(kam_stakeholder_chart, "MOST_DRAWN", 5)
        self._crowd(8, sequence=1)
        for user in (self.kam, self.judge, self.manager):
            drawn = self.env["kam.stakeholder"].with_user(user).get_map_svg(*self.place)
            drawn = " ".join(drawn.split())
            self.assertIn("Head of Acme", drawn)
            self.assertIn("5 of 10 people are drawn, and 5 more people are on the map", drawn)

    def test_the_page_of_the_plan_says_it_as_well(self):
        self.patch(kam_stakeholder_chart, "MOST_ON_PAGES", 5)
        self._crowd(8)
        self.plan.show_map = True
        html = self._print_chosen(self.plan, blocks=["map"])
        self.assertIn("5 of 10 people are drawn", html)

    def test_the_sheet_says_what_it_leaves_out(self):
        self.patch(kam_plan_handover, "MOST_PRINTED", 3)
        self._crowd(8)
        self.plan._refresh_gaps()
        open_gaps = len(self._gaps())
        for user in (self.judge, self.kam, self.manager):
            sheet = self._sheet(user)
            self.assertIn("The first 3 of 10, strongest relationships first.", sheet)
            self.assertIn("The first 3 of 8, the strongest first.", sheet)
            for path in ("kam-people", "kam-relationships", "kam-gaps"):
                self.assertIn(f'href="/odoo/{path}"', sheet)
            for name in ("Person 07", "Person 06", "Person 05"):
                self.assertIn(name, sheet)
            self.assertNotIn("Person 04</b>", sheet)
        self.assertIn(
            f"The first 3 of {open_gaps}, the most urgent first.", self._sheet(self.judge)
        )

    def test_the_sheet_counts_only_gaps_that_the_user_may_see(self):
        self.patch(kam_plan_handover, "MOST_PRINTED", 3)
        self._crowd(8)
        self.plan._refresh_gaps()
        judged = len(self._gaps().filtered("is_judgement"))
        self.assertTrue(judged)
        seen = len(self._gaps()) - judged
        self.assertIn(f"The first 3 of {seen}, the most urgent first.", self._sheet(self.kam))

    def test_a_small_sheet_says_nothing_of_limits(self):
        self._crowd(3)
        self.assertNotIn("The first", self._sheet(self.judge))

    def test_promises_and_decisions_are_counted(self):
        self.patch(kam_plan_handover, "MOST_PROMISES", 2)
        for number in range(5):
            self._create_action(self.plan, name=f"Send {number}", contact_id=self.contact.id)
        review = self.env["kam.review"].create(
            {
                "plan_id": self.plan.id,
                "date_planned": TODAY,
                "decision_ids": [Command.create({"name": f"Decision {n}"}) for n in range(3)],
            }
        )
        self.assertEqual(len(review.decision_ids), 3)
        sheet = self._sheet(self.kam)
        self.assertIn("the first 2 of 5, by date", sheet)
        self.assertIn("Decisions: the first 2 of 3", sheet)


class TestGapsOfLargeMaps(LoadCommon):
    def setUp(self):
        super().setUp()
        self._activate(self.plan)
        self.patch(kam_plan, "MOST_WHILE_WAITING", 5)
        self.cron = self.env.ref("kam_planning.cron_relationships")

    def _triggers(self):
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])

    def test_a_small_map_is_looked_at_while_one_waits(self):
        self._crowd(3)
        self.assertIsNone(self.plan.with_user(self.judge).action_find_gaps())
        self.assertTrue(self._gaps())

    def test_the_gaps_of_a_large_map_are_found_by_the_job(self):
        self.plan._refresh_gaps()
        self._crowd(8)
        before, triggers = len(self._gaps()), self._triggers()
        answer = self.plan.with_user(self.judge).action_find_gaps()
        self.assertIn("background", answer["params"]["message"])
        self.assertEqual((len(self._gaps()), self.plan.gaps_date), (before, False))
        self.assertEqual(self._triggers(), triggers + 1)
        self._run_map_job()
        self.assertGreater(len(self._gaps()), before)
        self.assertTrue(self.plan.gaps_date)

    def test_a_gap_of_a_large_map_is_tested_again_by_the_job(self):
        self._crowd(8)
        self.plan._refresh_gaps()
        gap = self._gaps("level")[:1].with_user(self.judge)
        gap.action_make_action()
        with patch.object(type(self.plan), "_refresh_gaps") as found:
            gap.action_id.action_done()
        self.assertFalse([call for call in found.mock_calls if call.args])
        self.assertEqual((gap.state, self.plan.gaps_date), ("planned", False))
        self._run_map_job()
        self.assertEqual((gap.state, gap.times_back), ("open", 1))


class TestUpperLevels(LoadCommon):
    def test_small_maps_come_whole_in_their_order(self):
        structure = MapStructure([(2, None, False), (1, 2, False), (3, None, True)])
        self.assertEqual(structure.choose_upper(2), [2, 1])

    def test_of_large_maps_the_upper_levels(self):
        rows = [(1, 2, False), (2, 3, False), (3, None, False), (4, 3, False), (5, None, False)]
        self.assertEqual(MapStructure(rows).choose_upper(4), [3, 5, 2, 4])
