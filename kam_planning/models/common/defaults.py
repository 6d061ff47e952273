"""Values of new records with their defaults; no model of its own."""


def with_defaults(model, vals_list, names):
    """Complete values by the defaults that they would be created with.

    A guard that looks at values asks this first: a default comes from the context of the caller,
    or from what a user saved as his own, just as well as from the field.

    :param model: the model whose records are to be created
    :param list vals_list: values as `create` takes them
    :param names: the fields that matter
    :return: list of new dicts
    """
    missing = [name for name in names if any(name not in vals for vals in vals_list)]
    defaults = model.default_get(missing) if missing else {}
    return [{**defaults, **vals} for vals in vals_list]
