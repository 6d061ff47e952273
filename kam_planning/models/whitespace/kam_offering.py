from odoo import fields, models


class KamOffering(models.Model):
    _inherit = "kam.offering"

    whitespace_ids = fields.One2many("kam.whitespace", "offering_id")
