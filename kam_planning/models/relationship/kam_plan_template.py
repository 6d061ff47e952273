from odoo import fields, models


class KamPlanTemplate(models.Model):
    """What a template asks of the relationship maps of its plans."""

    _inherit = "kam.plan.template"

    required_role_ids = fields.Many2many(
        "kam.buying.role",
        string="Required Buying Roles",
        help="Somebody on the map should have each of these roles; one that nobody has is a gap.",
    )
    makes_gap_actions = fields.Boolean(
        "Make Actions of Gaps",
        help="At night each new gap in the map becomes an action of the plan, with its activity.",
    )
