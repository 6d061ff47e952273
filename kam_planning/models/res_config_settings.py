from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = (
    "kam_review_lead_days",
    "kam_escalation_days",
    "kam_end_notice_days",
    "kam_digest_days",
    "kam_touch_days",
    "kam_retention_days",
    "kam_strength_half_life",
)
PARTS = ("recency", "frequency", "two_way", "depth", "seniority")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_review_lead_days = fields.Integer(
        "Remind Before a Review (days)",
        config_parameter="kam_planning.review_lead_days",
        default=14,
    )
    kam_escalation_days = fields.Integer(
        "Escalate an Overdue Review After (days)",
        config_parameter="kam_planning.escalation_days",
        default=7,
    )
    kam_end_notice_days = fields.Integer(
        "Notice Before a Plan Ends (days)",
        config_parameter="kam_planning.end_notice_days",
        default=60,
    )
    kam_digest_days = fields.Integer(
        "Digest of Overdue Actions Every (days)",
        config_parameter="kam_planning.digest_days",
        default=7,
    )
    kam_peer_segment = fields.Selection(
        [("industry", "Industry"), ("country", "Country"), ("none", "All customers")],
        "Peers Share Their",
        config_parameter="kam_planning.peer_segment",
        default="industry",
    )
    kam_size_measure_id = fields.Many2one(
        "kam.measure",
        "Size of a Customer",
        config_parameter="kam_planning.size_measure_id",
        help="Empty: the revenue with us of the other offerings.",
    )
    kam_size_bands = fields.Char(
        "Size Bands Begin At",
        config_parameter="kam_planning.size_bands",
        default="1000; 10000; 100000; 1000000",
    )
    group_kam_people = fields.Boolean(
        "People Judgements for All Users",
        implied_group="kam_planning.group_kam_people",
        group="kam_planning.group_kam_user",
        help="Off: only users who have the right “People judgements” see what is thought of the "
        "people on relationship maps.",
    )
    kam_touch_days = fields.Integer(
        "Touch Base Every (days)", config_parameter="kam_planning.touch_days", default=90
    )
    kam_retention_days = fields.Integer(
        "Erase Judgements After (days)",
        config_parameter="kam_planning.retention_days",
        default=365,
        help="So many days after a contact was archived.",
    )
    kam_strength_recency = fields.Float(
        "Recency", config_parameter="kam_planning.strength_recency", default=30.0
    )
    kam_strength_frequency = fields.Float(
        "Frequency", config_parameter="kam_planning.strength_frequency", default=25.0
    )
    kam_strength_two_way = fields.Float(
        "Both Ways", config_parameter="kam_planning.strength_two_way", default=15.0
    )
    kam_strength_depth = fields.Float(
        "Depth", config_parameter="kam_planning.strength_depth", default=20.0
    )
    kam_strength_seniority = fields.Float(
        "Seniority", config_parameter="kam_planning.strength_seniority", default=10.0
    )
    kam_strength_half_life = fields.Integer(
        "A Contact Counts Half After (days)",
        config_parameter="kam_planning.strength_half_life",
        default=60,
    )
    kam_escalation_user_id = fields.Many2one(
        related="company_id.kam_escalation_user_id", readonly=False
    )

    @api.constrains(*DAYS)
    def _check_kam_days(self):
        for settings in self:
            for name in DAYS:
                if settings[name] < 1:
                    raise ValidationError(
                        self.env._(
                            "“%s” in the settings of Key Account Management is a number of days, "
                            "at least 1.",
                            self._fields[name]._description_string(self.env),
                        )
                    )

    @api.constrains(*(f"kam_strength_{part}" for part in PARTS))
    def _check_kam_weights(self):
        for settings in self:
            for part in PARTS:
                if settings[f"kam_strength_{part}"] <= 0:
                    raise ValidationError(
                        self.env._(
                            "“%s” in the settings of Key Account Management is the share of a part "
                            "in the strength of relationships: a number above 0.",
                            self._fields[f"kam_strength_{part}"]._description_string(self.env),
                        )
                    )

    @api.constrains("kam_size_bands")
    def _check_kam_size_bands(self):
        for settings in self.filtered("kam_size_bands"):
            try:
                self.env["kam.whitespace"]._parse_size_bands(settings.kam_size_bands)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "“%s” is no list of amounts. Write the sizes at which a band begins, such "
                        "as: 10000; 100000",
                        settings.kam_size_bands,
                    )
                ) from None

    def set_values(self):
        """Other weights give other strengths: all are measured anew."""
        ties = self.env["kam.relationship"]
        before = ties._get_weights()
        result = super().set_values()
        if ties._get_weights() != before:
            ties._outdate_strength_sudo()
        return result
