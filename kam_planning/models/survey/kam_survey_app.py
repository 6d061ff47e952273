from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.survey.app import read_scores
from ...tools.survey.gap import LEAST, MOST
from ..common.arguments import check_one
from ..common.at_once import hold

APP = "survey.survey"


class KamSurveyApp(models.AbstractModel):
    """A round asked by Odoo's survey app, where that is installed.

    The app is asked for at run time: without it there is no query. What is answered there becomes
    answers of ours when the round is closed, or by a button; each is read once.
    """

    _name = "kam.survey.app"
    _description = "Round in Odoo's Survey App"

    app_survey_id = fields.Integer("Survey in the App", readonly=True, copy=False, aggregator=None)
    has_app = fields.Boolean("Survey App Usable", compute="_compute_has_app", compute_sudo=False)

    @api.depends_context("uid")
    def _compute_has_app(self):
        self.has_app = APP in self.env and self.env[APP].has_access("create")

    def action_ask_by_app(self):
        """Make the round a survey of Odoo's app, or open the one that was made.

        :return: window action of the survey, from which it is shared
        :raise AccessError: when the user does not work on the plan, or may make no surveys
        :raise UserError: when the app is not installed, or the round is closed
        """
        check_one(self)
        self.check_access("write")
        self._check_open()
        if APP not in self.env:
            raise UserError(
                self.env._("The survey app is not installed: type the answers in, or install it.")
            )
        hold(self)
        survey = self._find_app_survey() or self._make_app_survey()
        return survey._get_records_action(context={})

    def _find_app_survey(self):
        surveys = self.env[APP].with_context(active_test=False)
        return surveys.browse(self.app_survey_id or []).exists()

    def _make_app_survey(self):
        """A survey with the questions of the round, each from 1 to 5, with the user's rights."""
        survey = self.env[APP].create(
            {
                "title": self.env._("Working together: %s", self.company_id.name),
                "access_mode": "public",
                "users_can_go_back": True,
                "question_and_page_ids": [
                    Command.create(self._prepare_app_question(line)) for line in self.line_ids
                ],
            }
        )
        self._note_app_sudo(survey)
        return survey

    def _prepare_app_question(self, line):
        return {
            "title": line.name,
            "question_type": "scale",
            "scale_min": LEAST,
            "scale_max": MOST,
            "scale_min_label": line.low,
            "scale_max_label": line.high,
            "sequence": line.sequence,
        }

    def _note_app_sudo(self, survey):
        """Which survey, and which of its questions asks which of ours."""
        one = self.sudo()
        one.app_survey_id = survey.id
        for line, question in zip(
            one.line_ids, survey.question_and_page_ids.sorted("sequence"), strict=True
        ):
            line.app_question_id = question.id

    def action_read_app(self):
        """Read what was answered in the survey app so far.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when a round is closed
        """
        self.check_access("write")
        self._check_open()
        hold(self)
        self._read_app_answers()
        return True

    def _read_app_answers(self):
        """Make answers of ours of what came in; what was read already is passed over."""
        for one in self.filtered("app_survey_id") if APP in self.env else ():
            for key, partner, scores in one._list_app_inputs_sudo():
                one._take_app_input_sudo(key, partner, scores)

    def _list_app_inputs_sudo(self):
        """What was answered to the end, once for each person: the last counts. As superuser: who
        closes the round need not read surveys.

        :return: list of tuples (key, res.partner, {id of our question: score})
        """
        domain = Domain("user_input_id.survey_id", "=", self.app_survey_id)
        domain &= Domain("user_input_id.state", "=", "done")
        domain &= Domain("user_input_id.test_entry", "=", False) & Domain("skipped", "=", False)
        lines = self.env["survey.user_input.line"].sudo().search(domain, order="id")
        ours = {line.app_question_id: line.question_id.id for line in self.sudo().line_ids}
        rows = [(one.user_input_id.id, one.question_id.id, one.value_scale) for one in lines]
        scores = read_scores(rows, ours)
        last = {}
        for one in lines.user_input_id.sorted("id"):
            last[one.partner_id.id or f"input {one.id}"] = one
        return [
            (f"survey-{one.id}", one.partner_id, scores.get(one.id, {})) for one in last.values()
        ]

    def _take_app_input_sudo(self, key, partner, scores):
        """Record one person's answers. Those of strangers and of our own people are left out."""
        answers, customer = self.env["kam.survey.answer"].sudo(), self.sudo().partner_id
        there = customer._get_account_scope()[customer]
        if partner and (partner not in there or partner.user_ids.filtered(lambda u: not u.share)):
            return
        person = Domain("app_key", "=", key)
        if partner:
            person |= Domain("contact_id", "=", partner.id)
        known = answers.search(Domain("round_id", "=", self.id) & person).question_id.ids
        new = [
            {"question_id": question_id, "score": score}
            for question_id, score in scores.items()
            if question_id not in known
        ]
        answers._take_sudo(self, new, partner, key)
