from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_one
from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlan(models.Model):
    """A global plan stands above the local plans of one customer's group, in whichever of our
    companies. Each is read by whom its own company's rules let read it.
    """

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.group", "kam.plan.worldwide"]
    _unoffered_fields = ("sees_global", "local_plan_ids")
    _loop_fields = ("previous_plan_id", "global_plan_id")

    is_global = fields.Boolean(
        "Global Plan",
        tracking=True,
        help="It stands above the plans that our companies have for parts of the customer's group, "
        "and adds up their figures.",
    )
    # Not tracked: who reads the plan need not know of the other one.
    global_plan_id = fields.Many2one(
        "kam.plan",
        "Part of Global Plan",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_global', '=', True), ('id', '!=', id)]",
        help="The plan that adds up what our companies do with the customer's group.",
    )
    global_currency_id = fields.Many2one(
        "res.currency",
        "Currency Worldwide",
        ondelete="restrict",
        help="The figures of all companies are added up in it; where it is empty, in the currency "
        "of the plan's company.",
    )
    local_plan_ids = fields.One2many("kam.plan", "global_plan_id", "Local Plans")
    local_plan_count = fields.Integer(compute="_compute_local_plan_count", aggregator=None)
    sees_global = fields.Boolean(compute="_compute_sees_global", export_string_translation=False)

    @api.depends("is_global", "local_plan_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_local_plan_count(self):
        plans = self.filtered("is_global")
        counts = plans._count_local_plans() if plans else {}
        for plan in self:
            plan.local_plan_count = counts.get(plan._origin, 0)

    def _count_local_plans(self, states=Domain.TRUE):
        """How many local plans the user sees below each: {plan: int}."""
        domain = Domain("global_plan_id", "in", self.ids) & states
        return dict(self._read_group(domain, ["global_plan_id"], ["__count"]))

    @api.depends("global_plan_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sees_global(self):
        """Whether nothing is hidden from the user that stands above the plan."""
        readable = self.global_plan_id._filtered_access("read")
        for plan in self:
            plan.sees_global = plan.global_plan_id <= readable

    def action_open_local_plans(self):
        """Open the local plans below a global plan, as far as the user may read them."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_plan_action")
        return {
            **action,
            "name": self.env._("Local Plans"),
            "domain": [("global_plan_id", "=", self.id)],
            "context": {"search_default_group_company": 1},
        }

    def _get_chapter_marks(self):
        """Add how many local plans the chapter shows."""
        marks = super()._get_chapter_marks()
        plans, are_open = self.filtered("is_global"), Domain("state", "in", OPEN_STATES)
        for plan, count in plans._count_local_plans(are_open).items() if plans else ():
            marks[plan].setdefault("worldwide", {})["count"] = count
        return marks

    def _get_overview_parts(self):
        """Add what the customer is worth worldwide."""
        parts = super()._get_overview_parts()
        return [*parts, self._prepare_worldwide_part()] if self.is_global else parts

    # Its neighbours in time, and what becomes of it

    def _prepare_successor_values(self, date_start, date_end):
        """A global plan goes on as one."""
        values = super()._prepare_successor_values(date_start, date_end)
        return {
            **values,
            "is_global": self.is_global,
            "global_currency_id": self.global_currency_id.id,
        }

    def _create_successors(self, periods, objectives):
        """The next plans hang where these do, and have below them what begins in their period."""
        successors = super()._create_successors(periods, objectives)
        successors._follow_global_sudo()
        successors._take_locals_sudo(begun_before=False)
        return successors

    def _carry_work_over(self):
        """With the work, the local plans that go on come along."""
        result = super()._carry_work_over()
        self._take_locals_sudo(begun_before=True)
        return result

    def _return_work(self):
        """With the work, the local plans go back."""
        result = super()._return_work()
        self._return_locals_sudo()
        return result

    def _absorb_lines(self, other):
        """Of merged customers the plan that goes on is global if one of both was, with the local
        plans of both.
        """
        result = super()._absorb_lines(other)
        if other.is_global:
            below = other._find_local_plans_sudo() - self
            currency = self.global_currency_id or other.global_currency_id
            self.write(
                {"is_global": True, "global_plan_id": False, "global_currency_id": currency.id}
            )
            below.write({"global_plan_id": self.id})
        elif other.global_plan_id and not (self.is_global or self.global_plan_id):
            self.global_plan_id = other.global_plan_id
        return result
