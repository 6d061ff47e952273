from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import KamCommon


class TestPlan(KamCommon):
    def test_name_is_proposed_from_customer_and_period(self):
        plan = self._create_plan()
        self.assertEqual(plan.name, "Acme 2026")
        longer = self._create_plan(date_end="2027-12-31")
        self.assertEqual(longer.name, "Acme 2026–2027")

    def test_proposal_follows_the_form_until_a_name_is_typed(self):
        with freeze_time("2026-03-02"):
            form = Form(self.env["kam.plan"].with_user(self.kam))
            form.partner_id = self.customer
            self.assertEqual(form.name, "Acme 2026–2027")
            form.date_start, form.date_end = date(2027, 1, 1), date(2027, 12, 31)
            self.assertEqual(form.name, "Acme 2027")
            form.name = "Our plan"
            form.date_end = date(2028, 12, 31)
            self.assertEqual(form.name, "Our plan")

    def test_a_saved_name_stays(self):
        plan = self._create_plan()
        plan.date_end = "2027-06-30"
        self.assertEqual(plan.name, "Acme 2026")

    def test_end_before_start_is_refused_naming_the_plan(self):
        with self.assertRaisesRegex(ValidationError, "Acme 2026.*must lie after the start"):
            self._create_plan().date_end = "2025-12-31"

    def test_customer_must_be_a_company(self):
        with self.assertRaisesRegex(ValidationError, "Jane Buyer.*is a person"):
            self._create_plan(partner_id=self.contact.id)

    def test_next_review_is_proposed_by_the_cadence(self):
        self.assertEqual(self._create_plan(review_interval=6).next_review_date, date(2026, 7, 1))

    def test_account_manager_must_have_access(self):
        with self.assertRaisesRegex(ValidationError, "does not work with Key Account"):
            self._create_plan(user=self.manager, user_id=self.outsider.id)

    def test_counts_of_actions(self):
        plan = self._create_plan(state="submitted")
        self._create_action(plan, date_start=False, date_deadline="2020-01-01")
        self._create_action(plan, date_deadline="2099-01-01")
        self._create_action(plan, state="done")
        self.assertEqual((plan.action_count, plan.overdue_action_count), (2, 1))

    def test_queries_of_the_list_do_not_grow(self):
        plans = self._create_plans(50)
        fields = ["name", "progress", "overdue_action_count", "action_count", "is_mine"]

        def read(records):
            return lambda: records.with_user(self.kam).read(fields)

        read(plans)()
        few = self._count_queries(read(plans[:1]))
        self.assertLessEqual(self._count_queries(read(plans)), few + 1)

    def test_creating_many_plans_costs_little_more_than_one_each(self):
        self._create_plans(1)
        few = self._count_queries(lambda: self._create_plans(5))
        many = self._count_queries(lambda: self._create_plans(25))
        self.assertLess((many - few) / 20, 40)

    def test_search_my_plans(self):
        mine = self._create_plan()
        theirs = self._create_plan(user=self.manager, user_id=self.manager.id)
        plans = self.env["kam.plan"].with_user(self.kam).search([("is_mine", "=", True)])
        self.assertIn(mine, plans)
        self.assertNotIn(theirs, plans)
        others = self.env["kam.plan"].with_user(self.kam).search([("is_mine", "=", False)])
        self.assertIn(theirs, others)


class TestWorkflow(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._create_plan()

    def test_submitting_tells_the_approver(self):
        self.env.company.kam_escalation_user_id = self.manager
        self.plan.action_submit()
        self.env.cr.flush()
        self.assertEqual(self.plan.state, "submitted")
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.manager.partner_id.ids)], limit=1
        )
        self.assertIn(self.plan.name, message.body)
        self.assertNotIn(self.foreign.partner_id, message.partner_ids)

    def test_a_user_cannot_approve_through_any_door(self):
        self.plan.action_submit()
        for refused in (
            lambda: self.plan.with_user(self.kam).action_approve(),
            lambda: self.plan.with_user(self.kam).write({"state": "active"}),
            lambda: self._create_plan(state="active"),
            lambda: self.plan.with_user(self.kam)._send_back("no"),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_a_manager_approves_and_the_chatter_says_so(self):
        self.plan.action_submit()
        self.plan.with_user(self.manager).action_approve()
        self.assertEqual(self.plan.state, "active")
        self.assertIn(self.manager.name, self.plan.message_ids[0].body)

    def test_only_drafts_and_submitted_plans_are_approved(self):
        office = self.plan.with_user(self.manager)
        office.action_approve()
        office.action_close()
        with self.assertRaisesRegex(UserError, "Closed"):
            office.action_approve()
        self.assertEqual(self.plan.state, "closed")
        other = self._create_plans(1)
        other.action_cancel()
        with self.assertRaisesRegex(UserError, "Cancelled"):
            other.with_user(self.manager).action_approve()

    def test_sending_back_needs_a_reason_and_tells_it(self):
        self.plan.action_submit()
        action = self.plan.with_user(self.manager).action_send_back()
        form = Form(
            self.env[action["res_model"]].with_user(self.manager).with_context(action["context"])
        )
        with self.assertRaisesRegex(AssertionError, "reason"):
            form.save()
        form.reason = "The objectives are not measurable"
        form.save().action_send_back()
        self.assertEqual(self.plan.state, "draft")
        self.env.cr.flush()
        self.assertIn("not measurable", self.plan.message_ids[0].body)
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.kam.partner_id.ids), ("subject", "ilike", "sent back")]
        )
        self.assertIn("not measurable", message.body)
        self.assertEqual(message.res_id, self.plan.id)

    def test_only_one_active_plan_for_a_customer_and_company(self):
        self._activate(self.plan)
        rival = self._create_plan(name="Rival")
        with self.assertRaisesRegex(ValidationError, "already has the active plan .Acme 2026"):
            self._activate(rival)

    def test_the_database_itself_refuses_a_second_active_plan(self):
        self._activate(self.plan)
        rival = self._create_plan(name="Rival")
        self.env.flush_all()
        with self.assertRaisesRegex(Exception, "kam_plan_active_uniq"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE kam_plan SET state = 'active' WHERE id = %s", [rival.id])

    def test_closing_one_frees_the_place_for_the_next(self):
        self._activate(self.plan)
        rival = self._create_plan(name="Next")
        self.plan.with_user(self.kam).action_close()
        self._activate(rival)
        self.assertEqual((self.plan.state, rival.state), ("closed", "active"))

    def test_steps_that_do_not_follow_are_refused(self):
        with self.assertRaisesRegex(UserError, "Acme 2026.*Draft.*Closed"):
            self.plan.action_close()

    def test_cancelling_cancels_open_actions_with_their_activities(self):
        action = self._create_action(self.plan)
        self.plan.action_cancel()
        self.assertEqual(action.state, "cancelled")
        self.assertFalse(action.activity_id)
        self.plan.action_reopen()
        self.assertEqual(self.plan.state, "draft")

    def test_reopening_a_closed_plan_is_for_managers(self):
        self._activate(self.plan).action_close()
        with self.assertRaises(AccessError):
            self.plan.with_user(self.kam).action_reopen()
        self.plan.with_user(self.manager).action_reopen()
        self.assertEqual(self.plan.state, "active")

    def test_a_plan_in_force_is_not_deleted(self):
        self._activate(self.plan)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.plan.with_user(self.manager).unlink()

    def test_a_draft_goes_with_all_that_hangs_on_it(self):
        action = self._create_action(self.plan)
        activity = action.activity_id
        self.plan._record_scores()
        plan_id = self.plan.id
        self.plan.with_user(self.manager).unlink()
        self.assertFalse(action.exists() or activity.exists())
        self.assertFalse(
            self.env["kam.score"].search([("res_model", "=", "kam.plan"), ("res_id", "=", plan_id)])
        )
