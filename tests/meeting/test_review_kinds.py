"""Kinds and cadences, roles, and what it takes to postpone or skip a review."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from ..tools.zones import AUCKLAND, LOS_ANGELES
from .common import PLANNED_ON, MeetingCommon


@freeze_time(PLANNED_ON)
class TestKinds(MeetingCommon):
    def test_the_board_is_among_ourselves(self):
        board = self._plan_review(kind="board", date_planned="2026-07-01")
        self.assertEqual(board.name, "Board review of Acme")
        with self.assertRaisesRegex(ValidationError, "Jane Buyer.*cannot take part"):
            board.contact_ids = self.contact

    def test_holding_plans_the_next_one_of_the_kind(self):
        """Every 6 months with the customer, every 3 among ourselves: held on 1 June."""
        self.light.customer_review_interval = 6
        self.review.write(
            {
                "kind": "customer",
                "contact_ids": [(6, 0, self.contact.ids)],
                "presenter_id": self.kam.id,
                "coach_id": self.manager.id,
            }
        )
        self._hold(self.review, "2026-06-01")
        planned = self.plan.review_ids.filtered(lambda review: review.state == "planned")
        days = {review.kind: review.date_planned for review in planned}
        self.assertEqual(days, {"customer": date(2026, 12, 1), "internal": date(2026, 9, 1)})
        self.assertEqual(self.plan.next_review_date, date(2026, 9, 1))
        following = planned.filtered(lambda review: review.kind == "customer")
        self.assertEqual(following.contact_ids, self.contact)
        ours = planned - following
        self.assertFalse(ours.contact_ids)
        for review in planned:
            self.assertEqual((review.presenter_id, review.coach_id), (self.kam, self.manager))
            self.assertLessEqual(self.kam | self.manager, review.user_ids)

    def test_the_template_comes_before_the_tier(self):
        tier = self.env["kam.tier"].create({"name": "Q", "customer_review_interval": 4})
        self.plan.sudo().tier_id = tier
        self.assertEqual(self.plan.customer_review_interval, 4)
        self.light.customer_review_interval = 6
        self.assertEqual(self.plan.customer_review_interval, 6)
        self.assertEqual(self.plan.board_review_interval, 0)

    def test_what_is_planned_already_is_not_planned_again(self):
        self.light.board_review_interval = 12
        board = self._plan_review(kind="board", date_planned="2026-06-01")
        later = self._plan_review(kind="board", date_planned="2026-08-01")
        self._hold(board, "2026-06-01")
        boards = self.plan.review_ids.filtered(lambda r: r.kind == "board" and r.state == "planned")
        self.assertEqual(boards, later)

    def _get_planned(self, plan=None):
        reviews = (plan or self.plan).review_ids.filtered(lambda review: review.state == "planned")
        return {(review.kind, str(review.date_planned)) for review in reviews}

    def test_without_a_cadence_of_its_own_the_plans_counts(self):
        self.light.customer_review_interval = 0
        self.review.write({"kind": "customer", "presenter_id": self.kam.id})
        self._hold(self.review, "2026-06-01")
        self.assertEqual(self._get_planned(), {("internal", "2026-09-01")})
        self.assertEqual(self.plan.next_review_date, date(2026, 9, 1))
        ours = self.plan.review_ids - self.review
        self.assertEqual((ours.presenter_id, ours.planned_on), (self.kam, date(2026, 6, 1)))

    def test_one_among_ourselves_follows_in_the_plans_cadence(self):
        self._hold(self.review, "2026-06-01")
        self.assertEqual(self._get_planned(), {("internal", "2026-09-01")})
        following = self.plan.review_ids - self.review
        # Held late, and with the customer between: what is planned already is not planned again.
        other = self._plan_review(kind="customer", date_planned="2026-08-01")
        self._hold(other, "2026-08-03")
        self.assertEqual(self._get_planned(), {("internal", "2026-09-01")})
        self._hold(following, "2026-09-04")
        self.assertEqual(self._get_planned(), {("internal", "2026-12-04")})

    def test_the_day_is_the_one_that_the_plan_reminds_of(self):
        with freeze_time("2026-06-01 12:00:00"):
            # The review of today is recorded, the next one dated, then an older one recorded.
            self.review.action_hold()
            self._skip(self.plan.review_ids - self.review)
            self.plan.with_user(self.kam).next_review_date = "2026-08-20"
            older = self._plan_review(date_planned="2026-06-01", date_held="2026-04-01")
            older.action_hold()
        (day,) = {day for _kind, day in self._get_planned()}
        self.assertEqual(day, str(self.plan.next_review_date))

    def _skip(self, reviews):
        reviews.write({"state": "cancelled", "move_reason": "No time"})

    def test_two_held_at_once_plan_one(self):
        other = self._plan_review(kind="customer", date_planned="2026-05-20")
        self._hold(self.review | other, "2026-06-01")
        self.assertEqual(self._get_planned(), {("internal", "2026-09-01")})

    def test_nothing_is_planned_after_the_end_of_the_plan(self):
        self.light.board_review_interval = 9
        self._hold(self._plan_review(kind="board", date_planned="2026-06-01"), "2026-06-02")
        self._hold(self.review, "2026-10-01")
        self.assertEqual(self.plan.date_end, date(2026, 12, 31))
        self.assertEqual(self._get_planned(), set())
        # It stays the day of which the plan reminds, should it be prolonged.
        self.assertEqual(self.plan.next_review_date, date(2027, 1, 1))

    def test_it_is_reminded_of_once(self):
        self._hold(self.review, "2026-06-01")
        self._run_job_on("2026-08-20")
        activities = self.plan.sudo().activity_ids
        self.assertEqual(activities.mapped("date_deadline"), [date(2026, 9, 1)])
        self.assertFalse(self.plan.review_ids.activity_ids)

    def test_no_cadence_below_nothing(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.light.with_user(self.admin).customer_review_interval = -1
            self.env.flush_all()

    def test_who_has_a_role_takes_part(self):
        self.review.write({"presenter_id": self.kam.id, "reviewer_ids": [(4, self.manager.id)]})
        self.assertLessEqual(self.kam | self.manager, self.review.user_ids)
        event = self._schedule_meeting(self.review)
        self.assertIn(self.manager.partner_id, event.partner_ids)
        self.review.coach_id = self.admin
        self.assertIn(self.admin.partner_id, event.partner_ids)
        found = self.env["kam.review"].search([("reviewer_ids", "in", self.manager.ids)])
        self.assertEqual(found, self.review)

    def test_a_role_is_for_who_works_with_accounts(self):
        for name in ("presenter_id", "coach_id"):
            with self.assertRaisesRegex(ValidationError, "does not work with Key Account"):
                self.review[name] = self.outsider

    def test_roles_come_along_with_the_next_one(self):
        self.light.board_review_interval = 6
        self.review.write({"kind": "board", "coach_id": self.mate.id})
        self._hold(self.review, "2026-06-01")
        following = self.plan.review_ids.filtered(lambda review: review.kind == "board")
        self.assertEqual((following - self.review).coach_id, self.mate)

    def test_a_role_is_taken_over(self):
        self.review.presenter_id = self.mate
        self.mate.active = False
        self.assertNotEqual(self.review.presenter_id, self.mate)

    def test_holding_fifty_costs_no_more_queries_each(self):
        plans = self._create_plans(51)
        self.light.customer_review_interval = 6
        reviews = (
            self.env["kam.review"]
            .with_user(self.kam)
            .create(
                [
                    {"plan_id": plan.id, "kind": "customer", "date_planned": "2026-06-01"}
                    | {"state": "held", "date_held": "2026-02-01"}
                    for plan in plans
                ]
            )
        )
        with freeze_time("2026-06-01 12:00:00"):
            one = self._count_queries(reviews[0]._plan_next)
            many = self._count_queries(reviews[1:]._plan_next)
        self.assertLessEqual(many, one + 6)


class TestMoving(MeetingCommon):
    def test_postponing_needs_a_reason(self):
        with freeze_time("2026-03-05"):
            for way in (
                {"date_planned": "2026-06-20"},
                {"date_planned": "2026-06-20", "move_reason": " "},
            ):
                with self.assertRaisesRegex(UserError, "June.*say why it is postponed|say why"):
                    self.review.write(way)
        self._postpone(self.review, "2026-03-05", "2026-06-20")
        move = self.review.move_ids
        self.assertEqual(
            (move.kind, move.date, move.date_from, move.date_to, move.reason, move.user_id),
            (
                "postponed",
                date(2026, 3, 5),
                date(2026, 6, 1),
                date(2026, 6, 20),
                "Ill",
                self.kam,
            ),
        )
        self.assertIn("Ill", "".join(self.review.message_ids.mapped("body")))

    def test_skipping_needs_a_reason(self):
        with freeze_time("2026-03-05"):
            with self.assertRaisesRegex(UserError, "say why it is skipped"):
                self.review.action_cancel()
            with self.assertRaisesRegex(UserError, "say why it is skipped"):
                self.review.unlink()
            self.review.write({"state": "cancelled", "move_reason": "Merger"})
        self.assertEqual(self.review.move_ids.kind, "skipped")

    def test_bringing_forward_and_reopening_are_kept_without_one(self):
        with freeze_time("2026-03-05"):
            self.review.date_planned = "2026-05-01"
            self.review.write({"state": "cancelled", "move_reason": "Merger"})
            self.review.action_reopen()
        self.assertEqual(
            self.review.move_ids.sorted("id").mapped("kind"), ["advanced", "skipped", "reopened"]
        )

    @freeze_time(PLANNED_ON)
    def test_a_mistake_of_today_needs_none(self):
        self.review.date_planned = "2026-07-01"
        self.review.action_cancel()
        self.assertFalse(self.review.move_ids)
        self.review.unlink()

    def test_a_mistake_is_one_of_the_day_of_its_company(self):
        """In the evening in Los Angeles it is tomorrow in Auckland, where the user is as well."""
        here, there = self.env.company, self.env["res.company"].create({"name": "Far"})
        here.partner_id.tz, there.partner_id.tz = LOS_ANGELES, AUCKLAND
        self.kam.company_ids |= there
        with freeze_time("2026-03-05 04:00:00"):
            far = (
                self.plan.with_user(self.kam)
                .with_company(there)
                .with_context(allowed_company_ids=(there | here).ids)
            )
            values = {"plan_id": self.plan.id, "date_planned": "2026-06-01"}
            review = far.env["kam.review"].create(values)
            self.assertEqual(review.planned_on, date(2026, 3, 4))
        with freeze_time("2026-03-05 12:00:00"), self.assertRaisesRegex(UserError, "why"):
            review.date_planned = "2026-06-08"

    def test_the_plans_own_date_is_no_way_round(self):
        with freeze_time("2026-03-05"), self.assertRaisesRegex(UserError, "say why"):
            self.plan.next_review_date = "2026-08-01"

    def test_closing_the_plan_needs_none(self):
        with freeze_time("2026-03-05"):
            self.plan.with_user(self.manager).action_close()
        move = self.review.move_ids
        self.assertEqual((move.kind, move.is_automatic), ("skipped", True))

    def test_deleting_the_plan_needs_none(self):
        draft = self._create_plans(1)
        with freeze_time(PLANNED_ON):
            self._plan_review(draft)
        with freeze_time("2026-03-05"):
            draft.with_user(self.manager).unlink()
        self.assertFalse(draft.exists())

    def test_moving_the_meeting_is_kept(self):
        with freeze_time(PLANNED_ON):
            event = self._schedule_meeting(self.review)
        with freeze_time("2026-03-05"):
            event.write({"start": "2026-06-08 08:00:00", "stop": "2026-06-08 09:00:00"})
        self.assertEqual(self.review.date_planned, date(2026, 6, 8))
        move = self.review.move_ids
        self.assertIn("calendar", move.reason)
        self.assertEqual((move.is_unexplained, move.is_automatic), (True, False))

    def _drag(self, event, today, day):
        with freeze_time(f"{today} 12:00:00"):
            event.write({"start": f"{day} 08:00:00", "stop": f"{day} 09:00:00"})
            self.env.flush_all()

    def test_the_reason_of_a_move_in_the_calendar_is_given_later(self):
        with freeze_time(PLANNED_ON):
            event = self._schedule_meeting(self.review)
        reviews = self.env["kam.review"].with_user(self.kam)
        unexplained = [("id", "=", self.review.id), ("is_move_unexplained", "=", True)]
        self._drag(event, "2026-03-05", "2026-06-08")
        self.assertTrue(self.review.is_move_unexplained)
        self.assertEqual(reviews.search(unexplained), self.review)
        planned = self.review._get_planned_days()
        action = self.review.with_user(self.mate).action_explain()
        with Form.from_action(self.review.with_user(self.mate).env, action) as form:
            form.reason = " "
        with self.assertRaisesRegex(UserError, "say why it was postponed"):
            form.record.action_apply()
        self.assertTrue(self.review.is_move_unexplained)
        form.record.reason = "Their fair"
        form.record.action_apply()
        self.assertFalse(self.review.is_move_unexplained)
        self.assertFalse(reviews.search(unexplained))
        self.assertEqual(self.review.move_ids.reason, "Their fair")
        self.assertIn("Their fair", "".join(self.review.message_ids.mapped("body")))
        # As punctual as before.
        self.assertEqual(self.review._get_planned_days(), planned)
        with self.assertRaises(AccessError):
            self.review.with_user(self.reader).action_explain()
        wizard = {"review_ids": self.review.ids, "step": "explain", "reason": "Not mine"}
        with self.assertRaises(AccessError):
            self.env["kam.review.postpone"].with_user(self.reader).create(wizard).action_apply()

    def test_what_is_dragged_back_needs_no_reason(self):
        with freeze_time(PLANNED_ON):
            event = self._schedule_meeting(self.review)
        self._drag(event, "2026-03-05", "2026-06-08")
        self._drag(event, "2026-03-05", "2026-06-03")
        self.assertTrue(self.review.is_move_unexplained)
        self._drag(event, "2026-03-06", "2026-06-01")
        self.assertFalse(self.review.is_move_unexplained)
        self._drag(event, "2026-03-06", "2026-05-25")
        self.assertFalse(self.review.is_move_unexplained)

    def test_the_dialogue_postpones_and_skips_several(self):
        with freeze_time(PLANNED_ON):
            other = self._plan_review(date_planned="2026-06-10")
        both = self.review | other
        with freeze_time("2026-03-05"):
            with Form.from_action(both.env, both.action_postpone()) as form:
                form.date_planned = "2026-06-05"
                form.reason = "Fair"
            with self.assertRaisesRegex(UserError, "later day"):
                form.record.action_apply()
            form.record.date_planned = "2026-06-20"
            form.record.action_apply()
            self.assertEqual(set(both.mapped("date_planned")), {date(2026, 6, 20)})
            with Form.from_action(both.env, both.action_skip()) as form:
                form.reason = "Merger"
            form.record.action_apply()
            self.assertEqual(set(both.mapped("state")), {"cancelled"})
            with self.assertRaisesRegex(UserError, "not planned any more"):
                form.record.action_apply()
        self.assertEqual(len(both.move_ids), 4)

    def test_who_may_not_write_the_review_is_refused(self):
        with freeze_time("2026-03-05"):
            hers = self.review.with_user(self.reader)
            for values in (
                {"state": "cancelled", "move_reason": "No"},
                {"date_planned": "2027-01-01"},
            ):
                with self.assertRaises(AccessError):
                    hers.write(values)
            with self.assertRaises(AccessError):
                hers.action_skip()

    def test_nobody_writes_the_moves(self):
        self._postpone(self.review, "2026-03-05", "2026-06-20")
        move = self.review.move_ids.with_user(self.manager)
        for way in (lambda: move.write({"reason": "Other"}), move.unlink):
            with self.assertRaises(AccessError):
                way()
        with self.assertRaises(AccessError):
            self.review.planned_on = "2025-01-01"

    def test_an_import_says_why(self):
        names = [".id", "date_planned", "move_reason"]
        row = [str(self.review.id), "2026-06-20"]
        with freeze_time("2026-03-05"):
            loaded = self.env["kam.review"].with_user(self.kam).load
            refused = loaded(names, [[*row, ""]])
            self.assertIn("say why", refused["messages"][0]["message"])
            self.assertFalse(loaded(names, [[*row, "Ill"]])["messages"])
        self.assertEqual(self.review.move_ids.reason, "Ill")

    def test_the_form_asks_why(self):
        with freeze_time("2026-03-05"), Form(self.review) as form:
            form.date_planned = "2026-06-20"
            self.assertTrue(form.is_postponing)
            form.move_reason = "Ill"
        self.assertEqual(self.review.move_ids.reason, "Ill")

    def test_moving_fifty_costs_as_many_queries_as_one(self):
        with freeze_time(PLANNED_ON):
            reviews = self._plan_review()
            for _number in range(50):
                reviews |= self._plan_review()
        with freeze_time("2026-03-05"):
            names = ["move_count", "punctuality", "move_ids", "is_postponing"]
            one, many = self._compare_queries(lambda some: some.read(names), reviews)
        self.assertEqual(one, many)
