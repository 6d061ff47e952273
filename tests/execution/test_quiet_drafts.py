"""Before a plan is submitted nobody is told, held to or reminded of anything in it; and what is
put into force late has nothing overdue at birth.
"""

from datetime import date

from odoo.tests import Form, freeze_time

from ..common.common import KamCommon

MIDDLE = "2026-07-01"


class QuietCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.plan = cls._create_plan(
            member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})]
        )

    def _activities(self, actions):
        domain = [("res_model", "=", "kam.action"), ("res_id", "in", actions.ids)]
        return self.env["mail.activity"].with_context(active_test=False).search(domain)

    def _told(self, user):
        """What a user was told of actions, objectives and reviews."""
        self.env.cr.flush()
        notifications = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        return notifications.mail_message_id

    def _late_actions(self, count=2):
        return self.env["kam.action"].concat(
            *(
                self._create_action(
                    self.plan,
                    name=f"Late {number}",
                    user_id=self.mate.id,
                    date_start="2026-01-02",
                    date_deadline="2026-02-01",
                )
                for number in range(count)
            )
        )


class TestQuietDraft(QuietCommon):
    def test_actions_of_a_draft_have_no_activity_and_nobody_is_told(self):
        self.env.cr.flush()
        before = self._told(self.mate)
        actions = self._late_actions()
        self._create_objective(self.plan, user_id=self.mate.id)
        actions[0].user_id = self.reader
        actions[0].user_id = self.mate
        self.assertFalse(self._activities(actions))
        self.assertEqual(self._told(self.mate), before)
        self.assertFalse(self._told(self.reader))

    def test_the_submission_brings_each_one_activity_and_one_message(self):
        actions = self._late_actions()
        self._create_objective(self.plan, user_id=self.mate.id)
        done = self._create_action(self.plan, user_id=self.mate.id, state="done")
        nobody = self._create_action(self.plan, user_id=False)
        before = self._told(self.mate)
        self.plan.with_user(self.kam).action_submit()
        self.assertEqual(len(self._activities(actions)), 2)
        self.assertEqual(actions.activity_id.user_id, self.mate)
        self.assertFalse(self._activities(done | nobody))
        news = self._told(self.mate) - before
        self.assertEqual(len(news), 1)
        for name in ("Late 0", "Late 1", "Grow"):
            self.assertIn(name, news.body)

    def test_sent_back_they_go_quietly_and_come_again(self):
        actions = self._late_actions()
        self.plan.with_user(self.kam).action_submit()
        self._told(self.mate)
        before = self._told(self.mate)
        self.plan.with_user(self.manager)._send_back("No figures")
        self.assertFalse(self._activities(actions))
        self.assertEqual(actions.mapped("state"), ["todo", "todo"])
        self.assertEqual(self._told(self.mate), before)
        self.plan.with_user(self.kam).action_submit()
        self.assertEqual(len(self._activities(actions)), 2)
        self.assertEqual(self._activities(actions), actions.activity_id)

    def test_every_door_of_the_state_does_the_same(self):
        actions = self._late_actions()
        doors = [
            lambda: self.plan.with_user(self.kam).write({"state": "submitted"}),
            lambda: self.plan.with_user(self.manager).action_approve(),
        ]
        for door in doors:
            door()
            self.assertEqual(len(self._activities(actions)), 2)
            self.assertEqual(actions.mapped("is_under_way"), [True, True])
        self.plan.with_user(self.manager).write({"state": "cancelled"})
        self.assertFalse(self._activities(actions.filtered("is_open")))

    def test_work_that_enters_and_leaves_a_draft(self):
        partner = self.env["res.partner"].create({"name": "Running", "is_company": True})
        running = self._activate(self._create_plan(partner_id=partner.id))
        action = self._create_action(running, user_id=self.kam.id)
        self.assertTrue(action.activity_id)
        action.with_user(self.kam).plan_id = self.plan
        self.assertFalse(self._activities(action))
        self.assertTrue(action.is_open)
        action.with_user(self.kam).plan_id = running
        self.assertEqual(self._activities(action), action.activity_id)
        self.assertEqual(len(action.activity_id), 1)

    def test_nothing_in_a_draft_is_overdue(self):
        actions = self._late_actions()
        overdue = [("plan_id", "=", self.plan.id), ("is_overdue", "=", True)]
        mine = self.env["kam.action"].with_user(self.mate)
        with freeze_time(MIDDLE):
            self.assertFalse(mine.search(overdue))
            self.assertEqual(actions.mapped("is_overdue"), [False, False])
            self.assertEqual(self.plan.with_user(self.kam).overdue_action_count, 0)
        self._run_job_on(MIDDLE)
        self.assertFalse(self.plan.activity_ids)
        with freeze_time(MIDDLE):
            self.plan.with_user(self.kam).action_submit()
            self.assertEqual(mine.search(overdue), actions)
            self.assertEqual(actions.mapped("is_overdue"), [True, True])

    def test_a_draft_for_a_colleague_tells_of_the_plan_alone(self):
        partner = self.env["res.partner"].create({"name": "New", "is_company": True})
        plan = self._create_plan(
            self.manager, partner_id=partner.id, user_id=self.mate.id, template_id=self.full.id
        )
        self.assertTrue(plan.action_ids and plan.objective_ids)
        news = self._told(self.mate).filtered(lambda m: m.res_id == plan.id)
        self.assertEqual(news.model, "kam.plan")
        self.assertEqual(len(news), 1)
        self.assertFalse(self._activities(plan.action_ids))

    def test_a_deleted_activity_does_not_come_back_in_a_draft(self):
        actions = self._late_actions()
        self.plan.with_user(self.kam).action_submit()
        activities = actions.activity_id
        self.plan.with_user(self.manager)._send_back("No figures")
        activities.exists().sudo().unlink()
        self.assertFalse(self._activities(actions))

    def test_queries_do_not_grow_with_the_actions(self):
        self._late_actions(1)
        one = self._count_queries(self.plan.with_user(self.kam).action_submit)
        self.plan.with_user(self.manager)._send_back("Again")
        self._late_actions(50)
        many = self._count_queries(self.plan.with_user(self.kam).action_submit)
        # Rows of new records go in portions, one of which is one query.
        self.assertLessEqual(many, one + 8)


class TestBeginsLate(KamCommon):
    """A plan of 2026 that is submitted or approved on 1 July."""

    def _make(self, **values):
        with freeze_time("2025-12-10"):
            return self._create_plan(template_id=self.full.id, **values)

    def test_the_template_s_dates_count_from_the_day_of_the_approval(self):
        plan = self._make()
        lines = {line.name: line for line in self.full.action_ids}
        typed = plan.action_ids[0]
        typed.with_user(self.kam).date_deadline = "2026-02-02"
        with freeze_time(MIDDLE):
            self._activate(plan)
        for action in plan.action_ids - typed:
            line = lines[action.name]
            if line.due_days >= 181:
                continue
            expected = date(2026, 7, 1).toordinal() + line.due_days
            expected = min(date.fromordinal(expected), date(2026, 12, 31))
            self.assertEqual(action.date_deadline, expected, action.name)
            self.assertLessEqual(action.date_start, action.date_deadline)
            self.assertEqual(action.activity_id.date_deadline, expected)
        self.assertEqual(typed.date_deadline, date(2026, 2, 2), "what a person typed stays")
        with freeze_time(MIDDLE):
            self.assertEqual(plan.action_ids.filtered("is_overdue"), typed)
            for objective in plan.objective_ids:
                self.assertGreaterEqual(objective.date_deadline, date(2026, 7, 1))

    def test_they_count_again_from_the_approval_and_then_no_more(self):
        plan = self._make()
        first = plan.action_ids.filtered(lambda a: a.date_deadline == date(2026, 1, 15))[:1]
        self.assertTrue(first, "due 14 days after the start")
        with freeze_time("2026-03-01"):
            plan.with_user(self.kam).action_submit()
        self.assertEqual(first.date_deadline, date(2026, 3, 15))
        with freeze_time(MIDDLE):
            self._activate(plan)
        self.assertEqual(first.date_deadline, date(2026, 7, 15))
        with freeze_time("2026-09-01"):
            plan.with_user(self.manager).action_close()
            plan.with_user(self.manager).action_reopen()
        self.assertEqual(first.date_deadline, date(2026, 7, 15))

    def test_a_plan_that_begins_in_time_is_left_alone(self):
        plan = self._make()
        before = plan.action_ids.mapped("date_deadline")
        with freeze_time("2026-01-01"):
            self._activate(plan)
        self.assertEqual(plan.action_ids.mapped("date_deadline"), before)
        self.assertEqual(plan.next_review_date, date(2026, 4, 1))

    def test_the_first_review_lies_ahead(self):
        plan = self._make(review_interval=3)
        self.assertEqual(plan.next_review_date, date(2026, 4, 1))
        with freeze_time(MIDDLE):
            plan.with_user(self.kam).action_submit()
            self.assertEqual(plan.next_review_date, date(2026, 4, 1))
            self._activate(plan)
        self.assertEqual(plan.next_review_date, date(2026, 10, 1))

    def test_a_review_that_a_person_dated_stays(self):
        plan = self._make(next_review_date="2026-05-05")
        with freeze_time(MIDDLE):
            self._activate(plan)
        self.assertEqual(plan.next_review_date, date(2026, 5, 5))

    def test_the_proposed_review_follows_the_period_of_a_draft(self):
        plan = self._make(review_interval=3)
        with Form(plan.with_user(self.kam)) as form:
            form.date_start = "2026-02-01"
        self.assertEqual(plan.next_review_date, date(2026, 5, 1))
        plan.with_user(self.kam).review_interval = 6
        self.assertEqual(plan.next_review_date, date(2026, 8, 1))
        plan.with_user(self.kam).next_review_date = "2026-06-06"
        plan.with_user(self.kam).review_interval = 3
        self.assertEqual(plan.next_review_date, date(2026, 6, 6))

    def test_born_in_force(self):
        with freeze_time(MIDDLE):
            plan = self._create_plan(self.manager, template_id=self.full.id, state="active")
            self.assertFalse(plan.action_ids.filtered("is_overdue"))
        self.assertEqual(plan.next_review_date, date(2026, 10, 1))

    def test_imported_history_keeps_its_dates(self):
        with freeze_time(MIDDLE):
            plan = self._create_plan(
                self.manager,
                state="active",
                next_review_date="2026-05-05",
                action_ids=[
                    (0, 0, {"name": "Old", "date_start": False, "date_deadline": "2026-02-01"})
                ],
            )
        self.assertEqual(plan.next_review_date, date(2026, 5, 5))
        self.assertEqual(plan.action_ids.date_deadline, date(2026, 2, 1))

    def test_nobody_writes_from_where_the_days_are_counted(self):
        plan = self._make()
        with self.assertRaisesRegex(Exception, "kept by the system"):
            plan.action_ids[:1].with_user(self.kam).counted_from = "2026-01-02"
