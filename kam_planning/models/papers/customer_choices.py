"""What choices are called for the customer, whose page says “you” to him and “we” of us; no model
of its own."""


def tell_choice(env, field, value):
    """What a choice is called for somebody of the customer.

    :param env: in the language of the reader
    :param field: selection field of Odoo
    :param value: its key
    :return: str, "" where there is none
    """
    words = dict(field._description_selection(env))
    words |= get_choices(env).get((field.model_name, field.name), {})
    return words.get(value, value or "")


def get_choices(env):
    """Choices whose own names are those that we give them among ourselves.

    :return: dict {(model, field): {key: text}}
    """
    return {
        ("kam.objective", "benefit_for"): {
            "us": env._("We"),
            "customer": env._("You"),
            "both": env._("Both of us"),
        },
        ("kam.key.date", "kind"): {"fiscal_year": env._("Your fiscal year")},
        ("kam.force", "kind"): {
            "driving": env._("Helps"),
            "restraining": env._("Hinders"),
        },
        ("kam.investment", "kind"): {
            "focus": env._("We do more"),
            "stop": env._("We stop"),
        },
        ("kam.value", "unit"): {"currency": env._("Money")},
    }
