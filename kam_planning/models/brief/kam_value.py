from odoo import api, models
from odoo.fields import Domain

from ..common.days import of_each_day, today_of


class KamValue(models.Model):
    """Of values whose evidence is old the account managers are reminded."""

    _name = "kam.value"
    _inherit = ["kam.reminded", "kam.value"]
    _cause_type = "kam_planning.mail_activity_type_value_stale"
    _cause_fields = ("confirmed_date", "state", "plan_id")

    @api.model
    def _get_cause_domain(self):
        """Values of which nobody said lately that they are still true. Once the customer was asked,
        somebody is reminded of his answer instead.
        """
        old = of_each_day(self.env, lambda company: Domain("stale_date", "<=", today_of(company)))
        plan = Domain("plan_id.state", "=", "active") & Domain("plan_id.active", "=", True)
        shown = Domain("plan_id.show_values", "=", True)
        return self._get_confirm_domain() & plan & shown & old

    def _get_cause_summary(self):
        return self.env._("“%s”: say whether it is still true, or record a reading", self.name)
