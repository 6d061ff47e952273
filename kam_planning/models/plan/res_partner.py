from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.arguments import check_one


class ResPartner(models.Model):
    """What a contact's screens say about its account plans.

    Everything is read with the user's own rights, and only for contacts that have a plan at all:
    contacts without one, by far the most, cost no query.
    """

    _inherit = "res.partner"

    kam_plan_ids = fields.One2many(
        "kam.plan", "partner_id", "Account Plans", groups="kam_planning.group_kam_user"
    )
    kam_plan_count = fields.Integer(
        "Account Plan Count", compute="_compute_kam", groups="kam_planning.group_kam_user"
    )
    kam_plan_id = fields.Many2one(
        "kam.plan",
        "Active Account Plan",
        compute="_compute_kam",
        search="_search_kam_plan_id",
        groups="kam_planning.group_kam_user",
    )
    kam_tier_id = fields.Many2one(
        "kam.tier",
        "Account Tier",
        company_dependent=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups="kam_planning.group_kam_user",
        help="How important this customer is to the company, with or without an account plan.",
    )
    kam_account_tier_id = fields.Many2one(
        "kam.tier",
        "Tier of the Account",
        compute="_compute_kam",
        groups="kam_planning.group_kam_user",
        help="That of the customer itself, otherwise of the one on whose plan it stands.",
    )
    kam_may_set_tier = fields.Boolean(
        compute="_compute_kam_may_set_tier", groups="kam_planning.group_kam_user"
    )
    kam_user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        compute="_compute_kam",
        search="_search_kam_user_id",
        groups="kam_planning.group_kam_user",
    )
    is_key_account = fields.Boolean(
        "Key Account",
        compute="_compute_kam",
        search="_search_is_key_account",
        groups="kam_planning.group_kam_user",
    )

    @api.model
    @tools.ormcache()
    def _get_planned_partner_ids(self):
        """Ids of all partners that have a plan. Tells where to look, is never shown to a user."""
        return frozenset(self._find_planned_partner_ids_sudo())

    @api.model
    def _find_planned_partner_ids_sudo(self):
        plans = self.env["kam.plan"].sudo().with_context(active_test=False)
        return [partner.id for (partner,) in plans._read_group([], ["partner_id"])]

    def _get_kam_account(self):
        """The partner on which this contact's plans are found: itself, its company, or the nearest
        company above that has any. What a user sees of those plans is asked elsewhere.
        """
        planned = self._get_planned_partner_ids()
        if self._origin.id in planned:
            return self._origin
        company, seen = self._origin.commercial_partner_id, self.browse()
        # Companies may stand below each other in a circle.
        while planned and company and company.id not in planned and company not in seen:
            seen |= company
            company = company._get_parent_company_sudo()
        return company if company.id in planned else self.browse()

    def _get_parent_company_sudo(self):
        """The company above, also where the user may not read it."""
        return self.sudo().parent_id.commercial_partner_id.sudo(self.env.su)

    @api.depends("kam_tier_id")
    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_kam(self):
        accounts = {partner: partner._get_kam_account() for partner in self}
        planned_accounts = self.browse().concat(*set(accounts.values()))
        plans = planned_accounts._read_kam_plans()
        for partner, account in accounts.items():
            account_plans = plans.get(account, self.env["kam.plan"])
            active = account_plans.filtered(lambda plan: plan.state == "active")[:1]
            partner.kam_plan_count = len(account_plans)
            partner.kam_plan_id = active
            partner.kam_account_tier_id = partner.kam_tier_id or account.kam_tier_id
            partner.kam_user_id = active.user_id
            partner.is_key_account = bool(active)

    def _read_kam_plans(self):
        if not self:
            return {}
        plans = self.env["kam.plan"].search([("partner_id", "in", self.ids)])
        return plans.grouped("partner_id")

    def _get_kam_company(self):
        """The company in which this account is looked at: the user's current one, or that of the
        account's plan where only another one that he has chosen has one.
        """
        plans = self._read_kam_plans().get(self, self.env["kam.plan"])
        plans = plans.filtered(lambda plan: plan.state == "active") or plans
        current = self.env.company
        return current if current in plans.company_id else plans[:1].company_id or current

    def _search_by_active_plan(self, domain):
        """Contacts at which an active plan shows: its customer and all below it, but for those
        that have a nearer plan.
        """
        active = Domain("state", "=", "active") & domain
        plans = self.env["kam.plan"].search_fetch(active, ["partner_id"])
        return self._get_below_domain(plans.partner_id)

    @api.model
    def _get_below_domain(self, accounts):
        """Contacts whose account (`_get_kam_account`) is one of these."""
        below = Domain("id", "child_of", accounts.ids)
        planned = self._find_partners_sudo(
            below & Domain("id", "in", list(self._get_planned_partner_ids()))
        )
        nearer = planned - accounts
        if not nearer:
            return below
        under = Domain("id", "child_of", nearer.ids)
        again = self._find_partners_sudo(under & Domain("id", "in", accounts.ids))
        return below & ~(under & ~self._get_below_domain(again))

    @api.model
    def _find_partners_sudo(self, domain):
        """As superuser: where accounts stand does not depend on who asks."""
        everybody = self.sudo().with_context(active_test=False)
        return self.browse(everybody.search(domain).ids)

    def _search_is_key_account(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._search_by_active_plan(Domain.TRUE)

    def _search_kam_plan_id(self, operator, value):
        if operator != "in" or False in value:
            return NotImplemented
        return self._search_by_active_plan(Domain("id", "in", value))

    def _search_kam_user_id(self, operator, value):
        if operator not in ("in", "any") or (operator == "in" and False in value):
            return NotImplemented
        return self._search_by_active_plan(Domain("user_id", operator, value))

    @api.model_create_multi
    def create(self, vals_list):
        """Give new customers a tier only by who may."""
        partners = super().create(vals_list)
        for partner, vals in zip(partners, vals_list, strict=True):
            if vals.get("kam_tier_id"):
                partner._check_may_set_tier()
        return partners

    def write(self, vals):
        """Let only those who decide about an account change its tier."""
        if "kam_tier_id" in vals:
            tier_id = vals["kam_tier_id"] or False
            self.filtered(lambda p: p.kam_tier_id.id != tier_id)._check_may_set_tier()
        return super().write(vals)

    def _check_may_set_tier(self):
        """Refuse who is neither a manager nor the key account manager of the plan that counts.

        :raise AccessError: naming the customer
        """
        for partner, plan in self._find_deciding_plans_sudo().items():
            if plan.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "The tier of “%s” is changed by managers of Key Account Management and by "
                        "the key account manager of its account plan. Ask one of them.",
                        partner.display_name,
                    )
                )

    def _find_deciding_plans_sudo(self):
        """The plan whose key account manager decides about the tier of each customer.

        :return: dict {partner: kam.plan}, empty for managers, who decide about all
        """
        if self.env.su or self.env.user.has_group("kam_planning.group_kam_manager"):
            return {}
        planned = self.filtered(lambda partner: partner.id in self._get_planned_partner_ids())
        plans, company = self.env["kam.plan"].sudo(), self.env.company
        found = plans._find_in_force(planned, company) if planned else {}
        return {partner: found.get((partner, company), plans) for partner in self}

    @api.depends_context("uid", "company")
    def _compute_kam_may_set_tier(self):
        deciding = self._origin._find_deciding_plans_sudo()
        for partner in self:
            plan = deciding.get(partner._origin)
            partner.kam_may_set_tier = plan is None or plan.user_id == self.env.user

    def _set_kam_tier(self, tier):
        """Write the tier, in the company of the context, with the right to decide about it."""
        changed = self.filtered(lambda partner: partner.kam_tier_id != tier)
        changed._check_may_set_tier()
        changed._log_kam_tier_sudo(tier)
        changed._set_kam_tier_sudo(tier)

    def _set_kam_tier_sudo(self, tier):
        """As superuser: who works on plans need not be allowed to write contacts."""
        if self:
            # What is to be told of it stands in one message for all: Odoo would write one by one.
            self.sudo().with_context(mail_notrack=True).write({"kam_tier_id": tier.id})

    def _log_kam_tier_sudo(self, tier):
        """Say in the chatter how the tier changes."""
        names = {
            partner.id: (partner.kam_tier_id.name or "–", tier.name or "–") for partner in self
        }
        bodies = {
            key: self.env._("Tier: %(old)s → %(new)s", old=old, new=new)
            for key, (old, new) in names.items()
        }
        if bodies:
            self.sudo()._message_log_batch(bodies)

    def action_open_kam_plans(self):
        """Open the account's plans, or propose to make the first one."""
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_plan_action")
        plans = self.env["kam.plan"].search([("partner_id", "=", account.id)], limit=2)
        context = {"default_partner_id": account.id}
        if len(plans) == 1:
            return {**action, "res_id": plans.id, "views": [(False, "form")], "context": context}
        return {**action, "domain": [("partner_id", "=", account.id)], "context": context}

    def action_create_kam_plan(self):
        """Open the dialogue that makes an account plan for this customer."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_plan_create_action"
        )
        return {**action, "context": {"default_partner_id": self.commercial_partner_id.id}}
