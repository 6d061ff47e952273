"""Read specifications as the web client derives them from a view: the fields that it asks for."""

from lxml import etree

_known = {}


def view_spec(env, model, view_type):
    """Give the specification for `web_read` that the web client would send for a view.

    As the client does, it asks for a view once and keeps it: the counted runs do not ask again.

    :param str model: model name
    :param str view_type: ``list``, ``kanban`` or ``form``
    :return: dict as `web_read` takes it
    """
    key = (env.cr.dbname, env.uid, model, view_type)
    if key not in _known:
        _known[key] = _read_spec(env, model, view_type)
    return _known[key]


def page_spec(env, model, page):
    """Give what the web client asks for when a lazy page of a form is opened.

    :param str page: its name
    :return: dict as `web_read` takes it
    """
    key = (env.cr.dbname, env.uid, model, "page", page)
    if key not in _known:
        arch, fields = _read_view(env, model, "form")
        _known[key] = _node_spec(arch.find(f".//page[@name='{page}']"), model, fields)
    return _known[key]


def view_aggregates(env, model, view_type):
    """Give the totals that the web client asks for when a view is grouped.

    :return: list of ``field:function``
    """
    key = (env.cr.dbname, env.uid, model, view_type, "aggregates")
    if key not in _known:
        described = env[model].fields_get(attributes=["type", "aggregator", "currency_field"])
        shown = {name: described[name] for name in view_spec(env, model, view_type)}
        totals = {name: field for name, field in shown.items() if _has_total(field)}
        money = {name: field for name, field in totals.items() if field.get("currency_field")}
        _known[key] = [
            *(f"{name}:{field['aggregator']}" for name, field in totals.items()),
            *dict.fromkeys(f"{one['currency_field']}:array_agg_distinct" for one in money.values()),
            *(f"{name}:sum_currency" for name in money),
        ]
    return _known[key]


def _has_total(field):
    return field.get("aggregator") and field["type"] in ("integer", "float", "monetary")


def _read_spec(env, model, view_type):
    arch, fields = _read_view(env, model, view_type)
    return _node_spec(arch, model, fields)


def _read_view(env, model, view_type):
    views = env[model].get_views([(False, view_type)])
    arch = etree.fromstring(views["views"][view_type]["arch"])
    return arch, {name: data["fields"] for name, data in views["models"].items()}


def _node_spec(node, model, fields):
    spec = {}
    for child in _own_fields(node):
        name = child.get("name")
        field = fields[model].get(name)
        if field is None or name in spec and len(child) == 0:
            continue
        spec[name] = _field_spec(child, field, fields)
    return spec


def _own_fields(node):
    """The field nodes of this view, not those of the views inside its x2many fields, nor those of
    pages that are read when they are opened.
    """
    for child in node:
        if child.tag == "field":
            yield child
        elif isinstance(child.tag, str) and not child.get("lazy"):
            yield from _own_fields(child)


def _field_spec(node, field, fields):
    if field["type"] in ("one2many", "many2many"):
        inner = next((child for child in node if child.tag in ("list", "kanban")), None)
        if inner is None:
            if node.get("widget") == "many2many_tags":
                return {"fields": {"display_name": {}}}
            return {}
        return {"fields": _node_spec(inner, field["relation"], fields), "limit": 40, "order": ""}
    if field["type"] in ("many2one", "reference", "many2one_reference"):
        return {"fields": {"display_name": {}}}
    return {}
