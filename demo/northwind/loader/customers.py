"""The 91 customers and their contact persons."""

from .places import Places


def load(demo):
    """Create each customer as a company, with its contact person below it."""
    places = Places(demo.env)
    users, salespersons = demo.get_ids("employee"), demo.source.get_salespersons()
    demo.load_missing(
        "customer",
        "res.partner",
        demo.source.customers,
        "customer_id",
        lambda row: _prepare_customer(places, row, users.get(salespersons.get(row["customer_id"]))),
    )
    customers = demo.get_ids("customer")
    demo.load_missing(
        "contact",
        "res.partner",
        demo.source.customers,
        "customer_id",
        lambda row: _prepare_contact(row, customers[row["customer_id"]]),
    )
    demo.commit()


def _prepare_customer(places, row, user_id):
    return {
        "name": row["company_name"],
        "ref": row["customer_id"],
        "is_company": True,
        "phone": row["phone"],
        "user_id": user_id,
        **places.prepare_address(row),
    }


def _prepare_contact(row, company_id):
    return {
        "name": row["contact_name"],
        "function": row["contact_title"],
        "phone": row["phone"],
        "parent_id": company_id,
        "type": "contact",
    }
