from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class KamAccountCharge(models.AbstractModel):
    """Who leads the account that a line is of, and how important the account is.

    Asked of the customer's plans and tier in the line's company whenever it is shown, searched,
    sorted or grouped, so that nothing has to follow when a plan changes hands. Of the plans those
    count which the user may read.
    """

    _name = "kam.account.charge"
    _description = "Who Leads an Account"

    kam_user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        compute="_compute_charge",
        search="_search_kam_user_id",
        compute_sudo=False,
        help="Of the customer's active plan, otherwise of the one that is being prepared.",
    )
    tier_id = fields.Many2one(
        "kam.tier", compute="_compute_charge", search="_search_tier_id", compute_sudo=False
    )

    # Not of the plans' states: a link that depends on them would have each change of a state look
    # for all that hangs on the customer.
    @api.depends(
        "account_id.kam_tier_id",
        "account_id.kam_plan_ids.user_id",
        "company_id",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_charge(self):
        plans = self.env["kam.plan"]
        in_force = plans._find_in_force(self.account_id, self.company_id)
        for line in self:
            place = (line.account_id._origin, line.company_id)
            line.kam_user_id = in_force.get(place, plans).user_id
            line.tier_id = line.account_id.with_company(line.company_id).kam_tier_id

    def _search_kam_user_id(self, operator, value):
        return self._search_charge("kam_user_id", operator, value)

    def _search_tier_id(self, operator, value):
        return self._search_charge("tier_id", operator, value)

    @api.model
    def _search_charge(self, name, operator, value):
        if operator == "any":
            value = self.env[self._fields[name].comodel_name].search(value).ids
        elif operator != "in":
            return NotImplemented
        ids = tuple(one for one in value if one)
        finds_nobody = len(ids) < len(value)

        def to_sql(model, alias, query):
            if name == "kam_user_id" and not finds_nobody:
                return model._is_led_by_sql(alias, ids, query)
            found = model._field_to_sql(alias, name, query)
            known = SQL("%s IN %s", found, ids or (None,))
            return SQL("(%s OR %s IS NULL)", known, found) if finds_nobody else known

        return Domain.custom(to_sql=to_sql, predicate=lambda line: line[name].id in value)

    @api.model
    def _is_led_by_sql(self, alias, ids, query):
        """Condition on the lines of the accounts that these users lead: found by their plans."""
        plans = SQL(
            "plan.partner_id IN (SELECT partner_id FROM kam_plan WHERE user_id IN %s)",
            ids or (None,),
        )
        return SQL(
            "(%s, %s) IN (SELECT partner_id, company_id FROM %s leader WHERE user_id IN %s)",
            self._field_to_sql(alias, "account_id", query),
            self._field_to_sql(alias, "company_id", query),
            self._get_leaders_sql(plans),
            ids or (None,),
        )

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        """Ask the database for what is not stored, to sort and to group by it: joined once, not
        asked for each line.
        """
        if field_expr == "tier_id":
            return self._get_tier_sql(alias, query)
        if field_expr == "kam_user_id":
            return self._get_leader_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _get_tier_sql(self, alias, query):
        """SQL of the tier of the customer in the line's company."""
        partners, customer = self._fields["account_id"].join(self, alias, query)
        return SQL(
            "(%s ->> (%s)::text)::int",
            SQL.identifier(customer, "kam_tier_id", to_flush=partners._fields["kam_tier_id"]),
            self._field_to_sql(alias, "company_id", query),
        )

    @api.model
    def _get_leader_sql(self, alias, query):
        """SQL of who leads the plan that `kam.plan._find_in_force` gives."""
        leader = query.make_alias(alias, "kam_leader")
        if leader not in query._joins:
            at = SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(leader, "partner_id"),
                self._field_to_sql(alias, "account_id", query),
                SQL.identifier(leader, "company_id"),
                self._field_to_sql(alias, "company_id", query),
            )
            query.add_join("LEFT JOIN", leader, self._get_leaders_sql(SQL("TRUE")), at)
        return SQL.identifier(leader, "user_id")

    @api.model
    def _get_leaders_sql(self, plans):
        """SQL of who leads each account.

        :param SQL plans: condition on the plans that are asked
        """
        fields_of_plan = self.env["kam.plan"]._fields
        user, rank, state, active, partner, at = (
            SQL.identifier("plan", name, to_flush=fields_of_plan[name])
            for name in ("user_id", "state_rank", "state", "active", "partner_id", "company_id")
        )
        self._flush_plan_access()
        return SQL(
            "(SELECT DISTINCT ON (%(partner)s, %(at)s) %(partner)s, %(at)s, %(user)s "
            "FROM kam_plan plan WHERE %(active)s AND %(state)s IN ('draft', 'submitted', 'active') "
            "AND (%(readable)s) AND %(plans)s ORDER BY %(partner)s, %(at)s, %(rank)s, plan.id)",
            user=user,
            partner=partner,
            at=at,
            active=active,
            state=state,
            readable=SQL("TRUE") if self.env.su else self._get_reading_sql(),
            plans=plans,
            rank=rank,
        )
