from odoo import fields, models

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar


class KamBuyingRole(models.Model):
    """What somebody does in the customer's decisions to buy."""

    _name = "kam.buying.role"
    _description = "Buying Role"
    _inherit = ["kam.guarded", "kam.in.use"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name",), is_unique=True),)

    name = AlikeChar(required=True, translate=True)
    abbreviation = fields.Char(translate=True, help="Two or three letters for the badge.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour", aggregator=None)
    description = fields.Text(translate=True, help="By what this person is recognised.")

    # The name as it was first given; its translations may agree.
    _name_first_uniq = models.UniqueIndex(
        "((name->>'en_US'))", "Two buying roles cannot have the same name."
    )

    def copy_data(self, default=None):
        """Give a copy a name of its own."""
        values = super().copy_data(default)
        if "name" in (default or {}):
            return values
        return [
            {**vals, "name": self.env._("%s (copy)", role.name)}
            for role, vals in zip(self, values, strict=True)
        ]
