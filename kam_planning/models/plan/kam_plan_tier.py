from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.defaults import with_defaults
from .kam_plan_workflow import OPEN_STATES

# States in which a plan has its customer's tier; from the approval on it keeps the one it had.
FOLLOWING = ("draft", "submitted")


class KamPlanTier(models.AbstractModel):
    """The tier of a plan: that of its customer, in the plan's company, until it is approved.

    `res.partner.kam_tier_id` is the truth. What is written to a plan that is not approved is
    written to its customer; of an approved plan it is what the tier was at the approval.
    """

    _name = "kam.plan.tier"
    _description = "Tier of a Plan"

    tier_id = fields.Many2one(
        "kam.tier",
        compute="_compute_tier_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The customer's tier until the plan is approved; from then on what it was at the "
        "approval.",
    )

    # Not of the state: a link that depends on it would have each change of state look for all that
    # hangs on the plan. `write` sees to it.
    @api.depends("partner_id.kam_tier_id", "company_id")
    def _compute_tier_id(self):
        for plan in self:
            if plan.state in FOLLOWING or not plan._origin.id:
                plan.tier_id = plan.partner_id.with_company(plan.company_id).kam_tier_id

    @api.model_create_multi
    def create(self, vals_list):
        """Give the customers the tiers that new plans say; a customer without one, also a proposed
        tier. An empty cell says nothing.
        """
        vals_list = with_defaults(self, vals_list, ("tier_id",))
        given = [vals.get("tier_id") for vals in vals_list]
        vals_list = [
            {name: value for name, value in vals.items() if name != "tier_id" or value}
            for vals in vals_list
        ]
        plans = super().create(vals_list)
        groups = {}
        for plan, tier_id in zip(plans, given, strict=True):
            tier = plan.tier_id.browse(tier_id) if tier_id else plan._propose_tier()
            if tier and plan.state in OPEN_STATES:
                groups.setdefault((plan.company_id, tier), []).append(plan.id)
        for (company, tier), ids in groups.items():
            plans.browse(ids)._begin_tier(company, tier)
        return plans

    def write(self, vals):
        """Write the tier of plans that are not approved to their customers."""
        if "tier_id" not in vals:
            keeping = self._hold_tiers(vals)
            result = super().write(vals)
            again = keeping.filtered(lambda plan: plan.state in FOLLOWING)
            self.env.add_to_compute(self._fields["tier_id"], again)
            return result
        self._check_tier_is_open(vals["tier_id"] or False)
        following = self.filtered(lambda plan: plan.state in FOLLOWING)
        result = super().write(vals)
        for company, plans in following.grouped("company_id").items():
            customers = plans.partner_id.with_company(company)
            customers._set_kam_tier(plans.tier_id.browse(vals["tier_id"] or []))
        return result

    def _hold_tiers(self, vals):
        """An approval keeps the tier as it is now; what is a draft again follows its customer.

        :return: the plans that keep theirs, where the state is written
        """
        if "state" not in vals:
            return self.browse()
        self.flush_recordset(["tier_id"])
        return self.filtered(lambda plan: plan.state not in FOLLOWING)

    @api.model
    def _follow_tiers_sudo(self, customers):
        """Give plans that are not approved the tiers of their customers anew, as superuser: the
        tiers were changed in the database, whoever may read the plans.
        """
        plans = self.sudo().with_context(active_test=False)
        following = plans.search([("partner_id", "in", customers.ids), ("state", "in", FOLLOWING)])
        self.env.add_to_compute(self._fields["tier_id"], following)

    def _propose_tier(self):
        """The tier for a customer who has none yet: a hook."""
        return self.env["kam.tier"]

    def _begin_tier(self, company, tier):
        """Give the tier of these new plans to their customers.

        A customer who has a tier keeps it where the plan begins in force: that of an imported plan
        may be of the past.
        """
        first = self.filtered(lambda p: not p.partner_id.with_company(company).kam_tier_id)
        # What the plan begins with is no change to note, neither here nor on the customer.
        first = first.with_context(tracking_disable=True)
        first.partner_id.with_company(company)._set_kam_tier_sudo(tier)
        first.filtered(lambda plan: plan.tier_id != tier)._keep_tier_sudo(tier)
        others = (self - first).filtered(lambda p: p.state in FOLLOWING and p.tier_id == tier)
        others.partner_id.with_company(company)._set_kam_tier(tier)

    def _keep_tier_sudo(self, tier):
        """As superuser: nobody writes the tier of a plan in force by hand."""
        self.sudo().write({"tier_id": tier.id})

    def _check_tier_is_open(self, tier_id):
        """Refuse to change what the tier was at the approval."""
        if self.env.su:
            return
        for plan in self:
            if plan.state not in FOLLOWING and plan.tier_id.id != tier_id:
                raise UserError(
                    self.env._(
                        "“%(plan)s” was approved and keeps the tier that it had then. Change the "
                        "tier of the customer “%(customer)s” instead: the next plan takes it over.",
                        plan=plan.name,
                        customer=plan.partner_id.display_name,
                    )
                )
