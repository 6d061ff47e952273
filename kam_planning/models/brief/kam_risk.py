from odoo import api, models
from odoo.fields import Domain

from ..common.days import of_each_day, today_of


class KamRisk(models.Model):
    """Of risks that should be rated again their owners are reminded."""

    _name = "kam.risk"
    _inherit = ["kam.reminded", "kam.risk"]
    _cause_type = "kam_planning.mail_activity_type_risk_review"
    _cause_fields = ("confirmed_date", "state", "user_id", "rate_again", "plan_id")
    _cause_order = "user_id, kam_user_id, id"

    @api.model
    def _get_cause_domain(self):
        """Risks whose rating is older than its interval, or whose actions are all closed."""
        old = of_each_day(
            self.env, lambda company: Domain("stale_date", "<=", today_of(company))
        ) | Domain("rate_again", "=", True)
        plan = Domain("plan_id.state", "=", "active") & Domain("plan_id.show_risks", "=", True)
        return self._get_live_domain() & plan & old

    @api.model
    def _get_own_cause_domain(self):
        led = Domain("user_id", "=", False) & Domain("kam_user_id", "=", self.env.uid)
        return self._get_cause_domain() & (Domain("user_id", "=", self.env.uid) | led)

    @api.model
    def _get_led_domain(self):
        led = Domain("user_id", "=", False) & super()._get_led_domain()
        return Domain("user_id.active", "=", True) | led

    def _find_reminded_users(self):
        return {risk: risk.user_id or risk.kam_user_id for risk in self}

    def _get_cause_summary(self):
        return self.env._("Rate again: “%s”", self.name)
