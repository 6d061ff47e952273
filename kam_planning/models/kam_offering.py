from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class KamOffering(models.Model):
    """What we sell, in the words in which we plan: categories, products, or a service to be."""

    _name = "kam.offering"
    _description = "Offering"
    _order = "parent_path, sequence, id"
    _parent_store = True
    _parent_name = "parent_id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    parent_id = fields.Many2one("kam.offering", "Part Of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("kam.offering", "parent_id", "Parts")
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade")
    category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="All products of these categories and of the categories below them.",
    )
    product_ids = fields.Many2many("product.product", string="Products")
    whitespace_ids = fields.One2many("kam.whitespace", "offering_id", "Whitespace")

    @api.depends("name", "parent_id.name")
    @api.depends_context("hierarchical_naming")
    def _compute_display_name(self):
        """Name the parents too where offerings are chosen from a list."""
        super()._compute_display_name()
        if self.env.context.get("hierarchical_naming"):
            for offering in self.filtered("parent_id"):
                offering.display_name = f"{offering.parent_id.display_name} / {offering.name}"

    def _get_product_scope_sudo(self):
        """Products of each offering and of the offerings below it.

        :return: list of tuples (offering id, product.product id)
        """
        below = self._get_offering_scope_sudo()
        parts = self.sudo().browse({part for _offering, part in below})
        own = {part.id: part._get_own_products() for part in parts}
        return list({(top, product) for top, part in below for product in own[part]})

    def _get_own_products(self):
        """Ids of the products that this offering names itself, archived ones included."""
        self.ensure_one()
        if not self.category_ids and not self.product_ids:
            return []
        domain = (
            Domain("categ_id", "child_of", self.category_ids.ids)
            if self.category_ids
            else (Domain.FALSE)
        )
        domain |= Domain("id", "in", self.product_ids.ids)
        products = self.env["product.product"].with_context(active_test=False)
        return products.search(domain, order="id").ids

    def _get_offering_scope_sudo(self):
        """Each offering with itself and those below it: list of tuples (offering id, id below)."""
        if not self:
            return []
        every = self.sudo().with_context(active_test=False)
        below = every.search([("id", "child_of", self.ids)])
        return [
            (top.id, part.id)
            for top in self.sudo()
            for part in below
            if part.parent_path.startswith(top.parent_path)
        ]

    def _prepare_measure_split(self):
        """What a measure's figures are split by: see `kam_measure_path.join_split`."""
        products = self._get_product_scope_sudo()
        records = self.env["product.product"].sudo().with_context(active_test=False)
        templates = {p.id: p.product_tmpl_id.id for p in records.browse({p for _o, p in products})}
        return {
            "scopes": {
                "kam.offering": self._get_offering_scope_sudo(),
                "product.product": products,
                "product.template": list({(o, templates[p]) for o, p in products}),
                "product.category": self._get_category_scope_sudo(),
            }
        }

    def _get_category_scope_sudo(self):
        """Categories of each offering and of those below: list of (offering id, category id)."""
        below = self._get_offering_scope_sudo()
        categories = self.env["product.category"].sudo()
        found = set()
        for top, part in below:
            chosen = self.sudo().browse(part).category_ids
            found |= {(top, one) for one in categories.search([("id", "child_of", chosen.ids)]).ids}
        return list(found)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        cells = self.env["kam.whitespace"].sudo().search([("offering_id", "in", self.ids)], limit=1)
        if cells:
            raise ValidationError(
                self.env._(
                    "“%s” stands on whitespace maps. Archive it instead of deleting it.",
                    cells.offering_id.name,
                )
            )
