from odoo import api, fields, models

from ..models.common.arguments import check_one
from ..models.common.days import today_of_user
from ..models.common.period_names import fiscal_year_of
from ..tools import dates


class KamPlanCreate(models.TransientModel):
    """From a customer to a usable plan: choose template and period, the rest is filled in."""

    _name = "kam.plan.create"
    _description = "Create Account Plan"
    _inherit = ["kam.guarded"]

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        ondelete="cascade",
        domain="[('is_company', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    template_id = fields.Many2one(
        "kam.plan.template",
        ondelete="cascade",
        default=lambda self: self.env["kam.plan.template"].search([], limit=1),
    )
    template_description = fields.Text(related="template_id.description")
    date_start = fields.Date(
        "Start",
        required=True,
        default=lambda self: self._default_date_start(),
    )
    date_end = fields.Date(
        "End",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    sponsor_id = fields.Many2one(
        "res.users",
        "Executive Sponsor",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )

    @api.model
    def _default_date_start(self):
        fiscal = fiscal_year_of(self.env.company)
        return dates.default_period(today_of_user(self), fiscal)[0]

    @api.depends("date_start", "template_id")
    def _compute_date_end(self):
        for wizard in self:
            wizard.date_end = wizard.date_start and wizard.template_id._get_period_end(
                wizard.date_start
            )

    @api.depends("partner_id")
    def _compute_user_id(self):
        """Propose the customer's salesperson if he works with plans, else the current user."""
        for wizard in self:
            salesperson = wizard.partner_id.user_id
            is_worker = salesperson and salesperson.has_group("kam_planning.group_kam_user")
            wizard.user_id = salesperson if is_worker else self.env.user

    def action_create_plan(self):
        """Make the plan with everything its template brings, and open it.

        :return: window action on the plan
        """
        check_one(self)
        plan = self.env["kam.plan"].create(self._prepare_plan_values())
        return plan._get_records_action(context={})

    def action_begin_plan(self):
        """Make the plan, open it, and begin the guided run through it. Whoever makes a plan for a
        colleague is on its team, and may.

        :return: client action
        """
        opened = self.action_create_plan()
        plan = self.env["kam.plan"].browse(opened["res_id"])
        return {
            "type": "ir.actions.client",
            "tag": "kam_open_plan",
            "params": {"plan_id": plan.id, "next": plan.action_set_up()},
        }

    def _prepare_plan_values(self):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "template_id": self.template_id.id,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "user_id": self.user_id.id,
            "sponsor_id": self.sponsor_id.id,
        }
