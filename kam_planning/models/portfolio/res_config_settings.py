from odoo import fields, models

from ...tools.portfolio.matrix import INTERVALS
from .kam_assessment_choice import ACCOUNTS_PER_MANAGER


def _interval(quadrant):
    return fields.Integer(
        "Review Every (months)",
        config_parameter=f"kam_planning.quadrant_interval_{quadrant}",
        default=INTERVALS[quadrant],
    )


def _tier(quadrant):
    return fields.Many2one(
        "kam.tier", "Tier", config_parameter=f"kam_planning.quadrant_tier_{quadrant}"
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_accounts_per_manager = fields.Integer(
        "Accounts of a Manager",
        config_parameter="kam_planning.accounts_per_manager",
        default=ACCOUNTS_PER_MANAGER,
    )
    kam_tier_strategic_id = _tier("strategic")
    kam_tier_star_id = _tier("star")
    kam_tier_status_id = _tier("status")
    kam_tier_streamline_id = _tier("streamline")
    kam_interval_strategic = _interval("strategic")
    kam_interval_star = _interval("star")
    kam_interval_status = _interval("status")
    kam_interval_streamline = _interval("streamline")
