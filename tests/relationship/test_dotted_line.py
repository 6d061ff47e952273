"""The second manager of a matrix organisation: a dotted line, and what becomes of it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestDottedLine(MapCommon):
    def setUp(self):
        super().setUp()
        self.project = self._person("Project Leader", manager_id=self.head.id)
        self.jane.with_user(self.kam).dotted_manager_id = self.project
        self.people = self.env["kam.stakeholder"]

    def test_nobody_reports_twice_to_the_same(self):
        for second in (self.jane, self.head):
            with self.assertRaisesRegex(ValidationError, "cannot also report to"):
                self.jane.with_user(self.kam).dotted_manager_id = second

    def test_who_becomes_the_first_manager_is_the_second_no_more(self):
        self.jane.with_user(self.kam).manager_id = self.project
        self.assertEqual(self.jane.manager_id, self.project)
        self.assertFalse(self.jane.dotted_manager_id)

    def test_a_dotted_line_may_lead_to_somebody_below(self):
        self.head.with_user(self.kam).dotted_manager_id = self.jane
        self.assertEqual(self.head.dotted_manager_id, self.jane)

    def test_only_people_of_the_same_map(self):
        plan = self._create_plans(1)
        other = self._person("Elsewhere", account_id=plan.partner_id.id, user=self.manager)
        with self.assertRaises(ValidationError):
            self.jane.with_user(self.manager).dotted_manager_id = other

    def test_readers_and_strangers_do_not_draw_it(self):
        for user in (self.reader, self.outsider):
            with self.assertRaises(AccessError):
                self.jane.with_user(user).dotted_manager_id = False

    def test_the_line_waits_for_a_parked_manager_and_goes_with_a_deleted_one(self):
        self.project.with_user(self.kam).parked_reason = "left"
        self.assertEqual(self.jane.dotted_manager_id, self.project)
        self.project.with_user(self.kam).unlink()
        self.assertFalse(self.jane.dotted_manager_id)
        self.assertEqual(self.jane.manager_id, self.head)

    def test_moving_up_to_the_second_manager_ends_the_dotted_line(self):
        middle = self._person("Middle", manager_id=self.project.id)
        self.jane.manager_id = middle
        middle.with_user(self.kam).parked_reason = "left"
        self.assertEqual(self.jane.manager_id, self.project)
        self.assertFalse(self.jane.dotted_manager_id)

    def test_an_erased_manager_keeps_his_place(self):
        self.project.with_user(self.judge).action_erase_person()
        self.assertEqual(self.jane.dotted_manager_id, self.project)
        self.assertEqual(self.project.name, "Erased person")
        changes = self.env["mail.tracking.value"].search(
            [("field_id.name", "=", "dotted_manager_id")]
        )
        self.assertNotIn("Project Leader", str(changes.mapped("new_value_char")))

    def test_people_who_are_the_same_hand_over_their_lines(self):
        twin = self._person("Twin", manager_id=self.head.id)
        tom = self._person("Tom", manager_id=self.jane.id, dotted_manager_id=twin.id)
        ann = self._person("Ann", manager_id=self.head.id, dotted_manager_id=twin.id)
        twin.dotted_manager_id = self.jane
        self.jane._absorb(twin)
        self.assertEqual(self.jane.dotted_manager_id, self.project)
        self.assertFalse(tom.dotted_manager_id)
        self.assertEqual(ann.dotted_manager_id, self.jane)

    def test_the_map_and_what_we_hold_tell_it(self):
        place = self.customer.id, self.env.company.id
        for user in (self.judge, self.kam, self.reader):
            shown = self.people.with_user(user).get_map(*place)["people"]
            second = {card["id"]: card["dotted_manager_id"] for card in shown}
            self.assertEqual(second[self.jane.id], self.project.id, user.login)
        (held,) = self.jane.with_user(self.judge)._export_person()
        self.assertEqual(held["dotted_manager_id"], "Project Leader")
        (held,) = self.project.with_user(self.judge)._export_person()
        self.assertEqual(held["dotted_report_ids"], ["Jane Buyer"])

    def test_imported_by_name_whatever_circle_it_makes(self):
        names = ["account_id", "name", "manager_id", "dotted_manager_id"]
        rows = [
            ["Acme Ltd", "Jane Buyer", "Head of Acme", "Project Leader"],
            ["Acme Ltd", "Head of Acme", "", "Jane Buyer"],
            ["Acme Ltd", "New One", "Head of Acme", "New Two"],
            ["Acme Ltd", "New Two", "Head of Acme", ""],
        ]
        rows = [[self.customer.name, *row[1:]] for row in rows]
        result = self.people.with_user(self.kam).load(names, rows)
        self.assertFalse([m for m in result["messages"] if m["type"] == "error"], result)
        self.assertEqual(self.head.dotted_manager_id, self.jane)
        one = self.people.search([("name", "=", "New One")])
        self.assertEqual(one.dotted_manager_id.name, "New Two")
        again = self.people.with_user(self.kam).load(names, rows)
        self.assertEqual(sorted(again["ids"]), sorted(result["ids"]))

    def test_mail_and_phone_of_contacts_that_may_be_read(self):
        self.contact.write({"email": "jane@acme.example", "phone": "+1 555 0100"})
        place = self.customer.id, self.env.company.id
        cards = self.people.with_user(self.kam).get_map(*place)["people"]
        jane = next(card for card in cards if card["id"] == self.jane.id)
        self.assertEqual((jane["email"], jane["phone"]), ("jane@acme.example", "+1 555 0100"))
        head = next(card for card in cards if card["id"] == self.head.id)
        self.assertEqual((head["email"], head["phone"]), (False, False))


@freeze_time(TODAY)
class TestTakenOff(MapCommon):
    """Somebody is taken off the map, and put back with his people."""

    def setUp(self):
        super().setUp()
        self.middle = self._person("Middle", manager_id=self.head.id)
        self.lower = self._person("Lower", manager_id=self.middle.id)
        self.below = self.env["kam.stakeholder"].concat(
            *(self._person(f"Person {n}", manager_id=self.lower.id) for n in range(3))
        )

    def test_his_people_come_back_to_him(self):
        moves = self.lower.with_user(self.kam).take_off_map("left")
        self.assertEqual(self.lower.parked_reason, "left")
        self.assertEqual(self.below.manager_id, self.middle)
        self.assertEqual(moves, [[one.id, self.lower.id, self.middle.id] for one in self.below])
        returned = self.lower.with_user(self.kam).put_back_on_map(moves)
        self.assertEqual(returned, self.below.ids)
        self.assertFalse(self.lower.parked_reason)
        self.assertEqual(self.below.manager_id, self.lower)

    def test_whom_somebody_moved_since_stays_and_who_is_gone_is_left_out(self):
        moves = self.lower.with_user(self.kam).take_off_map("left")
        self.below[0].manager_id = self.jane
        self.below[1].unlink()
        returned = self.lower.with_user(self.kam).put_back_on_map(moves)
        self.assertEqual(returned, self.below[2].ids)
        self.assertEqual(self.below[0].manager_id, self.jane)

    def test_two_levels_at_once(self):
        both = self.middle | self.lower
        moves = both.with_user(self.kam).take_off_map("not_relevant")
        self.assertEqual(self.below.manager_id, self.head)
        both.with_user(self.kam).put_back_on_map(moves)
        self.assertEqual(self.below.manager_id, self.lower)
        self.assertEqual(self.lower.manager_id, self.middle)

    def test_refusals(self):
        for user in (self.reader, self.outsider):
            with self.assertRaises(AccessError):
                self.lower.with_user(user).take_off_map("left")
            with self.assertRaises(AccessError):
                self.lower.with_user(user).put_back_on_map([])
        with self.assertRaisesRegex(UserError, "no reason"):
            self.lower.with_user(self.kam).take_off_map("bored")
        for moves in ("x", [1], [[1, 2]], [[1, 2, "x"]], [[0, 1, False]]):
            with self.assertRaises(UserError):
                self.lower.with_user(self.kam).put_back_on_map(moves)

    def test_the_same_number_of_queries_for_many(self):
        def count(people):
            def both():
                one = people.with_user(self.kam)
                one.put_back_on_map(one.take_off_map("left"))

            both()
            return self._count_queries(both)

        few = count(self.lower)
        crowd = self.env["kam.stakeholder"].create(
            [
                {"account_id": self.customer.id, "name": f"P {n}", "manager_id": self.lower.id}
                for n in range(50)
            ]
        )
        self.assertEqual(set(crowd.manager_id.ids), {self.lower.id})
        self.assertLessEqual(count(self.lower), few + 2)
