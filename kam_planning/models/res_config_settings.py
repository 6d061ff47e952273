from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    kam_escalation_user_id = fields.Many2one(
        related="company_id.kam_escalation_user_id", readonly=False
    )

    @api.constrains(
        "kam_review_lead_days", "kam_escalation_days", "kam_end_notice_days", "kam_digest_days"
    )
    def _check_kam_days(self):
        names = ("kam_review_lead_days", "kam_escalation_days", "kam_end_notice_days")
        for settings in self:
            for name in (*names, "kam_digest_days"):
                if settings[name] < 1:
                    raise ValidationError(
                        self.env._(
                            "“%s” in the settings of Key Account Management is a number of days, "
                            "at least 1.",
                            self._fields[name]._description_string(self.env),
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
