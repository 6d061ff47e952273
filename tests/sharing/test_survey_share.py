"""The customer's people answer the survey in the share."""

from odoo.exceptions import AccessError, UserError

from .acts import ActsCommon


class TestSurveyActs(ActsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.show_survey = True
        cls.round = cls.env["kam.survey.round"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        cls.first, cls.second = cls.round.line_ids[:2].question_id

    def _asked(self, access=None):
        return self.seen._get_open_survey_sudo(access or self.access)

    def test_answered_and_answered_otherwise(self):
        asked = self._asked()
        self.assertEqual(len(asked), len(self.round.line_ids))
        self.assertIsNone(asked[0]["score"])
        answers = self.seen._answer_survey_sudo(
            self.access, {self.first.id: (4, "Quick"), self.second.id: (None, "")}
        )
        self.assertEqual((answers.score, answers.side), (4, "theirs"))
        self.seen._answer_survey_sudo(self.access, {self.first.id: (2, "Slow")})
        asked = self._asked()
        self.assertEqual((asked[0]["score"], asked[0]["comment"]), (2, "Slow"))
        for user in (self.kam, self.manager):
            own = self.env["kam.survey.answer"].with_user(user)
            self.assertFalse(own.search([("round_id", "=", self.round.id)]))
        # Nobody is told who it was.
        [task] = self._tasks()
        self.assertEqual(task.note.count("answered the survey"), 1)
        self.assertNotIn("Jane", task.note + self._history())
        written = self.share.sudo().message_ids.filtered(lambda one: "survey" in str(one.body))
        self.assertNotIn(self.buyer, written.create_uid)

    def test_what_a_colleague_typed_in_becomes_his(self):
        typed = self.env["kam.survey.answer"].with_user(self.kam)
        typed = typed.create(
            {"round_id": self.round.id, "question_id": self.first.id, "score": 5}
            | {"contact_id": self.contact.id}
        )
        self.assertIsNone(self._asked()[0]["score"])
        self.seen._answer_survey_sudo(self.access, {self.first.id: (1, "")})
        self.assertFalse(typed.exists())
        self.assertFalse(typed.search([("round_id", "=", self.round.id)]))

    def test_what_is_no_answer(self):
        first = self.first.id
        for scores, text in (
            ({}, "at least one"),
            (None, "at least one"),
            ({first: (0, "")}, "from 1 to 5"),
            ({first: (6, "")}, "from 1 to 5"),
            ({first: ("4", "")}, "from 1 to 5"),
            ({first: (None, "Words only")}, "from 1 to 5"),
            ({10**9: (3, "")}, "others now"),
        ):
            with self.subTest(scores=scores), self._refused(UserError, text):
                self.seen._answer_survey_sudo(self.access, scores)
        self.assertIsNone(self._asked(self.looking))
        with self._refused(AccessError, "not do this"):
            self.seen._answer_survey_sudo(self.looking, {first: (3, "")})
        self.round.action_close()
        self.assertIsNone(self._asked())
        with self._refused(UserError, "is closed"):
            self.seen._answer_survey_sudo(self.access, {first: (3, "")})
