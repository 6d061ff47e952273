"""A submitted plan is an activity of its approver, and of nobody else; who submitted it may
withdraw it.
"""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon


class ApprovalCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._create_user("boss", "group_kam_manager")
        cls.team = cls.env["crm.team"].create({"name": "Key", "user_id": cls.boss.id})
        cls.kam.sale_team_id = cls.team
        cls.type = cls.env.ref("kam_planning.mail_activity_type_approval")
        cls.plan = cls._create_plan(member_ids=[Command.create({"user_id": cls.mate.id})])

    def _approvals(self, plans=None, active=True):
        return (
            self.env["mail.activity"]
            .with_context(active_test=active)
            .search(
                [
                    ("res_model", "=", "kam.plan"),
                    ("res_id", "in", (plans or self.plan).ids),
                    ("activity_type_id", "=", self.type.id),
                ]
            )
        )

    def _messages(self, user, text):
        self.env.cr.flush()
        domain = [("notified_partner_ids", "in", user.partner_id.ids), ("subject", "ilike", text)]
        return self.env["mail.message"].search(domain)


@freeze_time(TODAY)
class TestApproval(ApprovalCommon):
    def test_one_activity_and_one_message_for_the_leader_of_the_sales_team(self):
        self.plan.action_submit()
        approval = self._approvals()
        self.assertEqual((approval.user_id, len(approval)), (self.boss, 1))
        self.assertEqual(str(approval.date_deadline), "2026-03-09")
        self.assertEqual(len(self._messages(self.boss, "Please approve")), 1)
        for user in (self.manager, self.admin, self.mate):
            self.assertFalse(self._messages(user, "Please approve"))
        self.assertFalse(self._messages(self.boss, "assigned"))

    def test_who_is_asked(self):
        self.kam.sale_team_id = False
        self.env.company.kam_escalation_user_id = self.manager
        self.plan.action_submit()
        self.assertEqual(self._approvals().user_id, self.manager)
        own = self._create_plan(user=self.manager)
        own.action_submit()
        self.assertNotEqual(self._approvals(own).user_id, self.manager)
        self.assertEqual(len(self._approvals(own)), 1)

    def test_where_nobody_else_may_approve_the_manager_asks_himself(self):
        self.env.ref("kam_planning.group_kam_manager").all_user_ids.filtered(
            lambda user: user != self.boss
        ).write({"active": False})
        own = self._create_plan(user=self.boss)
        own.action_submit()
        self.assertEqual(self._approvals(own).user_id, self.boss)

    def test_it_is_done_by_whoever_approves_or_sends_back(self):
        for step in ("action_approve", "_send_back"):
            plan = self._create_plans(1)
            plan.action_submit()
            arguments = ["Because"] if step == "_send_back" else []
            getattr(plan.with_user(self.manager), step)(*arguments)
            self.assertFalse(self._approvals(plan))
            done = self._approvals(plan, active=False)
            self.assertTrue(done.date_done and not done.active)
        plan.with_user(self.kam).action_submit()
        self.assertEqual(self._approvals(plan).user_id, self.boss)

    def test_it_goes_with_a_plan_that_is_cancelled_or_archived(self):
        self.plan.action_submit()
        self.plan.active = False
        self.assertFalse(self._approvals(active=False))
        self.plan.active = True
        self.assertEqual(self._approvals().user_id, self.boss)
        self.plan.action_cancel()
        self.assertFalse(self._approvals(active=False))

    def test_through_every_door(self):
        born = self._create_plan(state="submitted")
        self.plan.write({"state": "submitted"})
        self.assertEqual(len(self._approvals(born)), 1)
        self.assertEqual(len(self._approvals()), 1)
        self.assertEqual(born.submitted_by_id, self.kam)
        with self.assertRaises(AccessError):
            born.with_user(self.mate).sudo(False).write({"submitted_by_id": self.mate.id})

    def test_it_follows_an_approver_who_leaves_or_loses_the_right(self):
        self.plan.action_submit()
        for values in ({"active": False}, {"group_ids": [Command.unlink(0)]}):
            boss = self._create_user(f"boss{len(values)}{next(iter(values))}", "group_kam_manager")
            self.team.user_id = boss
            plan = self._create_plans(1)
            plan.action_submit()
            self.assertEqual(self._approvals(plan).user_id, boss)
            if "group_ids" in values:
                manager, user = (
                    self.env.ref(f"kam_planning.group_kam_{name}").id
                    for name in ("manager", "user")
                )
                values = {"group_ids": [Command.unlink(manager), Command.link(user)]}
            boss.write(values)
            approval = self._approvals(plan)
            self.assertEqual(len(approval), 1)
            self.assertNotEqual(approval.user_id, boss)
            self.assertTrue(approval.user_id.has_group("kam_planning.group_kam_manager"))

    def test_it_is_asked_for_again_when_it_was_ticked_or_deleted_without_a_decision(self):
        """Only a decision ends it; the daily job asks again, once, in the submitter's name."""
        plans = self._create_plans(3).with_user(self.kam)
        plans.action_submit()
        ticked, deleted, waiting = plans
        self._approvals(ticked).with_user(self.boss).action_done()
        self._approvals(deleted).with_user(self.boss).unlink()
        kept = self._approvals(waiting)
        before = self._messages(self.boss, "Please approve")
        for _run in range(2):
            with self.enter_registry_test_mode():
                self.env.ref("kam_planning.cron_hand_over").method_direct_trigger()
            self.assertEqual(self._approvals(waiting), kept)
            for plan in ticked + deleted:
                self.assertEqual(self._approvals(plan).user_id, self.boss)
                self.assertEqual(plan.sudo().submitted_by_id, self.kam)
        told = self._messages(self.boss, "2 more") + self._messages(self.boss, "1 more")
        self.assertFalse(self._messages(self.boss, "Please approve") - before)
        self.assertEqual(len(told), 2)
        self.assertNotIn("OdooBot", "".join(told.mapped("body")))

    def test_who_takes_over_the_plan_does_not_approve_it_himself(self):
        self.plan.action_submit()
        self.plan.with_user(self.manager).user_id = self.boss
        self.assertEqual(len(self._approvals()), 1)
        self.assertNotEqual(self._approvals().user_id, self.boss)

    def test_two_hundred_plans_cost_as_many_queries_for_each(self):
        few, many = self._create_plans(2), self._create_plans(40)
        few.action_submit()
        one = self._count_queries(self._create_plans(2).action_submit)
        all_of_them = self._count_queries(many.action_submit)
        self.assertLess(all_of_them - one, 40 * 8)
        self.assertEqual(len(self._approvals(many)), 40)
        self.assertEqual(len(self._messages(self.boss, "more for you")), 1)

    def test_what_is_not_submitted_or_draft_is_not_approved(self):
        self._activate(self.plan)
        self.plan.with_user(self.manager).action_close()
        with self.assertRaisesRegex(UserError, "only a draft or a submitted plan"):
            self.plan.with_user(self.manager).action_approve()


class TestWithdraw(ApprovalCommon):
    def setUp(self):
        super().setUp()
        self.plan.with_user(self.mate).action_submit()
        self.env.cr.flush()

    def _withdraw(self, user):
        self.plan.with_user(user).action_withdraw()

    def test_the_submitter_and_the_account_manager_withdraw(self):
        for user in (self.mate, self.kam):
            self.assertTrue(self.plan.with_user(user).may_withdraw)
            self._withdraw(user)
            self.assertEqual(self.plan.state, "draft")
            self.assertFalse(self._approvals(active=False))
            self.assertIn(user.name, self.plan.message_ids[0].body)
            self.env.cr.flush()
            self.plan.with_user(self.mate).action_submit()
        self.assertEqual(len(self._messages(self.boss, "withdrawn")), 2)
        self.assertFalse(self._messages(self.manager, "withdrawn"))

    def test_others_do_not(self):
        helper = self._create_user("helper", "group_kam_user")
        self.plan.with_user(self.kam).member_ids = [Command.create({"user_id": helper.id})]
        for user in (helper, self.reader, self.manager, self.outsider, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._withdraw(user)
        for step in (
            lambda: self.plan.with_user(helper).write({"state": "draft"}),
            lambda: self.plan.with_user(helper).action_reopen(),
        ):
            with self.assertRaisesRegex(AccessError, "withdrawn by mate"):
                step()
        self.assertEqual(self.plan.state, "submitted")

    def test_what_was_decided_is_not_withdrawn(self):
        self._activate(self.plan)
        with self.assertRaisesRegex(UserError, "Active: only a submitted plan"):
            self._withdraw(self.kam)

    def test_a_draft_stays_one(self):
        self._withdraw(self.kam)
        self._withdraw(self.kam)
        self.assertEqual(self.plan.state, "draft")

    def test_actions_are_quiet_again(self):
        action = self._create_action(self.plan)
        self.assertTrue(action.activity_id)
        self._withdraw(self.kam)
        self.assertFalse(action.activity_id)
        self.assertNotEqual(action.state, "cancelled")
