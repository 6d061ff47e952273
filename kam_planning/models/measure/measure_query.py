"""The pieces of SQL of which a measure's statement is made; no model of its own."""

from odoo.tools import SQL

# Up to so many partners the statement names them, so that the database finds them by its indexes.
FEW_PARTNERS = 2000


class MeasurePath:
    """Follows dotted paths from the records of a query, joining the tables on the way."""

    def __init__(self, model, query):
        self.model = model
        self.query = query
        # Whether a record may now stand in several rows.
        self.multiplies = False

    def follow(self, path):
        """Join what a path leads through.

        :param str path: such as ``"move_id.partner_id"``; the last step may be a many2many
        :return: tuple (SQL of the value, last field)
        """
        model, alias = self.model, self.model._table
        *way, last = path.split(".")
        for name in way:
            model, alias = self._step(model, alias, name)
        field = model._fields[last]
        if field.type == "many2many":
            self.multiplies = True
            relation = self.query.left_join(alias, "id", field.relation, field.column1, last)
            return SQL.identifier(relation, field.column2), field
        return model._field_to_sql(alias, last, self.query), field

    def _step(self, model, alias, name):
        field = model._fields[name]
        if field.related and not field.store:
            model, field, alias = model._traverse_related_sql(alias, field, self.query)
        if field.type == "one2many":
            return self._step_to_many(model, alias, field)
        return field.join(model, alias, self.query)

    def _step_to_many(self, model, alias, field):
        """Join the lines of a record, those that its field shows."""
        self.multiplies = True
        lines = model.env[field.comodel_name]
        shown = lines._search(field.get_comodel_domain(model), bypass_access=True)
        table = shown.subselect(SQL("%s.*", SQL.identifier(lines._table)))
        line = self.query.make_alias(alias, field.name)
        inverse = SQL.identifier(line, field.inverse_name)
        condition = SQL("%s = %s", inverse, SQL.identifier(alias, "id"))
        self.query.add_join("LEFT JOIN", line, table, condition)
        return lines, line


def join_scope(query, partner, rows):
    """Join the groups of partners.

    :param SQL partner: the record's partner
    :param rows: list of tuples (key, partner id), or None for all together
    :return: SQL of the key, 0 for all together
    """
    if rows is None:
        return SQL("0")
    partners = list({partner_id for _key, partner_id in rows})
    if len(partners) <= FEW_PARTNERS:
        query.add_where(SQL("%s IN %s", partner, tuple(partners)))
        if len({key for key, _partner_id in rows}) == 1:
            return SQL("%s", rows[0][0])
    scope = pairs_to_sql(rows, SQL("key"), SQL("partner_id"))
    query.add_join("JOIN", "kam_scope", scope, SQL("kam_scope.partner_id = %s", partner))
    return SQL("kam_scope.key")


def join_split(way, path, split):
    """Join what the figures are split by.

    :param MeasurePath way: of the measure's records
    :param str path: from a record to its product, category or offering
    :param dict split: empty, or ``path`` from there, or ``scopes``: for each model that the path
        may lead to, the pairs (part, id)
    :return: SQL of the part
    """
    if not split:
        return SQL("NULL::int")
    if "path" in split:
        return way.follow(f"{path}.{split['path']}")[0]
    value, field = way.follow(path)
    pairs = pairs_to_sql(split["scopes"][field.comodel_name], SQL("part"), SQL("thing_id"))
    way.query.add_join("JOIN", "kam_split", pairs, SQL("kam_split.thing_id = %s", value))
    return SQL("kam_split.part")


def join_periods(query, date, spans):
    """Join each record with the periods that its date lies in, which may overlap.

    :return: SQL of the index of the period
    """
    starts = [period.start for period in spans.periods]
    ends = [period.end for period in spans.periods]
    table = SQL(
        "(SELECT unnest(%s::int[]) AS number, unnest(%s::date[]) AS first, "
        "unnest(%s::date[]) AS last)",
        list(range(len(starts))),
        starts,
        ends,
    )
    within = SQL(
        "(kam_period.first IS NULL OR %(date)s >= kam_period.first) AND "
        "(kam_period.last IS NULL OR %(date)s < kam_period.last + 1)",
        date=date,
    )
    query.add_join("JOIN", "kam_period", table, within)
    return SQL("kam_period.number")


def pairs_to_sql(pairs, first, second):
    """A table of pairs of ids, of whose size the database knows.

    :param list pairs: tuples of two int
    :return: SQL of a sub-query with the columns ``first`` and ``second``
    """
    return SQL(
        "(SELECT unnest(%s::int[]) AS %s, unnest(%s::int[]) AS %s)",
        [pair[0] for pair in pairs],
        first,
        [pair[1] for pair in pairs],
        second,
    )
