from odoo import fields, models


class KamBuyingCenter(models.Model):
    _inherit = "kam.buying.center"

    whitespace_ids = fields.One2many("kam.whitespace", "buying_center_id")
