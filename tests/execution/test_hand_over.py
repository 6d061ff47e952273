"""A plan gets another key account manager or sponsor: the work goes along."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time

from ..common.common import KamCommon

ESCALATION = "kam_planning.mail_activity_type_escalation"
REVIEW = "kam_planning.mail_activity_type_review"


class HandOverCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._activate(
            cls._create_plan(
                sponsor_id=cls.reader.id,
                next_review_date="2026-05-01",
                member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})],
            )
        )
        cls.plan = cls.plan.with_env(cls.env)
        cls.objective = cls._create_objective(cls.plan)
        cls.other_objective = cls._create_objective(cls.plan, user_id=cls.mate.id)
        cls.first = cls._create_action(cls.plan, name="First")
        cls.second = cls._create_action(cls.plan, name="Second")
        cls.done = cls._create_action(cls.plan, name="Done", state="done")
        cls.mates = cls._create_action(cls.plan, name="Mate's", user_id=cls.mate.id)
        cls.by_role = cls._create_action(cls.plan, name="By role", role_id=cls.role_kam.id)
        cls.waiting = cls._create_action(cls.plan, name="Waiting", role_id=cls.role_sales.id)
        cls.service = cls._create_action(
            cls.plan, name="Service", user_id=cls.mate.id, role_id=cls.role_service.id
        )
        cls.sponsors = cls._create_action(cls.plan, name="Sponsor's", user_id=cls.reader.id)
        reviews = cls.env["kam.review"].with_user(cls.kam)
        values = {"plan_id": cls.plan.id, "user_ids": [(6, 0, (cls.kam | cls.mate).ids)]}
        cls.review = reviews.create({**values, "date_planned": "2026-05-01"})
        cls.held = reviews.create(values)
        cls.held.state = "held"
        cls.decision = cls.env["kam.review.decision"].create(
            {"review_id": cls.held.id, "name": "Call", "user_id": cls.kam.id}
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Big order",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.kam.id,
                "kam_plan_id": cls.plan.id,
            }
        )
        cls.heir = cls._create_user("heir", "group_kam_user", "sales_team.group_sale_salesman")
        cls.env.flush_all()

    def _assert_passed_on(self, heir):
        for record in (self.first, self.second, self.by_role, self.waiting, self.objective):
            self.assertEqual(record.user_id, heir, record.display_name)
        self.assertEqual(self.review.user_ids, heir | self.mate)
        self.assertEqual(self.decision.user_id, heir)
        self.assertEqual((self.first | self.by_role).activity_id.user_id, heir)

    def _assert_left_alone(self):
        self.assertEqual(self.done.user_id, self.kam)
        self.assertEqual(self.held.user_ids, self.kam | self.mate)
        self.assertEqual((self.mates | self.service).user_id, self.mate)
        self.assertEqual(self.other_objective.user_id, self.mate)
        self.assertEqual(self.sponsors.user_id, self.reader)

    def _dialogue(self, user, plans=None):
        plans = (plans or self.plan).with_user(user)
        return Form.from_action(plans.env, plans.action_hand_over())


class TestHandOver(HandOverCommon):
    def test_by_rpc_all_open_work_goes_along_but_opportunities(self):
        self.plan.with_user(self.kam).write({"user_id": self.heir.id})
        self._assert_passed_on(self.heir)
        self._assert_left_alone()
        self.assertEqual(self.lead.user_id, self.kam)

    def test_the_manager_does_the_same(self):
        self.plan.with_user(self.manager).write({"user_id": self.heir.id})
        self._assert_passed_on(self.heir)
        self._assert_left_alone()

    def test_a_new_sponsor_gets_the_sponsor_s_work(self):
        self.plan.with_user(self.kam).sponsor_id = self.manager
        self.assertEqual(self.sponsors.user_id, self.manager)
        self.assertEqual((self.first | self.second).user_id, self.kam)

    def test_without_a_sponsor_his_work_goes_to_the_account_manager(self):
        self.plan.with_user(self.kam).sponsor_id = False
        self.assertEqual(self.sponsors.user_id, self.kam)

    def test_a_sponsor_who_stays_as_account_manager_keeps_his_work(self):
        self.plan.with_user(self.manager).write(
            {"user_id": self.reader.id, "sponsor_id": self.manager.id}
        )
        self.assertEqual(self.sponsors.user_id, self.reader)
        self._assert_passed_on(self.reader)

    def test_the_same_lead_written_again_moves_nothing(self):
        self.first.user_id = self.mate
        self.plan.with_user(self.kam).write({"user_id": self.kam.id, "sponsor_id": self.reader.id})
        self.assertEqual(self.first.user_id, self.mate)
        self.assertEqual(self.second.user_id, self.kam)

    def test_a_closed_plan_is_a_record(self):
        self.plan.with_user(self.manager).action_close()
        self.plan.with_user(self.manager).user_id = self.heir
        self.assertEqual((self.first | self.second).user_id, self.kam)

    def test_many_plans_at_once(self):
        plans = self._activate(self._create_plans(5))
        for plan in plans:
            self._create_action(plan)
        (plans | self.plan).with_user(self.manager).write({"user_id": self.heir.id})
        self.assertEqual(plans.action_ids.user_id, self.heir)
        self._assert_passed_on(self.heir)

    def test_queries_do_not_grow_with_the_work(self):
        one = self._count_queries(
            lambda: self.plan.with_user(self.manager).write({"user_id": self.heir.id})
        )
        values = {"plan_id": self.plan.id, "user_id": self.heir.id}
        self.env["kam.action"].create([{**values, "name": f"More {n}"} for n in range(50)])
        many = self._count_queries(
            lambda: self.plan.with_user(self.manager).write({"user_id": self.kam.id})
        )
        self.assertLessEqual(many, one + 10)

    def test_reminders_and_escalations_name_the_new_one(self):
        self._run_job_on("2026-05-20")
        self.assertEqual(self.plan.activity_search([REVIEW]).user_id, self.kam)
        escalation = self.plan.activity_search([ESCALATION])
        self.assertIn(self.kam.name, escalation.summary)
        self.plan.with_user(self.manager).user_id = self.heir
        self.assertEqual(self.plan.activity_search([REVIEW]).user_id, self.heir)
        self.assertEqual(self.plan.activity_search([ESCALATION]), escalation)
        self.assertIn(self.heir.name, escalation.summary)
        self.assertNotIn(self.kam.name, escalation.summary)

    def test_an_escalation_does_not_lie_with_the_new_manager_himself(self):
        self._run_job_on("2026-05-20")
        escalation = self.plan.activity_search([ESCALATION])
        leader = escalation.user_id
        self.plan.with_user(self.manager).user_id = leader
        self.assertNotEqual(escalation.user_id, leader)

    def test_the_sheet_is_offered_without_a_map(self):
        self.plan.with_user(self.manager).user_id = self.heir
        activity = self.plan.activity_ids.filtered(lambda a: a.user_id == self.heir)
        self.assertIn(f"report_handover/{self.plan.id}", activity.note)

    def test_a_draft_goes_quietly(self):
        draft = self._create_plan()
        action = self._create_action(draft)
        draft.with_user(self.manager).user_id = self.heir
        self.assertEqual(action.user_id, self.heir)
        self.assertFalse(action.activity_id or draft.activity_ids)


class TestDialogue(HandOverCommon):
    def test_it_proposes_all_and_hands_over_what_is_left(self):
        dialogue = self._dialogue(self.kam)
        self.assertFalse(dialogue.action_ids[:])
        dialogue.user_id = self.heir
        self.assertEqual(dialogue.action_ids[:], self.first | self.second)
        self.assertEqual(dialogue.objective_ids[:], self.objective)
        self.assertEqual(dialogue.review_ids[:], self.review)
        self.assertEqual(dialogue.lead_ids[:], self.lead)
        dialogue.save().action_hand_over()
        self.assertEqual(self.plan.user_id, self.heir)
        self._assert_passed_on(self.heir)
        self._assert_left_alone()
        self.assertEqual(self.lead.user_id, self.heir)

    def test_what_is_removed_stays(self):
        dialogue = self._dialogue(self.kam)
        dialogue.user_id = self.heir
        dialogue.action_ids.remove(id=self.second.id)
        dialogue.objective_ids.clear()
        dialogue.review_ids.clear()
        dialogue.lead_ids.clear()
        dialogue.save().action_hand_over()
        self.assertEqual(self.first.user_id, self.heir)
        self.assertEqual(self.second.user_id, self.kam)
        self.assertEqual(self.objective.user_id, self.kam)
        self.assertEqual(self.lead.user_id, self.kam)
        self.assertIn(self.kam, self.review.user_ids)
        self.assertEqual(self.by_role.user_id, self.heir, "follows its role")

    def test_work_of_others_is_not_taken_by_it(self):
        dialogue = self._dialogue(self.kam)
        dialogue.user_id = self.heir
        wizard = dialogue.save()
        wizard.action_ids |= self.mates
        wizard.action_hand_over()
        self.assertEqual(self.mates.user_id, self.mate)

    def test_many_plans_from_the_list(self):
        plans = self._activate(self._create_plans(2))
        actions = self.env["kam.action"].concat(*(self._create_action(plan) for plan in plans))
        dialogue = self._dialogue(self.manager, plans | self.plan)
        dialogue.user_id = self.heir
        self.assertEqual(dialogue.action_ids[:], actions | self.first | self.second)
        dialogue.save().action_hand_over()
        self.assertEqual((plans | self.plan).user_id, self.heir)
        self.assertEqual(actions.user_id, self.heir)

    def test_who_may_only_read_hands_nothing_over(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.outsider).action_hand_over()
        stranger = self._create_user("stranger", "group_kam_user")
        with self.assertRaises(AccessError):
            self.plan.with_user(stranger).action_hand_over()
        wizard = (
            self.env["kam.plan.hand.over"]
            .with_user(stranger)
            .create({"plan_ids": [(6, 0, self.plan.ids)], "user_id": stranger.id})
        )
        with self.assertRaises(AccessError):
            wizard.action_hand_over()
        self.assertEqual(self.plan.user_id, self.kam)

    def test_nothing_to_change_is_said(self):
        dialogue = self._dialogue(self.kam)
        dialogue.user_id = self.kam
        with self.assertRaisesRegex(UserError, "Nothing changes"):
            dialogue.save().action_hand_over()

    def test_screens_change_the_leads_by_the_dialogue_alone(self):
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(self.plan.with_user(self.kam)).user_id = self.heir
        with freeze_time("2026-03-02"):
            form = Form(self.env["kam.plan"].with_user(self.kam))
            form.user_id = self.heir
