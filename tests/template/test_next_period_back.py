"""The way back from a next period, and what stays in the old plan."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import NextPeriodCommon


class TestWayBack(NextPeriodCommon):
    def setUp(self):
        super().setUp()
        self.next = self._prepare_next(self.plan)
        self.before = self._snapshot(self.plan)
        self._approve(self.next)
        self.own = self._create_action(self.next, name="New here")

    def _check_as_before(self):
        self.env.flush_all()
        self.env.invalidate_all()
        state, progress, objectives, actions = self._snapshot(self.plan)
        self.assertAlmostEqual(progress, self.before[1])
        self.assertEqual((objectives, actions), self.before[2:])
        self.assertEqual(state, "active")

    def test_sending_back_undoes_the_approval(self):
        manager = self.next.with_user(self.manager)
        dialogue = Form.from_action(manager.env, manager.action_send_back())
        self.assertIn(f"{len(self.opened)} actions go back", dialogue.note)
        dialogue.reason = "Too early"
        dialogue.save().action_send_back()
        self.assertEqual(self.next.state, "draft")
        self._check_as_before()
        self.assertEqual(self.next.action_ids, self.own)
        self.assertTrue(self.own.is_open)

    def test_a_plan_sent_back_is_approved_again(self):
        self.next.with_user(self.manager)._send_back("Too early")
        self._approve(self.next)
        self.assertEqual(self.next.action_ids - self.own, self.opened)
        self.assertEqual(len(self.opened.continued_line_ids), len(self.opened))

    def test_cancelling_returns_the_work_before_it_cancels_its_own(self):
        self.next.with_user(self.manager).action_cancel()
        self._check_as_before()
        self.assertEqual(self.own.state, "cancelled")

    def test_a_member_cancels_and_a_manager_reopens(self):
        self.next.with_user(self.kam).action_cancel()
        self.assertEqual(self.plan.state, "closed")
        self.plan.with_user(self.manager).action_reopen()
        self._check_as_before()

    def test_a_member_of_the_new_team_only_returns_the_work(self):
        self.plan.confidentiality = "team"
        self.next.member_ids = [(0, 0, {"user_id": self.reader.id})]
        self.next.with_user(self.reader).action_cancel()
        self.assertEqual(self.opened.plan_id, self.plan)

    def test_reopening_the_old_plan_brings_the_open_work_back(self):
        done = self.opened[0]
        done.action_done()
        self.next.with_user(self.manager).action_close()
        self.plan.with_user(self.manager).action_reopen()
        self.assertEqual(done.plan_id, self.next)
        self.assertEqual((self.opened - done).plan_id, self.plan)
        self.assertEqual(done.continued_line_ids.plan_id, self.plan)

    def test_a_plan_that_was_closed_before_stays_closed(self):
        self.next.with_user(self.manager)._send_back("Once more")
        self.plan.with_user(self.manager).action_close()
        self._approve(self.next)
        self.next.with_user(self.manager)._send_back("Too early")
        self.assertEqual(self.plan.state, "closed")
        self.assertEqual(self.opened.plan_id, self.plan)

    def test_the_approval_is_undone_by_managers_only(self):
        with self.assertRaises(AccessError):
            self.next.with_user(self.kam).write({"state": "draft"})
        plain = self._activate(self._create_plans(1))
        with self.assertRaisesRegex(UserError, "cannot become Draft"):
            plain.with_user(self.manager).write({"state": "draft"})

    def test_work_that_moved_on_to_a_third_period_stays_there(self):
        third = self._prepare_next(self.next)
        self._approve(third)
        third.with_user(self.manager).action_close()
        self.plan.with_user(self.manager).action_reopen()
        self.assertEqual(set(self.opened.plan_id), {third})


class TestRecordOfThePast(NextPeriodCommon):
    """What stays in the old plan is nobody's to change."""

    def setUp(self):
        super().setUp()
        self.opened[0].write({"is_shared": True})
        self.next = self._prepare_next(self.plan)
        self._approve(self.next)
        self.line = self.opened[0].continued_line_ids

    def test_a_line_is_not_changed_reopened_or_deleted(self):
        for user in (self.kam, self.manager, self.admin):
            line = self.line.with_user(user)
            for attempt in (
                line.action_reopen,
                line.action_done,
                line.action_cancel,
                line.unlink,
                lambda line=line: line.write({"name": "Nothing of that"}),
                lambda line=line: line.write({"progress": 100.0}),
                lambda line=line: line.write({"plan_id": self.next.id, "objective_id": False}),
            ):
                with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "goes on in"):
                    attempt()

    def test_sharing_stays_and_can_be_taken_back(self):
        self.assertTrue(self.line.is_shared)
        self.line.with_user(self.kam).is_shared = False
        self.assertFalse(self.line.is_shared)

    def test_nobody_makes_such_a_line_by_hand(self):
        action = self._create_action(self.next)
        with self.assertRaisesRegex(UserError, "goes on in"):
            action.with_user(self.admin).write({"state": "continued"})
        for values in ({"state": "continued"}, {}):
            context = {} if values else {"default_state": "continued"}
            with self.assertRaisesRegex(UserError, "goes on in"):
                self.env["kam.action"].with_user(self.kam).with_context(**context).create(
                    {"plan_id": self.next.id, "name": "Forged", **values}
                )

    def test_the_kanban_shows_a_column_only_where_there_is_such_work(self):
        def columns(domain):
            groups = self.env["kam.action"].with_context(read_group_expand=True)
            groups = groups.formatted_read_group(domain, ["state"], ["__count"])
            return [group["state"] for group in groups]

        self.assertNotIn("continued", columns([("plan_id", "=", self.next.id)]))
        self.assertIn("done", columns([("plan_id", "=", self.next.id)]))
        self.assertIn("continued", columns([("plan_id", "=", self.plan.id)]))

    def test_erasing_a_person_reaches_the_line(self):
        self.line.sudo().contact_id = self.contact
        self.line.continued_action_id.sudo()._forget_person()
        self.assertFalse(self.line.contact_id)
        self.assertIn("erased", self.line.name)

    def test_a_colleague_who_lost_access_does_not_stop_the_move(self):
        late = self._create_action(self.next, user_id=self.mate.id)
        third = self._prepare_next(self.next)
        self.mate.group_ids -= self.env.ref("kam_planning.group_kam_user")
        self._approve(third)
        self.assertEqual(late.plan_id, third)
        # The work went to the account manager when the colleague lost the access.
        self.assertEqual(late.continued_line_ids.user_id, self.kam)

    def test_the_old_plan_can_still_be_deleted_once_it_is_void(self):
        self.next.with_user(self.manager).action_close()
        self.plan.with_user(self.manager).action_reopen()
        self.plan.with_user(self.manager).action_cancel()
        self.plan.with_user(self.manager).unlink()
        self.assertFalse(self.plan.exists())
