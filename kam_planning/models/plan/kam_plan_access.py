from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from ..common.at_once import hold
from ..common.caches import clear_caches
from .kam_plan_workflow import OPEN_STATES


class KamPlanAccess(models.AbstractModel):
    """Who may see and work on a plan, who may plan which customer, and the list of all that have a
    plan at all.
    """

    _name = "kam.plan.access"
    _description = "Access to a Plan"

    access_user_ids = fields.Many2many(
        "res.users",
        "kam_plan_access_rel",
        "plan_id",
        "user_id",
        "Who Works on the Plan",
        compute="_compute_access_user_ids",
        store=True,
        help="Key account manager, executive sponsor and members: they read and write the plan.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")
    confidentiality = fields.Selection(
        [("company", "Company: all users of Key Account Management read it"), ("team", "Team")],
        required=True,
        default="company",
        tracking=True,
    )

    def _find_hidden_places_sudo(self):
        """Of the customers of these plans, those whose other plans the user may none of read.

        :return: set of (customer, company)
        """
        domain = Domain("partner_id", "in", self.partner_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids) & Domain("id", "not in", self.ids)
        everything = self.with_context(active_test=False)
        others = everything.sudo().search_fetch(domain, ["partner_id", "company_id"])
        readable = everything.search([("id", "in", others.ids)]) if others else others
        return {plan._get_place() for plan in others} - {plan._get_place() for plan in readable}

    def _check_hidden_plans(self):
        """What is known about a customer is seen with any of its plans: nobody comes to it by
        making a plan beside one that is confidential.

        No constraint, for Odoo checks those as superuser.

        :raise ValidationError: when all other plans of a customer are hidden from the user
        """
        if self.env.su or self.env.user.has_group("kam_planning.group_kam_manager"):
            return
        hidden = self._find_hidden_places_sudo()
        for plan in self:
            if plan._get_place() in hidden:
                raise ValidationError(
                    self.env._(
                        "You cannot make an account plan for “%s”: there is one that you may not "
                        "read. Ask a manager to put you on its team.",
                        plan.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Note the customers that get their first plan."""
        planned = self.env["res.partner"]._get_planned_partner_ids()
        plans = super().create(vals_list)
        plans._note_planned_partners(planned)
        plans._check_hidden_plans()
        return plans

    def write(self, vals):
        """Note the customers that plans move to."""
        planned = "partner_id" in vals and self.env["res.partner"]._get_planned_partner_ids()
        result = super().write(vals)
        if "partner_id" in vals:
            self._note_planned_partners(planned)
        if not {"partner_id", "company_id"}.isdisjoint(vals):
            self._check_hidden_plans()
        return result

    def _note_planned_partners(self, planned):
        """Outdate the list when it misses a customer. One too many costs a query and no more.

        :param planned: ids that were on the list before these plans
        """
        if not planned.issuperset(self.partner_id.ids):
            clear_caches(self.env)

    @api.depends("user_id", "sponsor_id", "member_ids.user_id")
    def _compute_access_user_ids(self):
        # All at once: assigned one by one, each plan costs three queries.
        self._fields["access_user_ids"].write_batch(
            [
                (
                    plan,
                    [Command.set((plan.user_id | plan.sponsor_id | plan.member_ids.user_id).ids)],
                )
                for plan in self
            ]
        )

    @api.depends("access_user_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for plan in self:
            plan.is_mine = self.env.user in plan.access_user_ids

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("access_user_ids", "in", self.env.uid)]

    @api.model
    def _get_measured_domain(self):
        """Confidential plans are in nobody's figures."""
        return super()._get_measured_domain() & Domain("confidentiality", "=", "company")

    def _get_place(self):
        """Where a plan's map is: the customer in one company."""
        return (self.partner_id, self.company_id)

    def _get_places_domain(self):
        domain = Domain("account_id", "in", self.partner_id.ids)
        return domain & Domain("company_id", "in", self.company_id.ids)

    def _hold_places_sudo(self):
        """Let only one at a time make what belongs to these customers. As superuser: the same
        customer may have plans that the user does not see.
        """
        plans = self.sudo().with_context(active_test=False)
        domain = Domain("partner_id", "in", self.partner_id.ids)
        hold(plans.search(domain & Domain("company_id", "in", self.company_id.ids)))

    @api.model
    def _find_in_force(self, accounts, companies):
        """The plan that counts for each customer and company: active, else submitted, else draft.

        :return: dict {(account, company): kam.plan}
        """
        plans = self.search(
            Domain("partner_id", "in", accounts.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("state", "in", OPEN_STATES),
            order="state_rank, id",
        )
        in_force = {}
        for plan in plans:
            in_force.setdefault(plan._get_place(), plan)
        return in_force
