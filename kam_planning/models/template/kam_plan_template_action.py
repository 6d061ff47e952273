from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..execution.kam_action import PRIORITIES


class KamPlanTemplateAction(models.Model):
    """A starting action, given to a role: who fills it differs from account to account."""

    _name = "kam.plan.template.action"
    _description = "Account Plan Template Action"
    _inherit = ["kam.plan.template.line"]

    name = fields.Char("Action", required=True, translate=True)
    description = fields.Html("How to Do It", translate=True, sanitize=True)
    objective_id = fields.Many2one(
        "kam.plan.template.objective",
        ondelete="set null",
        index="btree_not_null",
        domain="[('template_id', '=', template_id)]",
        # The template's copy points it to the copied objective.
        copy=False,
    )
    role_id = fields.Many2one("kam.team.role", ondelete="set null")
    deputy_role_id = fields.Many2one(
        "kam.team.role",
        ondelete="set null",
        help="Gets the action while nobody fills the role.",
    )
    start_days = fields.Integer(
        "Starts After (days)",
        aggregator=None,
        help="Days from the plan's start to the action's start.",
    )
    due_days = fields.Integer(
        "Due After (days)",
        default=30,
        aggregator=None,
        help="Days from the plan's start to the deadline.",
    )
    effort = fields.Float("Effort (days)", aggregator="sum")
    priority = fields.Selection(PRIORITIES, default="0")

    _days_ordered = models.Constraint(
        "CHECK (start_days >= 0 AND due_days >= start_days)",
        "A template action starts on or after the plan's start and is due after it started.",
    )

    @api.constrains("objective_id", "template_id")
    def _check_objective(self):
        for action in self:
            if action.objective_id and action.objective_id.template_id != action.template_id:
                raise ValidationError(
                    self.env._(
                        "Action “%(action)s”: the objective “%(objective)s” belongs to another "
                        "template. Choose an objective of this template.",
                        action=action.name,
                        objective=action.objective_id.name,
                    )
                )
