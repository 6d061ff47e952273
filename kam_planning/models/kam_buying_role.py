from odoo import fields, models


class KamBuyingRole(models.Model):
    """What somebody does in the customer's decisions to buy."""

    _name = "kam.buying.role"
    _description = "Buying Role"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    abbreviation = fields.Char(translate=True, help="Two or three letters for the badge.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour")
    description = fields.Text(translate=True, help="By what this person is recognised.")

    _name_uniq = models.Constraint("UNIQUE (name)", "Two buying roles cannot have the same name.")
