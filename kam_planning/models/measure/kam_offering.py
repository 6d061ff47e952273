from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar


class KamOffering(models.Model):
    """What we sell, in the words in which we plan: categories, products, or a service to be."""

    _name = "kam.offering"
    _description = "Offering"
    _inherit = ["kam.guarded", "kam.in.use"]
    _order = "sequence, id"
    _parent_store = True
    _parent_name = "parent_id"
    _loop_fields = ("parent_id",)
    _natural_keys = (
        NaturalKey(("name", "parent_id", "company_id"), empty=("parent_id", "company_id")),
    )

    name = AlikeChar(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    parent_id = fields.Many2one("kam.offering", "Part Of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True, readonly=True)
    child_ids = fields.One2many("kam.offering", "parent_id", "Parts")
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade")
    category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="All products of these categories and of the categories below them.",
    )
    product_ids = fields.Many2many("product.product")

    @api.depends("name", "parent_id.name")
    @api.depends_context("hierarchical_naming")
    def _compute_display_name(self):
        """Name the parents too where offerings are chosen from a list."""
        result = super()._compute_display_name()
        if self.env.context.get("hierarchical_naming"):
            for offering in self.filtered("parent_id"):
                offering.display_name = " / ".join(offering._get_names_downwards())
        return result

    def _get_names_downwards(self):
        """Names of the offerings above, from the top, and of this one: list of str."""
        way, above = self, self.parent_id
        while above and above not in way:
            way, above = above + way, above.parent_id
        return [offering.name or "" for offering in way]

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

    def _get_category_scope_sudo(self):
        """Product categories of each offering, with those below: list of (offering, category)."""
        below = self._get_offering_scope_sudo()
        parts = self.sudo().browse(dict.fromkeys(part for _top, part in below))
        categories = parts.category_ids.search([("id", "child_of", parts.category_ids.ids)])
        inside = {
            chosen: [c.id for c in categories if c.parent_path.startswith(chosen.parent_path)]
            for chosen in parts.category_ids
        }
        pairs = {
            (top, category)
            for top, part in below
            for chosen in parts.browse(part).category_ids
            for category in inside[chosen]
        }
        return sorted(pairs)

    @api.model
    def _get_shared_pairs_sudo(self):
        """Offerings that have products in common, such as a part and its whole.

        :return: list of pairs (offering id, id of another), each in both orders
        """
        self.flush_model(["parent_path", "category_ids", "product_ids"])
        self.env["product.template"].flush_model(["categ_id"])
        query = SQL(
            """
            WITH scope AS (
                SELECT whole.id, part.id AS part_id
                  FROM kam_offering whole
                  JOIN kam_offering part ON part.parent_path LIKE whole.parent_path || '%%'
            ),
            chosen(id, product_id, path, is_category) AS (
                SELECT scope.id, 0, category.parent_path, TRUE
                  FROM scope
                  JOIN %(categories)s rel ON rel.kam_offering_id = scope.part_id
                  JOIN product_category category ON category.id = rel.product_category_id
                 UNION
                SELECT scope.id, product.id, category.parent_path, FALSE
                  FROM scope
                  JOIN %(products)s rel ON rel.kam_offering_id = scope.part_id
                  JOIN product_product product ON product.id = rel.product_product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  LEFT JOIN product_category category ON category.id = template.categ_id
            )
            SELECT DISTINCT one.id, other.id
              FROM chosen one
              JOIN chosen other ON other.id != one.id AND (
                   one.product_id > 0 AND one.product_id = other.product_id
                   OR other.is_category AND one.path LIKE other.path || '%%')
            """,
            categories=SQL.identifier(self._fields["category_ids"].relation),
            products=SQL.identifier(self._fields["product_ids"].relation),
        )
        pairs = self.env.execute_query(query)
        return sorted({*pairs, *((other, one) for one, other in pairs)})

    def _prepare_measure_split(self):
        """What a measure's figures are split by: see `kam_measure_path.join_split`.

        The number of queries does not depend on the number of offerings or products.
        """
        below, categories = self._get_offering_scope_sudo(), self._get_category_scope_sudo()
        pairs = self._get_product_scope_sudo(below, categories)
        return {
            "scopes": {
                "kam.offering": below,
                "product.category": categories,
                "product.product": sorted((top, product.id) for top, product in pairs),
                "product.template": sorted(
                    {(top, product.product_tmpl_id.id) for top, product in pairs}
                ),
            }
        }

    def _get_product_scope_sudo(self, below, categories):
        """The products of each revenue stream, archived ones and those of its categories too.

        :param below: pairs (revenue stream id, id of it or of one below it)
        :param categories: pairs (revenue stream id, category id)
        :return: set of pairs (revenue stream id, product.product as superuser)
        """
        parts = self.sudo().browse(dict.fromkeys(part for _top, part in below))
        products = self.env["product.product"].sudo().with_context(active_test=False)
        in_categories = [category for _top, category in categories]
        domain = Domain("categ_id", "in", in_categories) | Domain("id", "in", parts.product_ids.ids)
        in_scope = products.search_fetch(domain, ["categ_id", "product_tmpl_id"])
        by_category = in_scope.grouped(lambda product: product.categ_id.id)
        pairs = {
            (top, product)
            for top, category in categories
            for product in by_category.get(category, products)
        }
        return pairs | {
            (top, product) for top, part in below for product in parts.browse(part).product_ids
        }
