"""One answers while another closes the round."""

from odoo.exceptions import UserError

from ..load.test_two_at_once import AtOnceCommon

ROUNDS = 4


class TestSurveyAtOnce(AtOnceCommon):
    def test_no_answer_comes_after_the_figures(self):
        for number in range(ROUNDS):
            for is_there in (False, True):
                with self.subTest(round=number, is_there=is_there):
                    self._answer_while_closing(is_there)

    def _answer_while_closing(self, is_there):
        def make(env):
            one = env["kam.survey.round"].create({"plan_id": self._make_plan(env).id})
            answers = env["kam.survey.answer"].with_user(self.user_ids[1])
            if is_there:
                answers.create(self._prepare(one, 1))
            return one

        [round_id] = self._commit(make)

        def press(env):
            one = env["kam.survey.round"].browse(round_id)
            if env.uid == self.user_ids[0]:
                return one.action_close()
            answers = env["kam.survey.answer"]
            return (
                answers.search([]).unlink() if is_there else answers.create(self._prepare(one, 5))
            )

        (_closed, error), (_answered, refused) = self._press(press)
        self.assertIsNone(error)
        if refused:
            self.assertIsInstance(refused, UserError)
            self.assertIn("is closed", str(refused))

        def look(env):
            one = env["kam.survey.round"].browse(round_id)
            count = env["kam.survey.answer"].search_count([("round_id", "=", round_id)])
            return one.state, one.line_ids[0].ours_count - count

        self.assertEqual(self._look(look), ("closed", 0))
        self._commit(lambda env: env["kam.survey.round"].browse(round_id).unlink())

    def _prepare(self, one, score):
        question = one.line_ids[0].question_id
        return {"round_id": one.id, "question_id": question.id, "score": score}
