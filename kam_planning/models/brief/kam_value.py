from odoo import api, models
from odoo.fields import Domain

from ..common.days import of_each_day, today_of

# Whose change may end a reminder, beside what confirms.
FOLLOWED = {"confirmed_date", "state", "plan_id"}


class KamValue(models.Model):
    """Of values whose evidence is old the account managers are reminded."""

    _name = "kam.value"
    _inherit = ["kam.value", "kam.reminded"]
    _cause_type = "kam_planning.mail_activity_type_value_stale"

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

    @api.model
    def _describe_fault(self, method, reason):
        told = self._describe_cause_fault(method, reason)
        return told or super()._describe_fault(method, reason)

    def write(self, vals):
        """Who confirms a value needs no reminder of it."""
        result = super().write(vals)
        if not FOLLOWED.union(self._confirming_fields).isdisjoint(vals):
            self._follow_cause_sudo()
        return result
