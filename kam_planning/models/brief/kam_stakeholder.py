from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..common.days import of_each_day, today_of

NAMES = ("touch_interval", "last_contact_date")


class KamStakeholder(models.Model):
    """Of people of whom nothing was heard for longer than wanted somebody is reminded."""

    _name = "kam.stakeholder"
    _inherit = ["kam.reminded", "kam.stakeholder"]
    _cause_type = "kam_planning.mail_activity_type_touch"
    # Who is kept aside, or may be silent for longer, needs no call.
    _cause_fields = ("parked_reason", "touch_interval", "partner_id")
    _cause_order = "account_id, id"

    @api.model
    def _get_cause_domain(self):
        """People on the map of a plan in force, silent for longer than their interval. Of whom
        nothing was ever heard, nobody is silent: that is a gap.
        """
        self.flush_model(NAMES)
        self.env["kam.plan"].flush_model(["state", "active", "show_map"])
        known = Domain("last_contact_date", "!=", False) & Domain("partner_id", "!=", False)
        domain = known & Domain("parked_reason", "=", False)
        return domain & of_each_day(self.env, self._get_silent_domain) & self._get_planned_domain()

    @api.model
    def _get_silent_domain(self, company):
        today, default = today_of(company), self._get_default_touch_days()

        def to_sql(model, alias, query):
            interval, last = (SQL.identifier(alias, name) for name in NAMES)
            return SQL("%s + COALESCE(NULLIF(%s, 0), %s) < %s", last, interval, default, today)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_planned_domain(self):
        """People of customers with a plan in force that shows its map."""

        def to_sql(model, alias, query):
            return SQL(
                "EXISTS (SELECT 1 FROM kam_plan plan WHERE plan.partner_id = %s AND "
                "plan.company_id = %s AND plan.state = 'active' AND plan.active AND plan.show_map)",
                SQL.identifier(alias, "account_id"),
                SQL.identifier(alias, "company_id"),
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_own_cause_domain(self):
        mine = Domain("kam_user_id", "=", self.env.uid)
        mine |= Domain("relationship_ids.user_id", "=", self.env.uid)
        return self._get_cause_domain() & mine

    def _find_reminded_users(self):
        """Who of the account team was last in contact, else the account manager."""
        plans = self.env["kam.plan"]._find_in_force(self.account_id, self.company_id)
        return {person: person._get_toucher(plans.get(person._get_place())) for person in self}

    def _get_toucher(self, plan):
        if not plan:
            return self.env["res.users"]
        ties = self.relationship_ids.filtered(
            lambda tie: (
                tie.last_contact_date and tie.user_id.active and tie.user_id in plan.access_user_ids
            )
        )
        last = max(ties, key=lambda tie: (tie.last_contact_date, -tie.id), default=ties)
        return last.user_id or plan.user_id

    def _get_cause_summary(self):
        return self.env._(
            "Get in touch with %(person)s: last contact on %(day)s",
            person=self.name,
            day=format_date(self.env, self.last_contact_date),
        )
