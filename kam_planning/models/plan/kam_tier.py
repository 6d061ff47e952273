from odoo import fields, models

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar


class KamTier(models.Model):
    _name = "kam.tier"
    _description = "Account Tier"
    _inherit = ["kam.guarded", "kam.in.use"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name",), is_unique=True),)

    name = AlikeChar(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour", aggregator=None)
    description = fields.Text(
        translate=True, help="What puts an account into this tier, and what it gets for it."
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "Two tiers cannot have the same name.")
