from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ...tools.survey.gap import LEAST, MOST

RIGHTS = ("can_comment", "can_act")


class KamShareSurveyActs(models.AbstractModel):
    """The survey, answered in the share: what somebody says there reads nobody of ours, and nobody
    is told whose answer it was.
    """

    _name = "kam.share.survey.acts"
    _description = "Answers of the Customer to the Survey"

    def _get_open_survey_sudo(self, access):
        """The questions that wait for an answer of this person, in the visitor's language.

        :param access: a live kam.share.access
        :return: list of dicts ``question_id``, ``name``, ``low`` (what 1 means), ``high`` (what 5
            means), ``score`` and ``comment`` (what he said in the share himself, or None), or None
            where nothing is asked of him
        """
        survey = self._find_survey_sudo()
        if not survey or not any(access[right] for right in RIGHTS):
            return None
        said = {one.question_id: one for one in self._find_said_sudo(survey, access)}
        nothing = self.env["kam.survey.answer"]
        return [
            {
                "question_id": line.question_id.id,
                "name": line.name,
                "low": line.low or "",
                "high": line.high or "",
                "score": said.get(line.question_id, nothing).score or None,
                "comment": said.get(line.question_id, nothing).comment or None,
            }
            for line in survey.line_ids.sorted(lambda one: (one.sequence, one.id))
        ] or None

    def _answer_survey_sudo(self, access, scores):
        """Record what this person says to the open survey; as long as it is open he may say
        otherwise.

        :param access: a live kam.share.access with the right to comment or to act
        :param dict scores: {question id: (score from 1 to 5 or None, comment)}
        :return: kam.survey.answer
        :raise AccessError: when he may do neither
        :raise UserError: when nothing is asked, or nothing of it answered
        """
        with self._acting_sudo(access, *RIGHTS) as share:
            survey = share._find_survey_sudo()
            if not survey:
                raise UserError(self.env._("The survey is closed. Thank you."))
            answers = share._read_scores(survey, scores)
            is_first = not share._find_said_sudo(survey, access)
            with share._hiding_reasons():
                found = survey._take_from_contact_sudo(access.partner_id, answers)
            if is_first:
                nobody = access.browse()
                share._note_act_sudo(
                    nobody, lambda env: env._("Somebody of the customer answered the survey.")
                )
            return found

    def _find_survey_sudo(self):
        """The open round of the plan, where the plan shows its survey."""
        rounds = self.env["kam.survey.round"].sudo()
        if not self.sudo().plan_id.show_survey:
            return rounds
        return rounds.search([("plan_id", "=", self.plan_id.id), ("state", "=", "open")], limit=1)

    def _find_said_sudo(self, survey, access):
        """What this person answered by his own hand: what a colleague typed in for him is his."""
        answers = self.env["kam.survey.answer"].sudo()
        return answers.search(
            [
                ("round_id", "=", survey.id),
                ("contact_id", "=", access.partner_id.id),
                ("create_uid", "=", SUPERUSER_ID),
            ]
        )

    def _read_scores(self, survey, scores):
        """The answers as the round takes them; what was left out is no answer."""
        answers, names = [], {line.question_id.id: line.name for line in survey.line_ids}
        for question_id, (score, comment) in dict(scores or {}).items():
            comment = self._read_words(comment)
            if (score is None or score is False) and not comment:
                continue
            if question_id not in names:
                raise UserError(self.env._("The questions are others now. Load the page anew."))
            if type(score) is not int or not LEAST <= score <= MOST:
                raise UserError(
                    self.env._(
                        "“%(question)s”: choose a number from %(least)s to %(most)s.",
                        question=names[question_id],
                        least=LEAST,
                        most=MOST,
                    )
                )
            answers.append(
                {"question_id": question_id, "score": score, "comment": comment or False}
            )
        if not answers:
            raise UserError(self.env._("Choose a number for at least one question."))
        return answers
