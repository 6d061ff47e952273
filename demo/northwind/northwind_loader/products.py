"""Categories and products."""

from odoo import Command

from .dataset import money

# Northwind records no cost. That a wholesaler of food keeps a quarter of the list price is an
# assumption, made so that margins can be shown at all.
COST_SHARE = 0.75


def load_products(run):
    """Load the categories and products; discontinued ones can no longer be sold.

    :return: dict {product id in the files: id of the product}
    """
    goods = run.env.ref("product.product_category_goods", raise_if_not_found=False)
    categories = run.create_missing(
        "product.category",
        "category",
        run.data.categories,
        lambda _key, row: {"name": row["category_name"], "parent_id": goods.id if goods else False},
        label="categories",
    )
    return run.create_missing(
        "product.product",
        "product",
        run.data.products,
        lambda key, row: _prepare_product(key, row, categories),
    )


def _prepare_product(key, row, categories):
    price = money(row["unit_price"])
    return {
        "name": row["product_name"],
        "default_code": f"NW-{int(key):02}",
        "type": "consu",
        "categ_id": categories[row["category_id"]],
        "list_price": price,
        "standard_price": round(price * COST_SHARE, 2),
        "description_sale": row["quantity_per_unit"],
        "invoice_policy": "order",
        "sale_ok": row["discontinued"] == "0",
        "taxes_id": [Command.clear()],
        "supplier_taxes_id": [Command.clear()],
    }
