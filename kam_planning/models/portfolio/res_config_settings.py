from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.portfolio.capacity import Rules

NAMES = tuple(f"kam_capacity_{name}" for name in ("available", "review_hours", "room", "full"))
RULES = Rules()


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_capacity_available = fields.Float(
        "Available for Accounts (hours a month)",
        config_parameter="kam_planning.capacity_available",
        default=RULES.available,
        aggregator=None,
    )
    kam_capacity_review_hours = fields.Float(
        "A Review Takes (hours)",
        config_parameter="kam_planning.capacity_review_hours",
        default=RULES.review_hours,
        aggregator=None,
    )
    kam_capacity_room = fields.Float(
        "Has Room Up To (%)",
        config_parameter="kam_planning.capacity_room",
        default=RULES.room,
        aggregator=None,
    )
    kam_capacity_full = fields.Float(
        "Full Up To (%)",
        config_parameter="kam_planning.capacity_full",
        default=RULES.full,
        aggregator=None,
    )

    @api.constrains(*NAMES)
    def _check_kam_capacity(self):
        for settings in self:
            for name in NAMES:
                if settings[name] <= 0:
                    raise ValidationError(
                        self.env._(
                            "“%s” in the settings of Key Account Management is a number above 0.",
                            self._fields[name]._description_string(self.env),
                        )
                    )
            if settings.kam_capacity_room > settings.kam_capacity_full:
                raise ValidationError(
                    self.env._(
                        "Somebody has room before he is full: “Has Room Up To” is at most “Full "
                        "Up To”. Correct one of the two."
                    )
                )
