from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import KamCommon


class TestReview(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._create_plan(state="submitted", next_review_date="2026-06-30")

    def _review(self, **values):
        return (
            self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id, **values})
        )

    @freeze_time("2026-03-02")
    def test_review_is_proposed_for_the_plans_date_and_team(self):
        review = self._review()
        self.assertEqual(review.date_planned, date(2026, 6, 30))
        self.assertEqual(review.user_ids, self.plan.access_user_ids)
        self.assertIn("Acme", review.name)

    def test_holding_moves_the_next_review_by_the_cadence(self):
        review = self._review(date_held="2026-07-02")
        review.action_hold()
        self.assertEqual(review.state, "held")
        self.assertEqual(self.plan.next_review_date, date(2026, 10, 2))

    def test_holding_keeps_the_scores_of_that_day(self):
        self._create_objective(self.plan)
        self._review().action_hold()
        self.assertIsNotNone(self.plan.get_score_explanation("progress")["date_before"])

    def test_a_cancelled_review_is_not_held(self):
        review = self._review()
        review.action_cancel()
        with self.assertRaisesRegex(UserError, "reopen it before"):
            review.action_hold()

    def test_customers_people_do_not_join_internal_reviews(self):
        with self.assertRaisesRegex(ValidationError, "Jane Buyer.*cannot take part"):
            self._review(contact_ids=[(6, 0, self.contact.ids)])

    def test_decision_becomes_an_action_once(self):
        review = self._review(kind="customer")
        decision = self.env["kam.review.decision"].create(
            {"review_id": review.id, "name": "Send samples", "user_id": self.kam.id}
        )
        decision.action_make_action()
        decision.action_make_action()
        action = self.plan.action_ids
        self.assertEqual((len(action), action.name), (1, "Send samples"))
        self.assertTrue(action.activity_id)
        self.assertEqual(action.decision_ids, decision)

    def test_decision_for_the_customer_has_no_activity_of_ours(self):
        decision = self.env["kam.review.decision"].create(
            {"review_id": self._review().id, "name": "Name a lead", "contact_id": self.contact.id}
        )
        decision.action_make_action()
        self.assertEqual(decision.action_id.contact_id, self.contact)
        self.assertFalse(decision.action_id.user_id or decision.action_id.activity_id)

    def test_meeting_and_review_move_together(self):
        self.kam.tz = "Europe/Brussels"
        review = self._review(date_planned="2026-07-01").with_context(tz=self.kam.tz)
        self._schedule_meeting(review)
        self.assertEqual(review.event_id.start, datetime(2026, 7, 1, 8, 0))
        review.date_planned = "2026-07-03"
        self.assertEqual(review.event_id.start, datetime(2026, 7, 3, 8, 0))
        review.event_id.write(
            {"start": datetime(2026, 7, 8, 9, 0), "stop": datetime(2026, 7, 8, 10, 0)}
        )
        self.assertEqual(review.date_planned, date(2026, 7, 8))

    def test_cancelling_takes_the_meeting_away(self):
        review = self._review()
        self._schedule_meeting(review)
        event = review.event_id
        review.action_cancel()
        self.assertFalse(event.exists())

    def test_meeting_of_a_team_plan_is_private(self):
        self.plan.confidentiality = "team"
        review = self._review()
        self._schedule_meeting(review)
        self.assertEqual(review.event_id.privacy, "private")
