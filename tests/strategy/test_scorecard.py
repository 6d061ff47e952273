"""The customer value scorecard: both sides' view, and nobody singled out."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import StrategyCommon

# importance, us, next best: 51/46 = 1.11, score 66
FOUR = [(5, 4, 3), (4, 3, 4), (3, 5, 3), (2, 2, 3)]


class TestScorecard(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["kam.plan.template"].create({"name": "Four", "show_values": True})
        cls.criteria = cls.env["kam.value.criterion"].create(
            [{"template_id": cls.template.id, "name": f"C{n}", "sequence": n} for n in range(4)]
        )
        cls.plan.template_id = cls.template
        cls._join_team(cls.mate, cls.manager)
        cls.contacts = cls.contact | cls.env["res.partner"].create(
            [{"name": f"Person {n}", "parent_id": cls.customer.id} for n in range(3)]
        )

    def _rate(self, user, contact=None, answers=FOUR):
        return (
            self.env["kam.value.rating"]
            .with_user(user)
            .create(
                [
                    {
                        "plan_id": self.plan.id,
                        "contact_id": contact.id if contact else False,
                        "criterion_id": criterion.id,
                        "importance": importance,
                        "us": us,
                        "next_best": best,
                    }
                    for criterion, (importance, us, best) in zip(
                        self.criteria, answers, strict=True
                    )
                ]
            )
        )

    def _card(self, user=None):
        self.env.invalidate_all()
        return self.plan.with_user(user or self.reader).value_scorecard

    def test_the_worked_example(self):
        for contact in self.contacts[:3]:
            self._rate(self.kam, contact)
        card = self._card()
        self.assertEqual(card["customer"]["count"], 3)
        self.assertEqual(round(card["customer"]["ratio"], 2), 1.11)
        self.assertEqual(round(card["customer"]["score"]), 66)
        self.assertEqual(card["criteria"][0]["customer"], [5, 4, 3])
        self.assertIsNone(card["us"]["score"])
        self.assertIsNone(card["gap"])

    def test_the_gap_between_both_sides(self):
        for contact in self.contacts[:3]:
            self._rate(self.kam, contact)
        for user in (self.kam, self.mate, self.manager):
            self._rate(user, answers=[(5, 5, 1)] * 4)
        card = self._card()
        self.assertEqual(card["us"]["score"], 100)
        self.assertAlmostEqual(card["gap"], 100 - 100 * 37 / 56)
        self.assertEqual([row["gap"] for row in card["criteria"]], [1, 2, 0, 3])

    def test_fewer_than_three_give_no_average(self):
        for contact in self.contacts[:2]:
            self._rate(self.kam, contact)
        for user in (self.kam, self.reader):
            card = self._card(user)
            self.assertEqual(card["customer"], {"count": 2, "ratio": None, "score": None})
            self.assertFalse([row for row in card["criteria"] if row["customer"]])

    def test_a_criterion_that_only_two_answered_is_left_out(self):
        for contact in self.contacts[:3]:
            self._rate(self.kam, contact)
        self.env["kam.value.rating"].with_user(self.kam).search([])[:1].unlink()
        card = self._card()
        self.assertIsNone(card["criteria"][0]["customer"])
        self.assertEqual(card["criteria"][1]["customer"], [4, 3, 4])

    def test_who_knows_all_but_one_sees_no_average(self):
        for contact in self.contacts[:2]:
            self._rate(self.kam, contact)
        self._rate(self.mate, self.contacts[2])
        self.assertIsNone(self._card(self.kam)["customer"]["score"])
        self.assertEqual(round(self._card(self.mate)["customer"]["score"]), 66)
        self.assertEqual(round(self._card(self.reader)["customer"]["score"]), 66)

    def test_single_answers_are_read_by_who_typed_them_only(self):
        ratings = self._rate(self.kam, self.contact)
        model = self.env["kam.value.rating"]
        self.assertEqual(model.with_user(self.kam).search([]), ratings)
        for user in (self.mate, self.manager, self.admin, self.reader, self.foreign):
            with self.subTest(user=user.login):
                mine = model.with_user(user)
                self.assertFalse(mine.search([]))
                self.assertEqual(mine.search_count([("contact_id", "=", self.contact.id)]), 0)
                self.assertFalse(mine.formatted_read_group([], ["contact_id"], ["__count"]))
                with self.assertRaises(AccessError):
                    ratings.with_user(user).read(["us"])
                user.group_ids += self.env.ref("base.group_allow_export")
                with self.assertRaises(AccessError):
                    ratings.with_user(user).export_data(["us", "contact_id"])
                with self.assertRaises(AccessError):
                    ratings.with_user(user).write({"us": 1})
        with self.assertRaises(AccessError):
            model.with_user(self.outsider).search([])
        self.assertFalse(model._get_measured_domain().is_true())

    def test_no_detour_leads_to_a_single_answer(self):
        self._rate(self.kam, self.contact)
        for field in self.env["kam.plan"]._fields.values():
            self.assertNotEqual(field.comodel_name, "kam.value.rating")
        for field in self.env["res.partner"]._fields.values():
            self.assertNotEqual(field.comodel_name, "kam.value.rating")

    def test_who_may_not_work_on_the_plan_does_not_answer(self):
        with self.assertRaises(AccessError):
            self._rate(self.reader)

    def test_wrong_answers(self):
        for answer in ((0, 1, 1), (1, 6, 1), (1, 1, -1)):
            with self._refused(ValidationError, "from 1 to 5"):
                self._rate(self.kam, answers=[answer] * 4)
        other = self.env["res.partner"].create({"name": "Bob", "parent_id": self.stranger.id})
        with self._refused(ValidationError, "does not belong to"):
            self._rate(self.kam, other)
        self._rate(self.kam, self.contact)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rate(self.mate, self.contact)

    def test_the_dialogue(self):
        action = self.plan.with_user(self.kam).action_answer_scorecard()
        form = Form.from_action(self.plan.with_user(self.kam).env, action)
        self.assertEqual(len(form.line_ids), 4)
        form.contact_id = self.contact
        with form.line_ids.edit(0) as line:
            line.importance, line.us, line.next_best = "5", "4", "3"
        dialogue = form.save()
        dialogue.action_save()
        rating = self.env["kam.value.rating"].with_user(self.kam).search([])
        self.assertEqual(rating.criterion_id, self.criteria[0])
        self.assertEqual((rating.importance, rating.us, rating.next_best), (5, 4, 3))
        self.assertEqual((rating.side, rating.contact_id), ("customer", self.contact))
        # Again: what was typed in is there, and is changed.
        form = Form.from_action(self.plan.with_user(self.kam).env, action)
        form.contact_id = self.contact
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.importance, "5")
            line.us = "2"
        with form.line_ids.edit(1) as line:
            line.us = "2"
        half = form.save()
        with self._refused(UserError, "answer all three"):
            half.action_save()
        half.line_ids[1].us = False
        half.action_save()
        self.assertEqual(rating.us, 2)
        # A colleague sees nothing of it.
        form = Form.from_action(self.plan.with_user(self.mate).env, action)
        form.contact_id = self.contact
        with form.line_ids.edit(0) as line:
            self.assertFalse(line.importance)

    def test_nothing_is_no_answer(self):
        action = self.plan.with_user(self.kam).action_answer_scorecard()
        dialogue = Form.from_action(self.plan.with_user(self.kam).env, action).save()
        with self._refused(UserError, "Nothing is answered"):
            dialogue.action_save()

    def test_the_common_criteria_hold_where_a_template_has_none(self):
        self.plan.template_id = self.light
        names = [row["name"] for row in self._card()["criteria"]]
        self.assertEqual(len(names), 8)
        self.assertIn("Delivery on time", names)

    def test_a_scorecard_has_ten_criteria_at_most(self):
        values = [{"template_id": self.template.id, "name": f"More {n}"} for n in range(7)]
        with self._refused(ValidationError, "six to ten"):
            self.env["kam.value.criterion"].with_user(self.admin).create(values)
        self.env["kam.value.criterion"].with_user(self.admin).create(values[:6])
        with self.assertRaises(AccessError):
            self.env["kam.value.criterion"].with_user(self.kam).create({"name": "Mine"})

    def test_answers_go_with_the_person(self):
        ratings = self._rate(self.kam, self.contact)
        self.contact.unlink()
        self.assertFalse(ratings.exists())

    def test_contacts_that_become_one_are_heard_once(self):
        """What only the other one said stays."""
        kept, gone, third = self.contacts[:3]
        period = {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        other = self._create_plan(template_id=self.template.id, **period)
        elsewhere = self._rate(self.kam, gone)
        elsewhere.sudo().plan_id = other
        self.env.flush_all()
        ours, theirs = self._rate(self.kam, kept), self._rate(self.kam, gone, [(1, 1, 1)] * 4)
        alone = theirs[3]
        ours[3].unlink()
        self._rate(self.kam, third)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | gone).ids, kept)
        self.env.invalidate_all()
        self.assertEqual((ours[:3] | elsewhere | alone).exists().contact_id, kept)
        self.assertEqual(len((ours[:3] | elsewhere | alone).exists()), 8)
        self.assertFalse(theirs[:3].exists())
        self.assertEqual(self._card()["customer"]["count"], 2)

    def test_merged_plans_hear_everybody_once(self):
        other = self._create_plan(partner_id=self.stranger.id)
        mine = self._rate(self.kam)
        for plan, user in ((other, self.kam), (other, self.manager)):
            self.env["kam.value.rating"].with_user(user).create(
                {
                    "plan_id": plan.id,
                    "criterion_id": self.criteria[0].id,
                    "importance": 1,
                    "us": 1,
                    "next_best": 1,
                }
            )
        self._activate(self.plan | other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        kept = self.env["kam.value.rating"].search([("plan_id", "=", self.plan.id)])
        self.assertEqual(kept.create_uid, self.kam | self.manager)
        self.assertEqual(kept.filtered(lambda one: one.create_uid == self.kam), mine)
