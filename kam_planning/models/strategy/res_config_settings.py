from odoo import api, fields, models

from .kam_value_agreement import UNANSWERED_DAYS

DAYS = ("kam_value_answer_days",)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_value_answer_days = fields.Integer(
        "Ask Again About an Unanswered Value After (days)",
        config_parameter="kam_planning.value_answer_days",
        default=UNANSWERED_DAYS,
        aggregator=None,
    )

    @api.constrains(*DAYS)
    def _check_kam_value_days(self):
        self._check_kam_days(DAYS)
