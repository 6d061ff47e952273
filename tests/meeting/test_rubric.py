"""What people think of a review: each for himself, and with the words that he rated by."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import PLANNED_ON, MeetingCommon


@freeze_time(PLANNED_ON)
class TestRubric(MeetingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criterion = cls.env.ref("kam_planning.review_criterion_value")
        with freeze_time(PLANNED_ON):
            cls.review.reviewer_ids = cls.reader

    def _rate(self, user, score, review=None, **values):
        review = review or self.review
        values = {"review_id": review.id, "criterion_id": self.criterion.id, **values}
        ratings = self.env["kam.review.rating"].with_user(user)
        return ratings.create({**values, "score": str(score), "reason": "Heard"})

    def _seen(self, user):
        self.env.invalidate_all()
        return self.env["kam.review.rating"].with_user(user).search([])

    def test_the_button_gives_one_line_for_each_criterion(self):
        action = self.review.with_user(self.reader).action_rate()
        own = self.env["kam.review.rating"].with_user(self.reader).search(action["domain"])
        self.assertEqual(own.criterion_id, self.env["kam.review.criterion"].search([]))
        self.assertEqual(own.user_id, self.reader)
        self.assertIn("4: The customer agreed", "".join(own.mapped("scale")))
        self.review.with_user(self.reader).action_rate()
        self.assertEqual(self._seen(self.reader), own)

    def test_the_account_manager_sees_the_others_once_he_rated(self):
        hers = self._rate(self.reader, 2)
        self.assertFalse(self._seen(self.kam))
        own = self._rate(self.kam, 4)
        self.assertEqual(self._seen(self.kam), own | hers)
        self.assertIn("Discuss", self.review.with_user(self.kam).rubric)
        self.assertIn(">3<", self.review.with_user(self.kam).rubric)

    def test_each_criterion_shows_its_own(self):
        other = self.env.ref("kam_planning.review_criterion_value").copy({"name": "Other"})
        hers = self._rate(self.reader, 2)
        hers_too = self._rate(self.reader, 1, criterion_id=other.id)
        own = self._rate(self.kam, 4, criterion_id=other.id)
        self.assertEqual(self._seen(self.kam), own | hers_too)
        self.assertNotIn(self.criterion.name, self.review.with_user(self.kam).rubric)
        for rating, is_revealed in ((hers, False), (hers_too, True)):
            self.assertEqual(rating.with_user(self.kam).sudo().is_revealed, is_revealed)
        hidden = self.env["kam.review.rating"].with_user(self.kam).sudo()
        self.assertEqual(hidden.search([("is_revealed", "=", False)]), hers)

    def test_a_score_that_showed_the_others_stays(self):
        own = self._rate(self.kam, 4)
        own.score = "3"
        self._rate(self.reader, 2)
        self.assertEqual(len(self._seen(self.kam)), 2)
        other = self.env.ref("kam_planning.review_criterion_value").copy({"name": "Other"})
        self._hold(self.review, "2026-06-01")
        for reopened in (False, True):
            if reopened:
                self.review.action_reopen()
            for change in (
                lambda: own.write({"score": "1"}),
                lambda: own.write({"score": False}),
                lambda: own.write({"criterion_id": other.id}),
                own.unlink,
            ):
                with self.assertRaisesRegex(UserError, "how others rated"):
                    change()
            own.write({"reason": "Heard more", "score": "3"})
        # The reader sees nobody's, so nothing sways her.
        hers = self.env["kam.review.rating"].search([("user_id", "=", self.reader.id)])
        hers.with_user(self.reader).score = "4"

    def test_or_once_it_was_held(self):
        hers = self._rate(self.reader, 2)
        self._hold(self.review, "2026-06-01")
        for user in (self.kam, self.manager):
            self.assertEqual(self._seen(user), hers)
            self.assertNotIn("Discuss", self.review.with_user(user).rubric)

    def test_nobody_else_sees_anything(self):
        hers, own = self._rate(self.reader, 2), self._rate(self.kam, 4)
        self._hold(self.review, "2026-06-01")
        self.assertEqual(self._seen(self.reader), hers)
        self.assertFalse(self._seen(self.mate))
        self.assertFalse(self.review.with_user(self.mate).rubric)
        found = self.env["kam.review"].with_user(self.mate)
        self.assertFalse(found.search([("kam_rating_ids.score", "=", "2")]))
        self.assertFalse(self._seen(self.foreign))
        for user in (self.outsider, self.portal):
            with self.assertRaises(AccessError):
                own.with_user(user).read(["score"])

    def test_each_writes_his_own(self):
        hers = self._rate(self.reader, 2)
        self._rate(self.kam, 3)
        for user in (self.kam, self.manager, self.admin, self.mate):
            with self.assertRaises(AccessError):
                hers.with_user(user).write({"score": "4"})
            with self.assertRaises(AccessError):
                hers.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self._rate(self.mate, 1, user_id=self.kam.id)
        with self.assertRaises(AccessError):
            hers.write({"user_id": self.mate.id})
        hers.write({"score": "3"})
        self.assertEqual(hers.anchor, "What both gain, in figures")

    def test_who_takes_no_part_does_not_rate(self):
        stranger = self._create_user("stranger", "group_kam_user")
        with self.assertRaisesRegex(AccessError, "add you to the participants"):
            self._rate(stranger, 1)

    def test_nobody_rates_twice(self):
        self._rate(self.reader, 2)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rate(self.reader, 3)

    def test_changed_words_are_a_new_version(self):
        hers = self._rate(self.reader, 3)
        criterion = self.criterion.with_user(self.admin)
        criterion.anchor_3 = "Measured gains"
        self.assertEqual((criterion.version, criterion.anchor_3), (2, "Measured gains"))
        self.assertEqual(hers.anchor, "What both gain, in figures")
        old = hers.criterion_id
        self.assertEqual((old.version, old.active, old.current_id), (1, False, self.criterion))
        self.assertEqual(self._rate(self.kam, 3).anchor, "Measured gains")
        self.assertIn("(version", self.review.with_user(self.kam).rubric)

    def test_words_that_nobody_rated_by_are_just_changed(self):
        self.criterion.with_user(self.admin).write({"anchor_1": "Only sales", "sequence": 9})
        self.assertEqual(self.criterion.version, 1)
        self.criterion.with_user(self.admin).anchor_1 = "Only sales"
        self.assertEqual(self.criterion.version, 1)

    def test_only_administrators_change_criteria(self):
        for user in (self.kam, self.manager):
            with self.assertRaises(AccessError):
                self.criterion.with_user(user).anchor_1 = "Other"

    def test_a_criterion_in_use_is_not_deleted(self):
        self._rate(self.reader, 3)
        with self.assertRaisesRegex(UserError, "is in use"):
            self.criterion.with_user(self.admin).unlink()

    def test_fifty_reviews_cost_as_many_queries_as_one(self):
        reviews = (
            self.env["kam.review"]
            .with_user(self.kam)
            .create([{"plan_id": self.plan.id, "date_planned": "2026-08-01"}] * 51)
        )
        for review in reviews:
            self._rate(self.kam, 3, review)
        one, many = self._compare_queries(lambda some: some.mapped("rubric"), reviews)
        self.assertLessEqual(many, one + 2)
