"""The customers as companies, each with its contact person."""

from .places import Places

PAYMENT_TERM = "account.account_payment_term_30days"


def load_customers(run, users):
    """Load the customers and their contact persons.

    :param dict users: {employee id: id of the user}
    :return: dict {customer id in the files: id of the company}
    """
    places, salespersons = Places(run.env), run.data.salespersons()
    term_id = run.env.ref(PAYMENT_TERM).id
    companies = run.create_missing(
        "res.partner",
        "customer",
        run.data.customers,
        lambda key, row: {
            **places.prepare_address(row),
            "name": row["company_name"],
            "is_company": True,
            "ref": key,
            "phone": row["phone"],
            "user_id": users.get(salespersons.get(key)),
            "property_payment_term_id": term_id,
        },
    )
    run.create_missing(
        "res.partner",
        "contact",
        run.data.customers,
        lambda key, row: {
            "name": row["contact_name"],
            "parent_id": companies[key],
            "function": row["contact_title"],
            "phone": row["phone"],
        },
    )
    return companies
