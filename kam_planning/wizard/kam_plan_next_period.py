from odoo import api, fields, models

from ..models.common.arguments import check_one
from .kam_plan_dialogue import PROPOSED


class KamPlanNextPeriod(models.TransientModel):
    """Shows what the plan of the next period takes along, before it is prepared."""

    _name = "kam.plan.next.period"
    _description = "Prepare Next Period"
    _inherit = ["kam.plan.dialogue"]

    plan_id = fields.Many2one(string="Running Plan")
    date_start = fields.Date(
        "Start",
        compute="_compute_period",
        required=True,
        precompute=True,
        **PROPOSED,
    )
    date_end = fields.Date(
        "End",
        compute="_compute_period",
        required=True,
        precompute=True,
        **PROPOSED,
    )
    objective_ids = fields.Many2many(
        "kam.objective",
        string="Open Objectives to Copy",
        compute="_compute_open_work",
        domain="[('plan_id', '=', plan_id), ('state', '=', 'open')]",
        **PROPOSED,
    )
    action_ids = fields.Many2many(
        "kam.action",
        string="Open Actions to Take Along",
        compute="_compute_open_work",
        domain="[('plan_id', '=', plan_id), ('is_open', '=', True)]",
        **PROPOSED,
    )

    @api.depends("plan_id")
    def _compute_period(self):
        for wizard in self:
            if wizard.plan_id:
                wizard.date_start, wizard.date_end = wizard.plan_id._get_next_period()

    @api.depends("plan_id")
    def _compute_open_work(self):
        for wizard in self:
            plan = wizard.plan_id
            wizard.objective_ids = plan.objective_ids.filtered(lambda o: o.state == "open")
            wizard.action_ids = plan.action_ids.filtered("is_open")

    def action_prepare(self):
        """Make the draft of the next period and open it; the running plan stays as it is.

        :return: window action on the draft
        :raise AccessError: when the user may not write the running plan
        :raise UserError: when that plan is not in force yet, or its next period is prepared already
        """
        check_one(self)
        plan = self.plan_id
        periods = {plan: (self.date_start, self.date_end)}
        successor = plan._create_successors(periods, self.objective_ids)
        successor.left_out_action_ids = plan.action_ids.filtered("is_open") - self.action_ids
        return successor._get_records_action(context={})
