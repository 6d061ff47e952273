from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.common.arguments import check_one
from ..models.survey.kam_survey_answer import SIDES
from ..tools.survey.gap import LEAST, MOST


class KamSurveyReply(models.TransientModel):
    """One person's answers to a round, all questions on one screen: one's own, or those of somebody
    at the customer who told them.
    """

    _name = "kam.survey.reply"
    _description = "Answer the Survey"
    _inherit = ["kam.guarded"]
    _owner_fields = ("round_id",)

    round_id = fields.Many2one("kam.survey.round", required=True, ondelete="cascade")
    partner_id = fields.Many2one(related="round_id.partner_id", compute_sudo=False)
    side = fields.Selection(SIDES, required=True, default="ours")
    contact_id = fields.Many2one(
        "res.partner",
        "Answer Of",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
    )
    questions = fields.Json(compute="_compute_questions", compute_sudo=False)
    # {id of a question, as text: {"score": from 1 to 5, "comment": text}}
    answers = fields.Json(
        compute="_compute_answers", store=True, readonly=False, compute_sudo=False
    )

    @api.depends("round_id")
    @api.depends_context("lang", "uid")
    def _compute_questions(self):
        for reply in self:
            reply.round_id.check_access("read")
            reply.questions = [line._prepare_question() for line in reply.round_id.line_ids]

    @api.depends("round_id", "side", "contact_id")
    def _compute_answers(self):
        """Begin with what the user typed in for this person before."""
        for reply in self:
            reply.answers = {
                str(one.question_id.id): {"score": one.score, "comment": one.comment or ""}
                for one in reply._find_answers()
            }

    def _find_answers(self):
        """What the user typed in for this person already."""
        contact = self.contact_id._origin
        if self.side == "theirs" and not contact:
            return self.env["kam.survey.answer"]
        person = Domain("contact_id", "=", contact.id)
        if self.side == "ours":
            person = Domain("user_id", "=", self.env.uid)
        own = Domain("create_uid", "=", self.env.uid)
        domain = Domain("round_id", "=", self.round_id._origin.id) & person & own
        return self.env["kam.survey.answer"].search(domain)

    def action_save(self):
        """Keep the answers; what is emptied again is not answered any more.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nothing is answered, nobody is named for the customer's side, or what
            came is no answer to a question of the round
        """
        check_one(self)
        self.round_id.check_access("write")
        self._check_person()
        given = self._read_given()
        known = {one.question_id.id: one for one in self._find_answers()}
        place = self._prepare_place()
        for question_id, one in known.items():
            if question_id in given:
                one.write(given[question_id])
            else:
                one.unlink()
        self.env["kam.survey.answer"].create(
            [
                {**place, "question_id": question_id, **answer}
                for question_id, answer in given.items()
                if question_id not in known
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _prepare_place(self):
        contact = self.contact_id if self.side == "theirs" else self.contact_id.browse()
        return {"round_id": self.round_id.id, "contact_id": contact.id}

    def _check_person(self):
        if self.side == "theirs" and not self.contact_id:
            raise UserError(
                self.env._(
                    "Whose answers are these? Choose somebody of %s.", self.partner_id.display_name
                )
            )

    def _read_given(self):
        """What is answered: {id of a question: {"score": int, "comment": text or False}}."""
        asked = {str(question["id"]): question for question in self.questions or []}
        given = {}
        for key, answer in self.answers.items() if isinstance(self.answers, dict) else ():
            score = answer.get("score") if isinstance(answer, dict) else None
            if score in (None, False, ""):
                continue
            if key not in asked or type(score) is not int or not LEAST <= score <= MOST:
                raise UserError(
                    self.env._(
                        "“%(answer)s” is no answer to a question of this round: choose from "
                        "%(least)s to %(most)s.",
                        answer=str(score)[:80],
                        least=LEAST,
                        most=MOST,
                    )
                )
            comment = str(answer.get("comment") or "").strip()
            given[int(key)] = {"score": score, "comment": comment or False}
        if not given and not self._find_answers():
            raise UserError(
                self.env._(
                    "Nothing is answered yet: choose from %(least)s to %(most)s.",
                    least=LEAST,
                    most=MOST,
                )
            )
        return given
