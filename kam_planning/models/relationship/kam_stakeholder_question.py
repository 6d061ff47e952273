from odoo import fields, models

from ...tools.rows import NaturalKey


class KamStakeholderQuestion(models.Model):
    """A question with yes or no whose answers propose influence and support."""

    _name = "kam.stakeholder.question"
    _description = "Question About a Person"
    _inherit = ["kam.guarded"]
    _order = "about, sequence, id"
    _natural_keys = (NaturalKey(("name", "about")),)

    name = fields.Char("Question", required=True, translate=True)
    about = fields.Selection(
        [("influence", "Influence"), ("support", "Support")], required=True, default="influence"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
