"""What the map asks of the server: one call opens it, in as many queries for many people."""

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.kam_planning.models.relationship import kam_stakeholder_map as map_structure
from odoo.addons.kam_planning.tools.map_structure import MapStructure

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestMapRpc(MapCommon):
    def setUp(self):
        super().setUp()
        self.people = self.env["kam.stakeholder"].with_user(self.judge)
        self.place = (self.customer.id, self.env.company.id)

    def _crowd(self, count, **values):
        """People below Jane, each known by one of ours."""
        return self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "name": f"Person {number}",
                    "manager_id": self.jane.id,
                    "relationship_ids": [Command.create({"user_id": self.kam.id})],
                    **values,
                }
                for number in range(count)
            ]
        )

    def test_one_call_tells_everything(self):
        self._relationship(self.jane, level_actual="2")
        shown = self.people.get_map(*self.place)
        cards = {card["id"]: card for card in shown["people"]}
        self.assertEqual(set(cards), {self.head.id, self.jane.id})
        self.assertEqual(cards[self.head.id]["reports"], 1)
        self.assertEqual(cards[self.jane.id]["relationships"][0]["user_id"], self.kam.id)
        self.assertTrue(shown["sees_judgements"] and shown["can_write"])
        self.assertEqual(shown["maturity"]["step"], "no_key")
        self.assertEqual(shown["as_of"], self.jane.relationship_ids.strength_date)
        self.assertFalse(self.people.with_user(self.reader).get_map(*self.place)["can_write"])

    def test_queries_do_not_grow_with_the_people(self):
        self._crowd(1)
        self.people.get_map(*self.place)
        few = self._count_queries(lambda: self.people.get_map(*self.place))
        self._crowd(50)
        many = self._count_queries(lambda: self.people.get_map(*self.place))
        self.assertLessEqual(many, few + 1)

    def test_a_large_map_sends_its_upper_levels_and_more_on_demand(self):
        self.patch(MapStructure.__init__, "__defaults__", (10, 10))
        crowd = self._crowd(20)
        shown = self.people.get_map(*self.place)
        self.assertEqual({card["id"] for card in shown["people"]}, {self.head.id, self.jane.id})
        self.assertEqual(shown["total"], 22)
        jane = next(card for card in shown["people"] if card["id"] == self.jane.id)
        self.assertEqual(jane["reports"], 20)
        more = self.people.get_people(*self.place, manager_ids=[self.jane.id])
        self.assertEqual({card["id"] for card in more["people"]}, set(crowd.ids))
        matches = self.people.find_people(*self.place, "Person 19")
        self.assertEqual(matches[0]["path"], [self.head.id, self.jane.id])

    def test_more_of_those_with_nobody_above_them(self):
        self.patch(MapStructure.__init__, "__defaults__", (10, 10))
        self.patch(map_structure, "WHOLE_MAP", 10)
        for number in range(25):
            self._person(f"Top {number}")
        shown = self.people.get_map(*self.place)
        self.assertEqual((len(shown["people"]), shown["tops"]), (10, 26))
        seen = {card["id"] for card in shown["people"]}
        while len(seen) < 26:
            more = self.people.get_people(*self.place, top_from=len(seen))["people"]
            self.assertTrue(more)
            self.assertFalse(seen & {card["id"] for card in more})
            seen |= {card["id"] for card in more}

    def test_people_of_other_maps_are_not_read(self):
        plan = self._create_plans(1)
        other = self._person("Elsewhere", account_id=plan.partner_id.id, user=self.manager)
        more = self.people.get_people(*self.place, person_ids=other.ids, manager_ids=other.ids)
        self.assertEqual(more, {"people": [], "lines": [], "left": 0})

    def test_photos_are_asked_for_only_where_there_are_any(self):
        pixel = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
            "RU5ErkJggg=="
        )
        self.contact.image_1920 = pixel
        self.env.flush_all()
        cards = {card["id"]: card for card in self.people.get_map(*self.place)["people"]}
        self.assertTrue(cards[self.jane.id]["photo"])
        self.assertFalse(cards[self.head.id]["photo"])

    def test_parked_people_do_not_count(self):
        self._crowd(2, parked_reason="left")
        self.assertEqual(self.people.get_map(*self.place)["total"], 2)

    def test_candidates_are_contacts_who_are_not_on_the_map(self):
        tom = self._contact("Tom")
        below = self.env["res.partner"].create(
            {"name": "Plant", "is_company": True, "parent_id": self.customer.id}
        )
        deep = self._contact("Deep", parent_id=below.id)
        candidates = self.people.find_candidates(*self.place)
        self.assertEqual({row["id"] for row in candidates["contacts"]}, {tom.id, deep.id})
        self.assertEqual(candidates["total"], 2)
        self.assertEqual(self.people.find_candidates(*self.place, "tom")["total"], 1)

    def test_matrix_shows_the_largest_gaps_first(self):
        tom = self._person(partner_id=self._contact("Tom").id)
        self._relationship(self.jane, level_actual="1", level_desired="2")
        self._relationship(tom, level_desired="3")
        matrix = self.people.get_matrix(*self.place)
        self.assertEqual([person["name"] for person in matrix["people"]], ["Tom", "Jane Buyer"])
        self.assertEqual({user["id"] for user in matrix["users"]}, {self.kam.id, self.judge.id})

    def test_drawing_of_a_large_map_says_what_is_left_out(self):
        self._crowd(200)
        drawn = self.people.get_map_svg(*self.place)
        self.assertIn("52 more people", " ".join(drawn.split()))
        self.assertTrue(drawn.strip().startswith("<svg"))
