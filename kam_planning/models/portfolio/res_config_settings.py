from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.portfolio.capacity import Rules
from ...tools.portfolio.matrix import INTERVALS
from .kam_assessment_choice import ACCOUNTS_PER_MANAGER

NAMES = tuple(f"kam_capacity_{name}" for name in ("available", "review_hours", "room", "full"))
RULES = Rules()


def _interval(quadrant, label):
    return fields.Integer(
        label,
        config_parameter=f"kam_planning.quadrant_interval_{quadrant}",
        default=INTERVALS[quadrant],
        aggregator=None,
    )


def _tier(quadrant, label):
    return fields.Many2one(
        "kam.tier", label, config_parameter=f"kam_planning.quadrant_tier_{quadrant}"
    )


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

    kam_accounts_per_manager = fields.Integer(
        "Accounts of a Manager",
        config_parameter="kam_planning.accounts_per_manager",
        default=ACCOUNTS_PER_MANAGER,
        aggregator=None,
    )
    kam_tier_strategic_id = _tier("strategic", "Tier of Strategic Accounts")
    kam_tier_star_id = _tier("star", "Tier of Star Accounts")
    kam_tier_status_id = _tier("status", "Tier of Status Accounts")
    kam_tier_streamline_id = _tier("streamline", "Tier of Streamline Accounts")
    kam_interval_strategic = _interval("strategic", "Months Between Reviews of Strategic Accounts")
    kam_interval_star = _interval("star", "Months Between Reviews of Star Accounts")
    kam_interval_status = _interval("status", "Months Between Reviews of Status Accounts")
    kam_interval_streamline = _interval(
        "streamline", "Months Between Reviews of Streamline Accounts"
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
