from odoo import fields, models
from odoo.exceptions import UserError

from ..models.strategy.kam_value_rating import QUESTIONS
from ..tools.strategy.scorecard import LEAST, MOST

SCALE = [(str(number), str(number)) for number in range(LEAST, MOST + 1)]


class KamValueRateLine(models.TransientModel):
    """What somebody answers about one criterion."""

    _name = "kam.value.rate.line"
    _description = "Answer About a Criterion"
    _inherit = ["kam.guarded"]
    _owner_fields = ("rate_id",)

    rate_id = fields.Many2one("kam.value.rate", required=True, ondelete="cascade")
    criterion_id = fields.Many2one("kam.value.criterion", required=True, ondelete="cascade")
    description = fields.Char(related="criterion_id.description")
    importance = fields.Selection(SCALE)
    us = fields.Selection(SCALE)
    next_best = fields.Selection(SCALE)

    def _is_answered(self):
        """Whether all three are answered.

        :raise UserError: when only some of them are
        """
        answers = [self[name] for name in QUESTIONS]
        if any(answers) and not all(answers):
            raise UserError(
                self.env._(
                    "“%s”: answer all three, importance, us and next best, or none.",
                    self.criterion_id.name,
                )
            )
        return all(answers)

    def _prepare_numbers(self):
        return {name: int(self[name]) for name in QUESTIONS}

    def _prepare_rating(self):
        return {
            "plan_id": self.rate_id.plan_id.id,
            "contact_id": self.rate_id.contact_id.id,
            "criterion_id": self.criterion_id.id,
            **self._prepare_numbers(),
        }
