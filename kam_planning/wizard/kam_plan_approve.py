from odoo import api, fields, models

from ..models.common.arguments import check_one


class KamPlanApprove(models.TransientModel):
    """Shows what the approval of a next period closes and moves, before it is given."""

    _name = "kam.plan.approve"
    _description = "Approve Account Plan"
    _inherit = ["kam.guarded"]

    plan_ids = fields.Many2many("kam.plan", string="Account Plans", required=True)
    previous_plan_ids = fields.Many2many(
        "kam.plan", string="Previous Plans", compute="_compute_previous_plan_ids"
    )
    closing_plan_ids = fields.Many2many(
        "kam.plan", string="Plans to Close", compute="_compute_previous_plan_ids"
    )
    action_ids = fields.Many2many(
        "kam.action",
        string="Open Actions That Move",
        compute="_compute_action_ids",
        store=True,
        readonly=False,
        domain="[('plan_id', 'in', previous_plan_ids), ('is_open', '=', True)]",
    )

    @api.depends("plan_ids")
    def _compute_previous_plan_ids(self):
        for wizard in self:
            predecessors = wizard._get_plans()._get_predecessors(("active", "closed")).values()
            previous = self.env["kam.plan"].concat(*predecessors)
            wizard.previous_plan_ids = previous
            wizard.closing_plan_ids = previous.filtered(lambda plan: plan.state == "active")

    @api.depends("plan_ids")
    def _compute_action_ids(self):
        for wizard in self:
            work = wizard._get_plans()._get_work_to_carry().values()
            wizard.action_ids = self.env["kam.action"].concat(*work)

    def _get_plans(self):
        """The plans as records of the database, also while the dialogue is a form."""
        return self.plan_ids._origin

    def action_approve(self):
        """Put the plans into force, close the running ones, and move what was not removed.

        :return: action that closes the dialogue
        :raise AccessError: when the user is no manager
        :raise UserError: when a plan cannot become active
        """
        check_one(self)
        plans = self._get_plans()
        plans._check_is_manager()
        for plan, previous in plans._get_predecessors(("active", "closed")).items():
            plan.left_out_action_ids = previous.action_ids.filtered("is_open") - self.action_ids
        plans.action_approve()
        return {"type": "ir.actions.act_window_close"}
