from datetime import date

from odoo.exceptions import UserError

from ..common.common import KamCommon


class TestActionActivity(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(
            state="submitted",
            member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})],
        )
        cls.action = cls._create_action(
            cls.plan, user_id=cls.mate.id, date_start="2026-01-10", date_deadline="2026-04-01"
        )

    def _all_activities(self, action=None):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "kam.action"), ("res_id", "=", (action or self.action).id)])
        )

    def test_an_open_action_has_exactly_one_activity(self):
        activity = self._all_activities()
        self.assertEqual(activity, self.action.activity_id)
        self.assertEqual(activity.user_id, self.mate)
        self.assertEqual(activity.date_deadline, date(2026, 4, 1))
        self.assertEqual(activity.summary, self.action.name)
        self.assertTrue(activity.active)

    def test_no_activity_without_an_assignee_of_ours(self):
        action = self._create_action(self.plan, user_id=False, contact_id=self.contact.id)
        self.assertFalse(self._all_activities(action))
        action.user_id = self.kam
        self.assertEqual(action.activity_id.user_id, self.kam)
        action.user_id = False
        self.assertFalse(self._all_activities(action))

    def test_ticking_the_activity_closes_the_action_with_its_feedback(self):
        self.action.activity_id.with_user(self.mate).action_feedback(feedback="They agreed")
        self.assertEqual(self.action.state, "done")
        self.assertEqual(self.action.feedback, "They agreed")
        self.assertEqual(self.action.progress, 100)
        self.assertTrue(self.action.date_done)

    def test_ticking_without_feedback(self):
        self.action.activity_id.with_user(self.mate).action_done()
        self.assertEqual(self.action.state, "done")

    def test_archiving_by_rpc_closes_the_action(self):
        self.action.activity_id.with_user(self.mate).write({"active": False})
        self.assertEqual(self.action.state, "done")

    def test_closing_the_action_completes_the_activity(self):
        activity = self.action.activity_id
        self.action.with_user(self.kam).action_done()
        self.assertFalse(activity.active)
        self.assertTrue(activity.date_done)

    def test_done_activities_stay_as_history(self):
        self.action.action_done()
        self.action.action_reopen()
        self.assertEqual(len(self._all_activities()), 2)
        self.assertEqual(len(self._all_activities().filtered("active")), 1)
        window = self.action.action_open_activity_history()
        activities = (
            self.env["mail.activity"].with_context(window["context"]).search(window["domain"])
        )
        self.assertEqual(activities, self._all_activities())

    def test_reopening_the_activity_reopens_the_action(self):
        activity = self.action.activity_id
        activity.action_feedback(feedback="done")
        activity.active = True
        self.assertEqual(self.action.state, "todo")
        self.assertEqual(self._all_activities(), activity)

    def test_changes_of_the_action_reach_the_activity(self):
        self.action.with_user(self.kam).write(
            {"name": "Renamed", "date_deadline": "2026-05-05", "user_id": self.kam.id}
        )
        activity = self._all_activities()
        self.assertEqual(activity.summary, "Renamed")
        self.assertEqual(activity.date_deadline, date(2026, 5, 5))
        self.assertEqual(activity.user_id, self.kam)

    def test_changes_of_the_activity_reach_the_action(self):
        self.action.activity_id.with_user(self.mate).write(
            {"summary": "Renamed", "date_deadline": "2026-05-05", "user_id": self.kam.id}
        )
        self.assertEqual(self.action.name, "Renamed")
        self.assertEqual(self.action.date_deadline, date(2026, 5, 5))
        self.assertEqual(self.action.user_id, self.kam)

    def test_an_earlier_deadline_takes_the_start_along(self):
        self.action.activity_id.date_deadline = "2026-01-05"
        self.assertEqual(self.action.date_start, date(2026, 1, 5))

    def test_cancelling_the_activity_cancels_the_action(self):
        self.action.activity_id.with_user(self.mate).unlink()
        self.assertEqual(self.action.state, "cancelled")
        self.assertFalse(self._all_activities())

    def test_cancelling_the_action_takes_the_activity_away(self):
        self.action.action_cancel()
        self.assertFalse(self._all_activities())

    def test_deleting_the_action_takes_the_activity_away(self):
        activity = self.action.activity_id
        self.action.with_user(self.kam).unlink()
        self.assertFalse(activity.exists())

    def test_deleting_history_leaves_the_action_done(self):
        self.action.action_done()
        self.action.activity_id.sudo().unlink()
        self.assertEqual(self.action.state, "done")

    def test_nobody_makes_a_second_activity_of_that_type(self):
        with self.assertRaisesRegex(UserError, "made by its action"):
            self.action.activity_schedule("kam_planning.mail_activity_type_action")

    def test_other_activities_on_an_action_do_not_touch_it(self):
        other = self.action.activity_schedule("mail.mail_activity_data_call", user_id=self.kam.id)
        other.date_deadline = "2026-09-09"
        self.assertEqual(self.action.date_deadline, date(2026, 4, 1))
        other.action_feedback()
        self.assertEqual(self.action.state, "todo")

    def test_the_new_assignee_is_told_once(self):
        self.env.cr.flush()
        actions = (
            self.env["kam.action"]
            .with_user(self.kam)
            .create(
                [
                    {"plan_id": self.plan.id, "name": f"Told {n}", "user_id": self.mate.id}
                    for n in range(5)
                ]
            )
        )
        self.env.cr.flush()
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", self.mate.partner_id.ids)], order="id desc", limit=1
        )
        self.assertIn("and 4 more for you", messages.subject)
        for action in actions:
            self.assertIn(action.name, messages.body)

    def test_a_mass_edit_costs_a_bounded_number_of_queries(self):
        def make(count):
            return (
                self.env["kam.action"]
                .with_user(self.kam)
                .create(
                    [
                        {"plan_id": self.plan.id, "name": f"Mass {n}", "user_id": self.kam.id}
                        for n in range(count)
                    ]
                )
            )

        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        few, many = make(20), make(200)
        values = {"user_id": self.mate.id, "date_deadline": "2099-12-01"}
        few.write(values)
        for change in (
            {"user_id": self.kam.id},
            {"date_deadline": "2099-11-01"},
            {"state": "done"},
        ):
            small = self._count_queries(lambda c=change: few.write(c))
            large = self._count_queries(lambda c=change: many.write(c))
            self.assertLess(large, small + 200, change)
        self.assertFalse(many.activity_id.filtered("active"))
