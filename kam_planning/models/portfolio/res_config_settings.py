from odoo import fields, models

from ...tools.portfolio.matrix import INTERVALS
from .kam_assessment_choice import ACCOUNTS_PER_MANAGER


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
