from odoo import fields, models


class KamStakeholderQuestion(models.Model):
    """A question with yes or no whose answers propose influence and support."""

    _name = "kam.stakeholder.question"
    _description = "Question About a Person"
    _inherit = ["kam.guarded"]
    _order = "about, sequence, id"

    name = fields.Char("Question", required=True, translate=True)
    about = fields.Selection(
        [("influence", "Influence"), ("support", "Support")], required=True, default="influence"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
