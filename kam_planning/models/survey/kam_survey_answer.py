from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.rows import NaturalKey
from ...tools.survey.gap import ANONYMOUS, LEAST, MOST
from ..account.contacts import check_contacts
from ..common.at_once import hold

SIDES = [("ours", "We"), ("theirs", "The Customer")]
KEPT = ("round_id", "question_id", "contact_id")


class KamSurveyAnswer(models.Model):
    """What one person answered to one question of a round.

    Only who typed an answer in reads it again, managers included; what came by the customer's own
    hand reads nobody. Everybody else sees the figures of closed rounds, from three answers on.
    """

    _name = "kam.survey.answer"
    _description = "Answer to the Survey"
    _inherit = ["kam.plan.line"]
    _order = "round_id desc, side, contact_id, question_id, id"
    _rec_name = "question_id"
    _owner_fields = ("round_id",)
    _person_field = "contact_id"
    _held_fields = ("round_id", "question_id", "asked", "score", "comment", "write_date")
    _natural_keys = (NaturalKey(("round_id", "question_id", "contact_id"), empty=("contact_id",)),)
    _unoffered_fields = ("app_key",)

    round_id = fields.Many2one("kam.survey.round", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="round_id.plan_id", store=True, precompute=True, required=False
    )
    question_id = fields.Many2one(
        "kam.survey.question", required=True, index=True, ondelete="restrict"
    )
    asked = fields.Char("Asked As", compute="_compute_asked", compute_sudo=False)
    side = fields.Selection(
        SIDES, compute="_compute_side", store=True, precompute=True, required=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Who of Us",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    # Who was erased stays erased; the score stays, without a name.
    contact_id = fields.Many2one(
        "res.partner",
        "Answer Of",
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
        help="Empty: your own answer.",
    )
    # No total of single answers.
    score = fields.Integer("From 1 to 5", required=True, aggregator=None)
    comment = fields.Text()
    app_key = fields.Char(readonly=True, copy=False)

    _contact_uniq = models.UniqueIndex(
        "(round_id, question_id, contact_id) WHERE contact_id IS NOT NULL",
        "This person's answer is recorded already, by a colleague or by the customer.",
    )
    _own_uniq = models.UniqueIndex(
        "(round_id, question_id, user_id) WHERE user_id IS NOT NULL",
        "You answered this question already: change that answer.",
    )
    _app_uniq = models.UniqueIndex(
        "(round_id, question_id, app_key) WHERE app_key IS NOT NULL",
        "This answer was read from the survey app already.",
    )

    # Not on the contact: who is erased was on the customer's side.
    @api.depends("round_id", "question_id")
    def _compute_side(self):
        for answer in self:
            answer.side = "theirs" if answer.contact_id or answer.app_key else "ours"

    @api.depends("side")
    def _compute_user_id(self):
        """Nobody answers for a colleague: who answers for our side is who types it in."""
        for answer in self:
            answer.user_id = answer.side == "ours" and self.env.user

    @api.depends("round_id", "question_id")
    @api.depends_context("lang")
    def _compute_asked(self):
        domain = [("round_id", "in", self.round_id.ids)]
        lines = self.env["kam.survey.line"].search(domain)
        words = {(line.round_id, line.question_id): line.name for line in lines}
        for answer in self:
            answer.asked = words.get((answer.round_id, answer.question_id), False)

    @api.constrains("score")
    def _check_scale(self):
        for answer in self:
            if not LEAST <= answer.score <= MOST:
                raise ValidationError(
                    self.env._(
                        "“%(question)s”: an answer goes from %(least)s to %(most)s.",
                        question=answer.question_id.name,
                        least=LEAST,
                        most=MOST,
                    )
                )

    @api.constrains("round_id", "question_id")
    def _check_asked(self):
        for answer in self:
            if answer.question_id not in answer.round_id.line_ids.question_id:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” is not asked in “%(round)s”: answer what is asked there.",
                        question=answer.question_id.name,
                        round=answer.round_id.display_name,
                    )
                )

    @api.constrains("contact_id", "round_id")
    def _check_people(self):
        check_contacts(self)

    @api.model_create_multi
    def create(self, vals_list):
        """Who answers for our side is who types it in; his reminder is done."""
        answers = super().create(vals_list)
        answers._hold_open()
        answers.round_id._note_answered_sudo(self.env.user)
        return answers

    def _hold_open(self):
        """Nobody closes the rounds meanwhile: their figures would lack what is answered here."""
        hold(self.round_id)
        self._check_open()

    def _check_open(self):
        for answer in self:
            if answer.round_id.state != "open":
                raise UserError(
                    self.env._(
                        "“%s” is closed: its figures stay as they are. Answer in the next round.",
                        answer.round_id.display_name,
                    )
                )

    def write(self, vals):
        """Scores and comments change while the round is open; who said what to what does not."""
        if not self.env.su:
            self.check_access("write")
            self._check_as_given({name: vals[name] for name in KEPT if name in vals})
            self._hold_open()
        return super().write(vals)

    def _get_given_text(self):
        return self.env._(
            "An answer stays with who gave it and what was asked. Delete it and record another one."
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        if not self.env.su:
            self._hold_open()

    @api.model
    def _get_measured_domain(self):
        """Single answers are in nobody's figures."""
        return Domain.FALSE

    @api.model
    def _take_sudo(self, survey_round, answers, contact=None, app_key=False):
        """Record what somebody at the customer answered himself, as nobody of ours: none reads it.

        :param survey_round: kam.survey.round, one
        :param list answers: dicts ``question_id``, ``score``, and ``comment``
        :param contact: res.partner, or None where he is not known
        :param str app_key: what tells his answers apart in another app
        """
        place = {
            "round_id": survey_round.id,
            "contact_id": contact.id if contact else False,
            "app_key": app_key,
            "side": "theirs",
        }
        nobody = self.with_user(SUPERUSER_ID)
        return nobody.create([{**answer, **place} for answer in answers])

    @api.model
    def _merge_contacts_sudo(self, contacts, target):
        """Contacts become one person, who is heard once in a round: the answers of the one that
        stays count. As superuser: who merges contacts reads no answers.

        :param contacts: res.partner, all that become one
        :param target: the one of them that stays
        """
        answers = self.sudo().search([("contact_id", "in", contacts.ids)])
        for same in answers.grouped(lambda one: (one.round_id, one.question_id)).values():
            same.sorted(lambda one: (one.contact_id != target, -one.id))[1:].unlink()

    def _forget_contact(self):
        """The score stays without a name, and without what was said."""
        self.write({"contact_id": False, "comment": False})

    def _get_author(self):
        """Who typed it in, as `tools.survey.gap.may_show` takes it."""
        if self.app_key and not self.contact_id:
            return ANONYMOUS
        return None if self.create_uid.id == SUPERUSER_ID else self.create_uid.id

    def _get_side_word(self):
        return self._fields["side"].convert_to_export(self.side, self)
