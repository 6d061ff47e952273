from odoo import api, fields, models

from .kam_plan_staleness import STALE_DAYS

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
DAYS = ("kam_stale_days",)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_digest_weekday = fields.Selection(
        WEEKDAYS,
        "Weekly Mail On",
        config_parameter="kam_planning.digest_weekday",
        default="0",
    )
    kam_stale_days = fields.Integer(
        "Nobody Worked On a Plan For (days)",
        config_parameter="kam_planning.stale_days",
        default=STALE_DAYS,
        aggregator=None,
    )

    @api.constrains(*DAYS)
    def _check_kam_stale_days(self):
        self._check_kam_days(DAYS)
