from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..execution.kam_action import PRIORITIES


class KamPlanTemplateAction(models.Model):
    """A starting action, given to a role: who fills it differs from account to account."""

    _name = "kam.plan.template.action"
    _description = "Account Plan Template Action"
    _inherit = ["kam.plan.template.line"]
    _loop_fields = ("after_id",)

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
    after_id = fields.Many2one(
        "kam.plan.template.action",
        ondelete="set null",
        index="btree_not_null",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
        # The template's copy points it to the copied action.
        copy=False,
        help="Begins when that action is done or cancelled, and not before its deadline.",
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

    @api.constrains("after_id", "template_id")
    def _check_after(self):
        if self._has_cycle("after_id"):
            circling = next(action for action in self if action._has_cycle("after_id"))
            raise ValidationError(
                self.env._(
                    "“%s” would wait, by way of others, for itself. Choose another action as "
                    "“After”.",
                    circling.name,
                )
            )
        for action in self:
            if action.after_id and action.after_id.template_id != action.template_id:
                raise ValidationError(
                    self.env._(
                        "Action “%(action)s”: “%(other)s” belongs to another template. Choose an "
                        "action of this template as “After”.",
                        action=action.name,
                        other=action.after_id.name,
                    )
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
