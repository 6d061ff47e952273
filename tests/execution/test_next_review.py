"""The plan's next review is the next one planned, in whatever order things happen."""

import importlib.util
from datetime import date
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common.common import KamCommon

FOLDER = Path(__file__).parents[2] / "kam_planning" / "migrations" / "19.0.1.4.0"


def load_migration(name):
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@freeze_time("2026-03-02")
class TestNextReview(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._activate(self._create_plan(next_review_date="2026-06-30"))

    def _review(self, day=None, **values):
        if day:
            values["date_planned"] = day
        reviews = self.env["kam.review"].with_user(self.kam)
        return reviews.create({"plan_id": self.plan.id, **values})

    def _assert_next(self, month, day, year=2026):
        self.assertEqual(self.plan.next_review_date, date(year, month, day))

    def test_recording_a_review_says_when_the_next_one_is(self):
        self._review("2026-05-11")
        self._assert_next(5, 11)
        self._review("2026-09-15", kind="customer")
        self._assert_next(5, 11)
        self._review("2026-04-20")
        self._assert_next(4, 20)

    def test_moving_the_review_moves_the_plans_day(self):
        first, second = self._review("2026-05-11"), self._review("2026-06-11")
        first.date_planned = "2026-07-01"
        self._assert_next(6, 11)
        second.date_planned = "2026-08-01"
        self._assert_next(7, 1)

    def test_moving_the_plans_day_moves_the_review(self):
        first, second = self._review("2026-05-11"), self._review("2026-06-11")
        self.plan.with_user(self.kam).next_review_date = "2026-05-20"
        self.assertEqual(first.date_planned, date(2026, 5, 20))
        self.assertEqual(second.date_planned, date(2026, 6, 11))
        self._assert_next(5, 20)

    def test_the_plans_day_cannot_pass_another_review(self):
        self._review("2026-05-11")
        self._review("2026-06-11", name="Half-year")
        with self.assertRaisesRegex(UserError, "“Half-year” is planned"):
            self.plan.with_user(self.kam).next_review_date = "2026-06-12"
        self._assert_next(5, 11)

    def test_the_plans_day_cannot_go_while_a_review_is_planned(self):
        self._review("2026-05-11", name="Spring")
        with self.assertRaisesRegex(UserError, "“Spring” is planned.*Cancel that review"):
            self.plan.with_user(self.kam).next_review_date = False

    def test_the_day_is_typed_while_no_review_is_planned(self):
        self.plan.with_user(self.kam).next_review_date = "2026-08-03"
        self._assert_next(8, 3)

    def test_holding_leads_to_the_next_one_planned_else_to_the_cadence(self):
        first, second = self._review("2026-05-11"), self._review("2026-06-11")
        first.write({"date_held": "2026-05-12"})
        first.action_hold()
        self._assert_next(6, 11)
        second.write({"date_held": "2026-06-10"})
        second.action_hold()
        # Three months after 10 June.
        self._assert_next(9, 10)

    def test_holding_through_any_door_counts(self):
        review = self._review("2026-05-11")
        review.write({"state": "held"})
        self.assertEqual(review.date_held, date(2026, 3, 2))
        self._assert_next(6, 2)
        self.assertIsNotNone(self.plan.get_score_explanation("progress")["date_before"])

    def test_an_older_review_recorded_later_moves_nothing_back(self):
        self._review(state="held", date_held="2026-03-01")
        self._assert_next(6, 1)
        self.plan.with_user(self.kam).next_review_date = "2026-06-15"
        self._review(state="held", date_held="2026-01-20")
        self._assert_next(6, 15)

    def test_reopening_plans_the_review_again(self):
        review = self._review("2026-05-11")
        review.write({"date_held": "2026-03-02"})
        review.action_hold()
        self._assert_next(6, 2)
        review.action_reopen()
        self._assert_next(5, 11)

    def test_what_is_cancelled_or_deleted_leaves_the_next_day_of_the_cadence(self):
        # Every three months from 1 January; today is 2 March.
        for remove in ("action_cancel", "unlink"):
            with self.subTest(remove=remove):
                other, review = self._review("2026-09-11"), self._review("2026-05-11")
                getattr(review, remove)()
                self._assert_next(9, 11)
                getattr(other, remove)()
                self._assert_next(4, 1)

    def test_a_corrected_day_of_a_held_review_counts(self):
        review = self._review(state="held", date_held="2026-02-20")
        self._assert_next(5, 20)
        review.date_held = "2026-02-10"
        self._assert_next(5, 10)

    def test_minutes_move_nothing(self):
        review = self._review(state="held", date_held="2026-02-20")
        self.plan.with_user(self.kam).next_review_date = "2026-06-15"
        review.minutes = "<p>Said</p>"
        self._assert_next(6, 15)

    def test_a_review_that_changes_its_plan_counts_in_the_other(self):
        review = self._review("2026-05-11")
        other = self._create_plans(1)
        review.plan_id = other
        self.assertEqual(other.next_review_date, date(2026, 5, 11))
        self._assert_next(4, 1)

    def test_reminders_follow_the_day_of_the_review(self):
        review = self._review("2026-03-10")
        self._run_job_on("2026-03-02")
        self.assertTrue(self.plan.sudo().activity_ids)
        review.date_planned = "2026-05-11"
        self.assertFalse(self.plan.sudo().activity_ids)
        self.assertFalse(self.plan.review_reminded_date)

    def test_a_reminder_stays_when_another_review_was_held(self):
        self._review("2026-03-10")
        self._run_job_on("2026-03-02")
        self._review("2026-03-12", date_held="2026-03-02").action_hold()
        self._assert_next(3, 10)
        self.assertTrue(self.plan.sudo().activity_ids)

    def test_queries_do_not_grow_with_reviews_and_plans(self):
        def count(number):
            plans = self._create_plans(number)
            reviews = self.env["kam.review"].with_user(self.kam)
            reviews = reviews.create([{"plan_id": plan.id} for plan in plans])
            return self._count_queries(lambda: reviews.write({"date_planned": "2026-05-11"}))

        count(1)
        few, many = count(2), count(50)
        self.assertLessEqual(many, few + 4)

    def test_upgrade(self):
        self._review("2026-09-11")
        self._review("2026-05-11")
        other = self._create_plans(1, next_review_date="2026-08-03")
        self.env.flush_all()
        self.env.cr.execute("UPDATE kam_plan SET next_review_date = '2026-06-30'")
        self.env.invalidate_all()
        load_migration("post-reviews").migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        self._assert_next(5, 11)
        self.assertEqual(other.next_review_date, date(2026, 6, 30))

    def test_who_may_not_write_the_plan_plans_no_review(self):
        with self.assertRaises(UserError):
            self.env["kam.review"].with_user(self.reader).create({"plan_id": self.plan.id})
        self._assert_next(6, 30)
