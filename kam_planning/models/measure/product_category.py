from odoo import models


class ProductCategory(models.Model):
    """A category that makes up an offering does not go silently, and its figures with it."""

    _name = "product.category"
    _inherit = ["product.category", "kam.in.use"]
