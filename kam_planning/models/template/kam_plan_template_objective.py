from odoo import fields, models

from ..execution.kam_objective import BENEFITS, HORIZONS


class KamPlanTemplateObjective(models.Model):
    _name = "kam.plan.template.objective"
    _description = "Account Plan Template Objective"
    _inherit = ["kam.plan.template.line"]

    name = fields.Char("Objective", required=True, translate=True)
    benefit_for = fields.Selection(BENEFITS, "For", required=True, default="both")
    customer_gain = fields.Text("What the Customer Gains", translate=True)
    our_gain = fields.Text("What We Gain", translate=True)
    horizon = fields.Selection(HORIZONS, required=True, default="short")
    weight = fields.Float(default=1.0, aggregator=None)
    role_id = fields.Many2one("kam.team.role", "Owner Role", ondelete="set null")
    due_months = fields.Integer(
        "Due After (months)",
        default=12,
        aggregator=None,
        help="Months from the plan's start to the due date.",
    )

    _due_positive = models.Constraint(
        "CHECK (due_months > 0)", "An objective is due at least one month after the plan's start."
    )
