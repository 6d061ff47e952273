"""Ticking the monthly call makes the next one: once, in its rhythm, for whoever can do it."""

from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common.common import KamCommon


@freeze_time("2026-02-02 10:00:00")
class TestRecurrence(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(
            state="submitted",
            member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})],
        )
        cls.objective = cls._create_objective(cls.plan)
        cls.call = cls._create_action(
            cls.plan,
            name="Monthly call",
            user_id=cls.mate.id,
            role_id=cls.role_service.id,
            objective_id=cls.objective.id,
            contact_id=cls.contact.id,
            date_start="2026-01-30",
            date_deadline="2026-01-31",
            repeat_unit="month",
        )

    def _get_next(self, action):
        return self.env["kam.action"].search([("repeated_from_id", "=", action.id)])

    def _done(self, action, user=None):
        action.with_user(user or self.mate).action_done()
        return self._get_next(action)

    def test_the_next_one_is_as_the_former_one(self):
        following = self._done(self.call)
        self.assertEqual(len(following), 1)
        for name in ("name", "user_id", "role_id", "objective_id", "contact_id", "plan_id"):
            self.assertEqual(following[name], self.call[name], name)
        self.assertEqual(following.state, "todo")
        self.assertEqual(following.date_deadline, date(2026, 2, 28))
        self.assertEqual(following.date_start, date(2026, 2, 27))
        self.assertFalse(following.feedback)
        self.assertEqual(following.activity_id.user_id, self.mate)

    def test_a_series_that_is_shared_stays_shared(self):
        self.call.is_shared = True
        following = self._done(self.call)
        self.assertTrue(following.is_shared)
        following.is_shared = False
        self.assertFalse(self._done(following).is_shared)

    def test_the_day_of_the_month_is_kept(self):
        action, days = self.call, []
        for _month in range(4):
            action = self._done(action)
            days.append(str(action.date_deadline))
        self.assertEqual(days, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])

    def test_a_date_by_hand_is_the_rhythm_from_then_on(self):
        following = self._done(self.call)
        following.with_user(self.kam).date_deadline = "2026-03-05"
        self.assertEqual(self._done(following).date_deadline, date(2026, 4, 5))

    def test_missed_ones_are_passed_over(self):
        with freeze_time("2026-05-10 10:00:00"):
            self.assertEqual(self._done(self.call).date_deadline, date(2026, 5, 31))

    def test_the_series_ends_with_the_plan_and_says_so(self):
        self.call.write({"date_start": "2026-12-01", "date_deadline": "2026-12-15"})
        self.assertFalse(self._done(self.call))
        self.assertIn("Repeats no more", self.call.message_ids[0].body)

    def test_the_series_ends_on_its_last_day(self):
        self.call.repeat_until = "2026-02-28"
        following = self._done(self.call)
        self.assertEqual(following.date_deadline, date(2026, 2, 28))
        self.assertFalse(self._done(following))

    def test_cancelling_ends_the_series(self):
        self.call.with_user(self.kam).action_cancel()
        self.assertFalse(self._get_next(self.call))

    def test_what_does_not_repeat_makes_nothing(self):
        once = self._create_action(self.plan)
        self.assertFalse(self._done(once, self.kam))

    def test_ticked_twice_it_makes_one(self):
        following = self._done(self.call)
        self.call.with_user(self.mate).write({"state": "done"})
        self.assertEqual(self._get_next(self.call), following)
        other = self._create_action(self.plan).sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            other.repeated_from_id = self.call
            other.flush_recordset()

    def test_ticking_the_activity_makes_the_next_one(self):
        self.call.activity_id.with_user(self.mate).action_feedback(feedback="They agreed")
        self.assertEqual(self._get_next(self.call).date_deadline, date(2026, 2, 28))
        self.assertEqual(self.call.feedback, "They agreed")

    def test_taken_back_with_the_tick_while_nobody_touched_it(self):
        following = self._done(self.call)
        self.call.with_user(self.mate).action_reopen()
        self.assertFalse(following.exists())
        self.assertTrue(self._done(self.call))

    def test_what_somebody_touched_stays(self):
        changes = (
            {"name": "Another call"},
            {"date_deadline": "2026-03-01"},
            {"user_id": self.kam.id},
            {"state": "in_progress"},
        )
        for values in changes:
            with self.subTest(values=values):
                following = self._done(self.call)
                following.with_user(self.kam).write(values)
                self.call.with_user(self.kam).action_reopen()
                self.assertTrue(following.exists())
                self.assertFalse(self._done(self.call) - following, "no second one")
                self.call.with_user(self.kam).action_reopen()
                following.with_user(self.kam).unlink()

    def test_what_somebody_wrote_on_stays(self):
        following = self._done(self.call)
        following.with_user(self.kam).message_post(body="Ask for Jane", message_type="comment")
        self.call.with_user(self.kam).action_reopen()
        self.assertTrue(following.exists())

    def test_an_assignee_outside_the_team_gets_the_next_one(self):
        self.plan.confidentiality = "team"
        self.call.with_user(self.kam).write({"user_id": self.reader.id, "role_id": False})
        with self.assertRaises(AccessError):
            self.env["kam.action"].with_user(self.reader).create(
                {"plan_id": self.plan.id, "name": "No", "user_id": self.reader.id}
            )
        following = self._done(self.call, self.reader)
        self.assertEqual(following.user_id, self.reader)
        self.call.with_user(self.reader).action_reopen()
        self.assertFalse(following.exists())

    def test_who_may_only_read_makes_none(self):
        with self.assertRaises(AccessError):
            self.call.with_user(self.reader).action_done()
        self.assertFalse(self._get_next(self.call))

    def test_a_plan_that_is_over_repeats_nothing(self):
        self._activate(self.plan)
        self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._done(self.call))

    def test_a_draft_repeats_quietly(self):
        draft = self._create_plans(1)
        call = self._create_action(
            draft, date_start="2026-01-30", date_deadline="2026-01-31", repeat_unit="week"
        )
        following = self._done(call, self.kam)
        self.assertEqual(following.date_deadline, date(2026, 2, 7))
        self.assertFalse(following.activity_id)

    def test_a_row_of_the_past_that_is_done_makes_nothing(self):
        done = self._create_action(
            self.plan,
            date_start="2026-01-30",
            date_deadline="2026-01-31",
            repeat_unit="week",
            state="done",
        )
        self.assertFalse(self._get_next(done))

    def test_a_copied_plan_has_one_of_each_series(self):
        following = self._done(self._done(self.call))
        self.assertEqual(len(self.plan.action_ids), 3)
        copied = self.plan.with_user(self.kam).copy()
        self.assertEqual(len(copied.action_ids), 1)
        self.assertEqual(copied.action_ids.repeat_unit, "month")
        self.assertFalse(copied.action_ids.repeated_from_id)
        self.assertEqual(following.plan_id, self.plan)

    def test_the_series_goes_on_in_the_next_period(self):
        self._activate(self.plan)
        successor = self._prepare_next(self.plan)
        self._activate(successor)
        self.assertEqual(self.call.plan_id, successor)
        self.call.write({"date_start": "2026-12-30", "date_deadline": "2026-12-31"})
        following = self._done(self.call, self.kam)
        self.assertEqual(following.date_deadline, date(2027, 1, 31))
        line = self.plan.action_ids
        self.assertFalse(line.repeat_unit)

    def test_absurd_rhythms_are_refused(self):
        for every in (0, -1, 1001):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self.call.repeat_every = every
                self.env.flush_all()

    def test_queries_do_not_grow_with_the_series(self):
        counts = []
        for number in (1, 40):
            calls = (
                self.env["kam.action"]
                .with_user(self.kam)
                .create(
                    [
                        {
                            "plan_id": self.plan.id,
                            "name": f"Call {n}",
                            "user_id": self.mate.id,
                            "date_start": "2026-01-30",
                            "date_deadline": "2026-01-31",
                            "repeat_unit": "month",
                        }
                        for n in range(number)
                    ]
                )
            )
            self.env.cr.flush()
            counts.append(self._count_queries(calls.action_done))
        self.assertLess(counts[1], counts[0] + 25)
