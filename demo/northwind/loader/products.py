"""Categories and products."""

from odoo import Command

# Northwind records no cost. A wholesaler of food keeps about a quarter of the list price, which
# is what this share leaves; margins in the demonstration are therefore an assumption.
COST_SHARE = 0.75


def load(demo):
    """Create the 8 categories and 77 products."""
    demo.load_missing(
        "category",
        "product.category",
        demo.source.categories,
        "category_id",
        lambda row: {"name": row["category_name"]},
    )
    categories = demo.get_ids("category")
    demo.load_missing(
        "product",
        "product.product",
        demo.source.products,
        "product_id",
        lambda row: _prepare_product(row, categories),
    )
    demo.commit()


def _prepare_product(row, categories):
    price = round(float(row["unit_price"]), 2)
    return {
        "name": row["product_name"],
        "default_code": f"NW{int(row['product_id']):02}",
        "description_sale": row["quantity_per_unit"],
        "type": "consu",
        "categ_id": categories[row["category_id"]],
        "list_price": price,
        "standard_price": round(price * COST_SHARE, 2),
        "invoice_policy": "order",
        # Discontinued products stay in old orders and are not offered any more.
        "sale_ok": row["discontinued"] != "1",
        # Northwind sells without tax, so that revenue is the plain sum of the lines.
        "taxes_id": [Command.clear()],
        "supplier_taxes_id": [Command.clear()],
    }
