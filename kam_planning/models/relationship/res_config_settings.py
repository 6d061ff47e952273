from odoo import api, fields, models
from odoo.exceptions import ValidationError

TOUCHING_DAYS = ("kam_touch_days", "kam_retention_days", "kam_strength_half_life")
PARTS = ("recency", "frequency", "two_way", "depth", "seniority")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_kam_people = fields.Boolean(
        "People Judgements for All Users",
        implied_group="kam_planning.group_kam_people",
        group="kam_planning.group_kam_user",
        help="Off: only users who have the right “People judgements” see what is thought of the "
        "people on relationship maps.",
    )
    kam_touch_days = fields.Integer(
        "Touch Base Every (days)",
        config_parameter="kam_planning.touch_days",
        default=90,
        aggregator=None,
    )
    kam_retention_days = fields.Integer(
        "Erase Judgements After (days)",
        config_parameter="kam_planning.retention_days",
        default=365,
        help="So many days after a contact was archived.",
        aggregator=None,
    )
    kam_strength_recency = fields.Float(
        "Recency", config_parameter="kam_planning.strength_recency", default=30.0, aggregator=None
    )
    kam_strength_frequency = fields.Float(
        "Frequency",
        config_parameter="kam_planning.strength_frequency",
        default=25.0,
        aggregator=None,
    )
    kam_strength_two_way = fields.Float(
        "Both Ways", config_parameter="kam_planning.strength_two_way", default=15.0, aggregator=None
    )
    kam_strength_depth = fields.Float(
        "Depth", config_parameter="kam_planning.strength_depth", default=20.0, aggregator=None
    )
    kam_strength_seniority = fields.Float(
        "Seniority",
        config_parameter="kam_planning.strength_seniority",
        default=10.0,
        aggregator=None,
    )
    kam_strength_half_life = fields.Integer(
        "An Interaction Counts Half After (days)",
        config_parameter="kam_planning.strength_half_life",
        default=60,
        aggregator=None,
    )

    @api.constrains(*TOUCHING_DAYS)
    def _check_kam_relationship_days(self):
        self._check_kam_days(TOUCHING_DAYS)

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

    def set_values(self):
        """Other weights give other strengths: all are measured anew."""
        relationships = self.env["kam.relationship"]
        before = relationships._get_weights()
        result = super().set_values()
        if relationships._get_weights() != before:
            relationships._clear_strength_date_sudo()
        return result
