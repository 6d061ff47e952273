from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = (
    "kam_review_lead_days",
    "kam_escalation_days",
    "kam_end_notice_days",
)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_review_lead_days = fields.Integer(
        "Remind Before a Review (days)",
        config_parameter="kam_planning.review_lead_days",
        default=14,
        aggregator=None,
    )
    kam_escalation_days = fields.Integer(
        "Escalate an Overdue Review After (days)",
        config_parameter="kam_planning.escalation_days",
        default=7,
        aggregator=None,
    )
    kam_end_notice_days = fields.Integer(
        "Notice Before a Plan Ends (days)",
        config_parameter="kam_planning.end_notice_days",
        default=60,
        aggregator=None,
    )
    kam_escalation_user_id = fields.Many2one(
        related="company_id.kam_escalation_user_id", readonly=False
    )
    kam_tz = fields.Selection(
        related="company_id.partner_id.tz", string="Company's Time Zone", readonly=False
    )

    @api.constrains(*DAYS)
    def _check_kam_reminder_days(self):
        self._check_kam_days(DAYS)

    def _check_kam_days(self, names):
        """Refuse what is no number of days.

        :param names: fields of the settings
        :raise ValidationError: naming the field
        """
        for settings in self:
            for name in names:
                if settings[name] < 1:
                    raise ValidationError(
                        self.env._(
                            "“%s” in the settings of Key Account Management is a number of days, "
                            "at least 1.",
                            self._fields[name]._description_string(self.env),
                        )
                    )
