"""Rounds of the survey: who is asked, who answers, and what it comes to."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import SurveyCommon

TYPE = "kam_planning.mail_activity_type_survey"


class TestSurvey(SurveyCommon):
    def _reminded(self, survey_round):
        return survey_round.sudo().activity_ids.user_id

    # asking

    def test_a_round_asks_the_eight_questions_and_reminds_each_of_the_team(self):
        self.plan.with_user(self.kam).action_open_survey()
        self.env.invalidate_all()
        one = self.plan.with_user(self.kam).open_survey_id
        self.assertEqual(one.date, self.today)
        self.assertEqual(one.date_deadline, self.today + timedelta(days=21))
        self.assertEqual(len(one.line_ids), 8)
        self.assertEqual(one.line_ids.mapped("name"), self.questions.mapped("name"))
        self.assertTrue(all(line.low and line.high for line in one.line_ids))
        activities = one.sudo().activity_ids
        self.assertEqual(activities.user_id, self.kam | self.mate | self.manager)
        self.assertEqual(len(activities), 3)
        self.assertEqual(activities.activity_type_id, self.env.ref(TYPE))
        self.assertEqual(set(activities.mapped("date_deadline")), {one.date_deadline})
        with self._refused(UserError, "is open already"):
            self.plan.with_user(self.kam).action_open_survey()

    def test_two_rounds_are_not_open_at_once(self):
        self._open()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._open()

    def test_no_round_is_opened_in_a_plan_that_is_over(self):
        self.plan.with_user(self.manager).action_close()
        with self._refused(UserError, "is over"):
            self._open()

    def test_reminders_move_with_the_day_and_end_with_the_answer(self):
        one = self._open()
        one.date_deadline = self.today + timedelta(days=5)
        days = one.sudo().activity_ids.mapped("date_deadline")
        self.assertEqual(set(days), {self.today + timedelta(days=5)})
        self._answer(one, self.mate, [4])
        self.assertEqual(self._reminded(one), self.kam | self.manager)
        self._answer(one, self.kam, [4], self.contact)
        self.assertEqual(self._reminded(one), self.kam | self.manager)
        one.action_close()
        self.assertFalse(one.sudo().activity_ids)

    def test_a_due_day_before_the_round_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._open(date_deadline=self.today - timedelta(days=1))

    def test_what_waits_for_whom(self):
        one = self._open()
        rounds = self.env["kam.survey.round"]
        for user, waits in ((self.kam, one), (self.reader, rounds), (self.mate, one)):
            mine = rounds.with_user(user)
            self.assertEqual(mine.search([("is_waiting", "=", True)]), waits)
            self.assertEqual(one.with_user(user).is_waiting, bool(waits))
        self._answer(one, self.mate, [3])
        self.env.invalidate_all()
        self.assertFalse(rounds.with_user(self.mate).search([("is_waiting", "=", True)]))
        self.assertFalse(one.with_user(self.mate).is_waiting)
        tile = self.env["kam.plan"].with_user(self.kam)._prepare_surveys_today()
        self.assertEqual(rounds.with_user(self.kam).search_count(tile["domain"]), 1)

    # words

    def test_rounds_keep_the_words_that_they_were_asked_in(self):
        self.env["res.lang"]._activate_lang("de_DE")
        question = self.questions[0]
        question.with_context(lang="de_DE").name = "Ziele sind bekannt"
        words = question.name
        one = self._open(self.kam)
        answer = self._answer(one, self.kam, [4])[0]
        question.with_user(self.admin).name = "Something else"
        self.assertEqual(question.version, 2)
        line = one.line_ids[0]
        self.assertEqual((line.name, line.version), (words, 1))
        self.assertEqual(line.with_context(lang="de_DE").name, "Ziele sind bekannt")
        self.assertEqual(answer.asked, words)
        one.action_close()
        later = self._open(date=self.today + timedelta(days=1))
        self.assertEqual((later.line_ids[0].name, later.line_ids[0].version), ("Something else", 2))

    def test_words_that_nobody_was_asked_are_no_version(self):
        question = self.questions[0].with_user(self.admin)
        question.name = "First try"
        question.sequence = 99
        self.assertEqual(question.version, 1)
        self._open()
        question.high = "Second try"
        question.high = "Third try"
        self.assertEqual(question.version, 2)

    def test_questions_are_the_administrators(self):
        with self.assertRaises(AccessError):
            self.questions[0].with_user(self.manager).name = "Mine"
        new = self.env["kam.survey.question"].with_user(self.admin)
        new = new.create({"name": "Ninth", "low": "Bad", "high": "Good"})
        new.unlink()
        self._open()
        with self._refused(UserError, "archive it"):
            self.questions[0].with_user(self.admin).unlink()

    # answering

    def test_each_person_answers_once(self):
        one = self._open()
        mine = self._answer(one, self.kam, [4, 5])
        self.assertEqual(mine.mapped("side"), ["ours", "ours"])
        self.assertEqual(mine.user_id, self.kam)
        theirs = self._answer(one, self.kam, [2], self.contact)
        self.assertEqual((theirs.side, theirs.user_id), ("theirs", self.env["res.users"]))
        for user, contact in ((self.kam, None), (self.mate, self.contact)):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self._answer(one, user, [1], contact)
        self.env.invalidate_all()
        self.assertEqual((one.ours_people, one.theirs_people), (1, 1))

    def test_wrong_answers(self):
        one = self._open()
        for score in (0, 6, -1):
            with self._refused(ValidationError, "from 1 to 5"):
                self._answer(one, self.kam, [score])
        other = self.env["res.partner"].create({"name": "Bob", "parent_id": self.stranger.id})
        with self._refused(ValidationError, "does not belong to"):
            self._answer(one, self.kam, [3], other)
        unasked = self.env["kam.survey.question"].create(
            {"name": "Ninth", "low": "Bad", "high": "Good"}
        )
        with self._refused(ValidationError, "is not asked in"):
            self.env["kam.survey.answer"].with_user(self.kam).create(
                {"round_id": one.id, "question_id": unasked.id, "score": 3}
            )
        with self.assertRaises(AccessError):
            self._answer(one, self.reader, [3])

    def test_an_answer_changes_while_the_round_is_open_only(self):
        one = self._open()
        answer = self._answer(one, self.kam, [4])
        answer.score = 2
        with self._refused(UserError, "stays with who gave it"):
            answer.contact_id = self.contact
        one.action_close()
        for change in (lambda: answer.write({"score": 5}), answer.unlink):
            with self._refused(UserError, "is closed"):
                change()
        with self._refused(UserError, "is closed"):
            self._answer(one, self.mate, [4])

    def test_the_quick_form(self):
        one = self._open()
        action = self.plan.with_user(self.mate).action_answer_survey()
        env = self.plan.with_user(self.mate).env
        reply = Form.from_action(env, action).save()
        self.assertEqual(len(reply.questions), 8)
        self.assertEqual(reply.questions[0]["scale"], [1, 2, 3, 4, 5])
        with self._refused(UserError, "Nothing is answered"):
            reply.action_save()
        key = str(self.questions[0].id)
        for wrong in ({key: {"score": 6}}, {key: {"score": "4"}}, {"0": {"score": 3}}):
            reply.answers = wrong
            with self._refused(UserError, "is no answer"):
                reply.action_save()
        reply.answers = {key: {"score": 4, "comment": " Well done "}}
        self.assertEqual(reply.action_save()["type"], "ir.actions.act_window_close")
        answers = self.env["kam.survey.answer"].with_user(self.mate).search([])
        self.assertEqual(
            (answers.score, answers.comment, answers.user_id), (4, "Well done", self.mate)
        )
        # Again: it is there, and is changed, or taken back.
        reply = Form.from_action(env, action).save()
        self.assertEqual(reply.answers, {key: {"score": 4, "comment": "Well done"}})
        reply.answers = {key: {"score": 2}}
        reply.action_save()
        self.assertEqual((answers.score, answers.comment), (2, False))
        self.assertEqual(one.with_user(self.reader).ours_people, 1)
        reply = Form.from_action(env, action).save()
        reply.answers = {key: {"score": False}}
        reply.action_save()
        self.assertFalse(answers.exists())

    def test_typed_in_for_a_contact(self):
        self._open()
        action = self.plan.with_user(self.kam).action_type_in_survey()
        form = Form.from_action(self.plan.with_user(self.kam).env, action)
        form.contact_id = self.contact
        reply = form.save()
        reply.answers = {str(self.questions[1].id): {"score": 3}}
        reply.action_save()
        answer = self.env["kam.survey.answer"].with_user(self.kam).search([])
        self.assertEqual((answer.side, answer.contact_id), ("theirs", self.contact))
        self.assertFalse(answer.user_id)
        # A colleague sees nothing of it.
        other = self.env["kam.survey.reply"].with_user(self.mate)
        other = other.create(
            {"round_id": answer.round_id.id, "side": "theirs", "contact_id": self.contact.id}
        )
        self.assertFalse(other.answers)
        other.contact_id = False
        other.answers = {str(self.questions[1].id): {"score": 3}}
        with self._refused(UserError, "Whose answers"):
            other.action_save()

    def test_who_may_not_work_on_the_plan_does_not_answer(self):
        one = self._open()
        for user in (self.reader, self.outsider, self.portal, self.foreign):
            for method in ("action_answer", "action_type_in", "action_close", "action_read_app"):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(one.with_user(user), method)()
        for method in ("action_open_survey", "action_answer_survey", "action_close_survey"):
            with self.assertRaises(AccessError):
                getattr(self.plan.with_user(self.reader), method)()
