from odoo import fields, models

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar


class KamTeamRole(models.Model):
    """What somebody does in an account team; template actions are given to roles."""

    _name = "kam.team.role"
    _description = "Account Team Role"
    _inherit = ["kam.guarded", "kam.in.use"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name", "side"), is_unique=True),)

    name = AlikeChar(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    side = fields.Selection(
        [("us", "Ours"), ("customer", "The customer's")], required=True, default="us"
    )
    description = fields.Text("Responsibilities", translate=True)

    _name_uniq = models.Constraint(
        "UNIQUE (name, side)", "Two roles of the same side cannot have the same name."
    )
