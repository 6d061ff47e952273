from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar

# Other words are another question to whoever answered: rounds keep those that they were asked in.
WORDS = ("name", "low", "high")


class KamSurveyQuestion(models.Model):
    """What both sides are asked in the same words. Open and past rounds keep their own words."""

    _name = "kam.survey.question"
    _description = "Question of the Survey"
    _inherit = ["kam.guarded"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name",)),)
    _unoffered_fields = ("version",)

    name = AlikeChar("Question", required=True, translate=True)
    low = fields.Char("1 Means", required=True, translate=True)
    high = fields.Char("5 Means", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    criterion_id = fields.Many2one(
        "kam.value.criterion",
        "Criterion of the Scorecard",
        index="btree_not_null",
        ondelete="set null",
        help="The value scorecard shows beside it what both sides said to this question.",
    )
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)

    def write(self, vals):
        """Other words of what was asked already are a new version."""
        if set(WORDS).isdisjoint(vals):
            return super().write(vals)
        before = {one: [one[name] for name in WORDS] for one in self}
        result = super().write(vals)
        changed = self.filtered(lambda one: [one[name] for name in WORDS] != before[one])
        changed._raise_version_sudo()
        return result

    def _raise_version_sudo(self):
        """As superuser: other companies' rounds asked it as well, and nobody writes versions."""
        lines = self.env["kam.survey.line"].sudo()
        groups = lines._read_group(
            [("question_id", "in", self.ids)], ["question_id"], ["version:max"]
        )
        for question, asked in groups:
            if question.version <= asked:
                question.version = asked + 1

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_asked(self):
        lines = self.env["kam.survey.line"]
        asked = lines._find_asked_sudo(self)
        if asked:
            raise UserError(
                self.env._(
                    "“%s” was asked already: archive it, so that what was answered stays.",
                    asked[0].name,
                )
            )
