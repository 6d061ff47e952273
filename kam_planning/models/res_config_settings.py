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
