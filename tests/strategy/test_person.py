"""Somebody at the customer in the strategy: his data download, his erasing, contacts that merge."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .value import ValueCommon


@freeze_time(TODAY)
class TestPerson(ValueCommon):
    """Jane wants less waste, confirmed a value, and rated us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = cls._create_user("judge", "group_kam_user", "group_kam_people")
        cls._join_team(cls.judge)
        cls.jane = (
            cls.env["kam.stakeholder"]
            .with_user(cls.judge)
            .create({"account_id": cls.customer.id, "partner_id": cls.contact.id})
        )
        cls.goal = cls._goal(contact_id=cls.contact.id, evidence="She said so in May")
        cls.criteria = cls.env["kam.value.criterion"].search([], limit=2)

    def setUp(self):
        super().setUp()
        self.answer = self._answer(self._deliver(), reason="All of it")

    def _rate(self, user, contact, criterion=None, us=4, **values):
        return (
            self.env["kam.value.rating"]
            .with_user(user)
            .create(
                {
                    "plan_id": self.plan.id,
                    "contact_id": contact.id,
                    "criterion_id": (criterion or self.criteria[0]).id,
                    "importance": 5,
                    "us": us,
                    "next_best": 1,
                    **values,
                }
            )
        )

    def _export(self):
        self.env.invalidate_all()
        (held,) = self.jane.with_user(self.judge)._export_person()
        return held

    def test_the_file_holds_what_names_a_person(self):
        self._rate(self.judge, self.contact)
        self._rate(self.kam, self.contact, self.criteria[1], us=2)
        held = self._export()
        (goal,) = held["kam_customer_goal"]
        self.assertEqual((goal["name"], goal["evidence"]), ("Less waste", "She said so in May"))
        (answer,) = held["kam_value_answer"]
        self.assertEqual(answer["decision"], "Confirmed in Full")
        self.assertEqual((answer["value_id"], answer["reason"]), ("Fewer returns", "All of it"))
        self.assertEqual(answer["attachment_ids"], ["mail.eml"])
        # What a colleague typed in he downloads himself.
        (rating,) = held["kam_value_rating"]
        self.assertEqual((rating["us"], rating["create_uid"]), (4, self.judge.name))

    def test_the_file_holds_nothing_of_others_nor_of_what_is_hidden(self):
        bob = self.env["res.partner"].create({"name": "Bob", "parent_id": self.customer.id})
        self._goal(name="Bob's goal", contact_id=bob.id)
        self._rate(self.judge, bob)
        held = self._export()
        self.assertEqual(len(held["kam_customer_goal"]), 1)
        self.assertEqual(held["kam_value_rating"], [])
        hidden = self._create_plan(
            user=self.mate,
            user_id=self.mate.id,
            confidentiality="team",
            date_start="2027-01-01",
            date_end="2027-12-31",
        )
        value = self._value(self.mate, plan_id=hidden.id, name="Secret value")
        self.assertNotIn("Secret value", str(self._answer_of(value) and self._export()))

    def _answer_of(self, value):
        value.action_agree()
        readings = self.env["kam.value.reading"].with_user(self.mate)
        readings.create({"value_id": value.id, "current_value": 2})
        value.action_deliver()
        return self._answer(value, self.mate)

    def test_a_person_without_a_contact_has_no_such_lines(self):
        somebody = self.jane.create({"account_id": self.customer.id, "name": "Somebody"})
        self._goal(name="Nobody's goal")
        (held,) = somebody.with_user(self.judge)._export_person()
        self.assertEqual(held["kam_customer_goal"], [])
        somebody.with_user(self.judge).action_erase_person()
        self.assertEqual(self.goal.contact_id, self.contact)

    def test_who_is_erased_is_named_nowhere(self):
        ratings = self._rate(self.kam, self.contact) | self._rate(
            self.judge, self.contact, self.criteria[1]
        )
        there, gone = self._goals_elsewhere()
        confirmed = self.goal.confirmed_date
        with freeze_time("2026-03-05"):
            self.jane.with_user(self.judge).action_erase_person()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.goal.contact_id)
        self.assertEqual(self.goal.confirmed_date, confirmed)
        self.assertFalse(self.answer.contact_id)
        self.assertFalse(ratings.exists())
        # What was said stays said.
        self.assertEqual((self.value.state, self.value.confirmed_total), ("confirmed", 5544))
        self.assertIn("somebody who was deleted", self.value.notice)
        # Where he is on another map he is erased there; where he is on none he is forgotten.
        self.assertEqual((there.contact_id, gone.contact_id), (self.contact, self.contact.browse()))

    def _goals_elsewhere(self):
        """Goals of two other customers that name Jane, who is on the map of the first."""
        former = self.env["res.partner"].create({"name": "Former", "is_company": True})
        goals = self.env["kam.customer.goal"].with_user(self.mate)
        for customer in (self.stranger, former):
            self._create_plan(user=self.mate, user_id=self.mate.id, partner_id=customer.id)
        people = self.env["kam.stakeholder"].with_user(self.mate)
        people.create({"account_id": self.stranger.id, "partner_id": self.contact.id})
        return [
            goals.create(
                {"account_id": customer.id, "name": "Theirs", "contact_id": self.contact.id}
            )
            for customer in (self.stranger, former)
        ]

    def test_the_file_holds_where_a_contact_was_before(self):
        self._goals_elsewhere()
        self.assertEqual(len(self._export()["kam_customer_goal"]), 2)

    def test_taking_somebody_off_the_map_erases_nobody(self):
        self.jane.with_user(self.judge).unlink()
        self.assertEqual((self.goal.contact_id, self.answer.contact_id), (self.contact,) * 2)

    def test_contacts_that_merge_are_heard_once(self):
        twin = self.env["res.partner"].create({"name": "J. Buyer", "parent_id": self.customer.id})
        kept = self._rate(self.kam, self.contact, us=5)
        double = self._rate(self.judge, twin, us=1)
        only = self._rate(self.judge, twin, self.criteria[1], us=3)
        self._goal(name="Twin's goal", contact_id=twin.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.contact | twin).ids, self.contact)
        self.env.invalidate_all()
        self.assertFalse(double.sudo().exists())
        self.assertEqual((kept.sudo().us, only.sudo().us), (5, 3))
        self.assertEqual((kept | only).sudo().contact_id, self.contact)
        goals = self.env["kam.customer.goal"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(goals.contact_id, self.contact)
