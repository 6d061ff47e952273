from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows import NaturalKey
from ..common.days import today_of


class KamStakeholderAnswer(models.Model):
    """One answer about a person: kept, and open to be contested."""

    _name = "kam.stakeholder.answer"
    _description = "Answer About a Person"
    _inherit = ["kam.stakeholder.line"]
    _order = "stakeholder_id, question_id, id"
    _rec_name = "question_id"
    _account_fields = ("stakeholder_id",)
    _owner_fields = ("stakeholder_id",)
    _natural_keys = (NaturalKey(("stakeholder_id", "question_id"), is_unique=True),)

    stakeholder_id = fields.Many2one(
        "kam.stakeholder", "Person", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "kam.stakeholder.question", required=True, index=True, ondelete="restrict"
    )
    about = fields.Selection(related="question_id.about")
    answer = fields.Selection([("yes", "Yes"), ("no", "No")])
    answered_by_id = fields.Many2one(
        "res.users", compute="_compute_answered", store=True, ondelete="set null"
    )
    answered_date = fields.Date("Answered On", compute="_compute_answered", store=True)
    is_contested = fields.Boolean(
        "Contested", help="Somebody sees it differently: the answer does not count."
    )
    contest_reason = fields.Char("Why Contested")

    _question_uniq = models.UniqueIndex(
        "(stakeholder_id, question_id)", "This question was asked about this person already."
    )

    @api.depends("answer")
    def _compute_answered(self):
        for line in self:
            line.answered_by_id = self.env.uid if line.answer else False
            line.answered_date = line.answer and today_of(line.company_id)

    @api.constrains("is_contested", "contest_reason")
    def _check_reason(self):
        for line in self:
            if line.is_contested and not line.contest_reason:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” about “%(person)s”: say why you contest the answer.",
                        question=line.question_id.name,
                        person=line.stakeholder_id.name,
                    )
                )
