"""A duplicate has what is planned, and nothing of what was reached, decided or said."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import KamCommon


class TestCopy(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-12-15"):
            cls.plan = cls._create_plan(
                template_id=cls.full.id,
                sponsor_id=cls.manager.id,
                confidentiality="team",
                member_ids=[
                    (0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id}),
                    (0, 0, {"contact_id": cls.contact.id}),
                ],
            )
        cls.plan = cls._activate(cls.plan)
        cls.plan.section_ids[0].content = "<p>Charter</p>"
        cls.first, cls.second, cls.third = cls.plan.action_ids[:3]
        cls.first.action_done()
        cls.second.action_start()
        cls.third.action_cancel()
        cls.second.user_id = cls.mate
        cls.plan.objective_ids[-1].action_drop()
        cls.plan.objective_ids[0].write(
            {"progress_mode": "manual", "progress_manual": 60, "progress_reason": "Seen"}
        )
        cls.target = cls.env["kam.target"].create(
            {
                "plan_id": cls.plan.id,
                "measure_id": cls.env.ref("kam_planning.measure_revenue").id,
                "objective_id": cls.plan.objective_ids[0].id,
                "date_start": "2026-01-01",
                "date_end": "2026-03-31",
                "target_value": 500,
            }
        )
        cls.review = cls.env["kam.review"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        cls.review.action_schedule_meeting()
        cls.plan.with_user(cls.kam).message_post(body="Said")
        cls.env.flush_all()

    def _names(self, records):
        return sorted(records.mapped("name"))

    def test_what_is_planned_comes_along(self):
        copied = self.plan.with_user(self.kam).copy()
        self.assertEqual(copied.name, f"{self.plan.name} (copy)")
        self.assertEqual(copied.state, "draft")
        self.assertEqual(copied.section_ids.mapped("name"), self.plan.section_ids.mapped("name"))
        self.assertIn("Charter", copied.section_ids[0].content)
        self.assertEqual(
            self._names(copied.objective_ids), self._names(self.plan.objective_ids[:-1])
        )
        self.assertEqual(
            self._names(copied.action_ids), self._names(self.plan.action_ids - self.third)
        )
        self.assertEqual(copied.access_user_ids, self.plan.access_user_ids)
        self.assertEqual(
            sorted(copied.member_ids.mapped("person_name")),
            sorted(self.plan.member_ids.mapped("person_name")),
        )
        self.assertEqual(
            (copied.user_id, copied.sponsor_id, copied.confidentiality),
            (self.kam, self.manager, "team"),
        )
        self.assertEqual(copied.template_id, self.full)

    def test_each_action_stands_below_the_copy_of_its_objective(self):
        copied = self.plan.with_user(self.kam).copy()
        for action in copied.action_ids:
            original = self.plan.action_ids.filtered(lambda a, n=action.name: a.name == n)
            kept = original.objective_id.filtered(lambda o: o.state != "dropped")
            self.assertEqual(action.objective_id.name, kept.name)
            self.assertLessEqual(action.objective_id, copied.objective_ids)

    def test_what_was_reached_stays_behind(self):
        copied = self.plan.with_user(self.kam).copy()
        self.assertEqual(set(copied.action_ids.mapped("state")), {"todo"})
        self.assertEqual(set(copied.objective_ids.mapped("state")), {"open"})
        self.assertFalse(any(copied.action_ids.mapped("date_done")))
        self.assertFalse(any(copied.action_ids.mapped("progress")))
        self.assertFalse(any(copied.objective_ids.mapped("progress")))
        self.assertFalse(copied.action_ids.activity_id)
        self.assertFalse(copied.review_ids or copied.activity_ids)
        self.assertFalse(copied.message_ids.filtered(lambda message: "Said" in message.body))
        self.assertFalse(copied.previous_plan_id or copied.next_plan_ids)
        second = copied.action_ids.filtered(lambda a: a.name == self.second.name)
        self.assertEqual(second.user_id, self.mate)

    def test_dates_and_targets_move_to_the_period_of_the_copy(self):
        deadlines = {action.name: action.date_deadline for action in self.plan.action_ids}
        copied = self.plan.with_user(self.kam).copy(
            {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        )
        self.assertEqual(copied.next_review_date, date(2027, 1 + copied.review_interval, 1))
        target = copied.target_ids
        self.assertEqual(
            (target.date_start, target.date_end), (date(2027, 1, 1), date(2027, 3, 31))
        )
        self.assertEqual(target.target_value, 500)
        self.assertIn(target.objective_id, copied.objective_ids)
        for action in copied.action_ids:
            old = deadlines[action.name]
            self.assertEqual(
                (action.date_deadline.year, action.date_deadline.month), (old.year + 1, old.month)
            )

    def test_the_original_is_left_alone(self):
        before = [self.plan.progress, self.plan.action_ids.ids, self.plan.target_ids.ids]
        self.plan.with_user(self.kam).copy()
        self.env.flush_all()
        after = [self.plan.progress, self.plan.action_ids.ids, self.plan.target_ids.ids]
        self.assertEqual(after, before)

    def test_a_continued_line_does_not_come_along(self):
        plain = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Beta", "is_company": True}).id
        )
        plain = self._activate(plain)
        self._create_action(plain, name="Goes on")
        successor = self._prepare_next(plain)
        self._activate(successor)
        self.assertEqual(plain.action_ids.state, "continued")
        self.assertFalse(plain.with_user(self.kam).copy().action_ids)

    def test_colleagues_who_left_are_not_taken_along(self):
        self.plan.with_user(self.manager).action_close()
        self.mate.sudo().active = False
        copied = self.plan.with_user(self.kam).copy()
        self.assertNotIn(self.mate, copied.member_ids.user_id | copied.access_user_ids)
        self.assertNotIn(self.mate, copied.action_ids.user_id)

    def test_submitted_it_has_activities_and_nothing_is_overdue(self):
        copied = self.plan.with_user(self.kam).copy()
        with freeze_time("2026-07-01"):
            copied.with_user(self.kam).action_submit()
            self.assertEqual(len(copied.action_ids.activity_id), len(copied.action_ids))
            self.assertFalse(copied.action_ids.filtered("is_overdue"))

    def test_who_may_not_read_it_copies_nothing(self):
        stranger = self._create_user("stranger", "group_kam_user")
        with self.assertRaises(AccessError):
            self.plan.with_user(stranger).copy()

    def test_a_name_that_was_given_stays(self):
        copied = self.plan.with_user(self.manager).copy({"name": "Scenario B"})
        self.assertEqual(copied.name, "Scenario B")
        again = copied.with_user(self.manager).copy()
        self.assertEqual(again.name, "Scenario B (copy)")
