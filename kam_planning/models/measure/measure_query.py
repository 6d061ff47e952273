"""The pieces of SQL of which a measure's statement is made; no model of its own."""

from typing import NamedTuple

from odoo.tools import SQL

# Fields that keep for whom a document was made, and beside them who stands on it. A contact or an
# address below that customer is told from the others by the latter.
CUSTOMER_FIELDS = {"commercial_partner_id": "partner_id", "kam_customer_id": "partner_id"}
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


class Scope(NamedTuple):
    """Groups of partners whose records count.

    ``rows`` are pairs (key of the group, partner id). ``addresses`` are triples (key, customer id,
    partner id) of groups that hold an address or contact but not the customer that it belongs to:
    what was made for that customer counts when it names the address.
    """

    rows: list
    addresses: tuple = ()

    @classmethod
    def from_customers(cls, rows):
        """Make groups of partners of whom it is known to which company they belong.

        :param rows: list of triples (key, partner id, id of the company or of himself)
        """
        pairs = [(key, partner_id) for key, partner_id, _customer_id in rows]
        apart = [row for row in rows if row[1] != row[2]]
        known = set(pairs) if apart else ()
        addresses = [
            (key, customer_id, partner_id)
            for key, partner_id, customer_id in apart
            if (key, customer_id) not in known
        ]
        return cls(pairs, tuple(addresses))

    @property
    def keys(self):
        """Set of the groups' keys."""
        return {key for key, _partner_id in self.rows}

    def get_customers(self, with_addresses):
        """Ids of the customers for whom a record that counts may have been made."""
        customers = {partner_id for _key, partner_id in self.rows}
        if with_addresses:
            customers |= {customer_id for _key, customer_id, _partner_id in self.addresses}
        return tuple(customers)


def get_address_path(path):
    """Give the path to who stands on a document, beside that to the customer it was made for.

    :param str path: such as ``"order_id.kam_customer_id"``
    :return: str such as ``"order_id.partner_id"``, or None when the path is not to such a customer
    """
    way, dot, last = path.rpartition(".")
    return f"{way}{dot}{CUSTOMER_FIELDS[last]}" if last in CUSTOMER_FIELDS else None


def join_scope(way, path, scope):
    """Join the groups of partners.

    :param MeasurePath way: of the measure's records
    :param str path: from a record to its customer
    :param Scope scope: the groups, or None for all together
    :return: SQL of the key, 0 for all together
    """
    customer, _field = way.follow(path)
    if scope is None:
        return SQL("0")
    address_path = get_address_path(path) if scope.addresses else None
    customers = scope.get_customers(bool(address_path))
    if len(customers) <= FEW_PARTNERS:
        way.query.add_where(SQL("%s IN %s", customer, customers))
        if len(scope.keys) == 1 and not address_path:
            return SQL("%s", scope.rows[0][0])
    table = pairs_to_sql(scope.rows, SQL("key"), SQL("customer_id"))
    condition = SQL("kam_scope.customer_id = %s", customer)
    if address_path:
        table = scope_to_sql(scope)
        address, _field = way.follow(address_path)
        is_met = SQL("kam_scope.partner_id IS NULL OR kam_scope.partner_id = %s", address)
        condition = SQL("%s AND (%s)", condition, is_met)
    way.query.add_join("JOIN", "kam_scope", table, condition)
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


def join_periods(query, date, spans, to_border):
    """Join each record with the periods that its date lies in, which may overlap.

    :param SQL date: the record's date or moment
    :param to_border: function of a day, giving where it begins
    :return: SQL of the index of the period
    """
    table = SQL(
        "(SELECT unnest(%s::int[]) AS number, unnest(%s::timestamp[]) AS first, "
        "unnest(%s::timestamp[]) AS following)",
        list(range(len(spans.periods))),
        [to_border(period.start) for period in spans.periods],
        [to_border(period.following) for period in spans.periods],
    )
    within = SQL(
        "(kam_period.first IS NULL OR %(date)s >= kam_period.first) AND "
        "(kam_period.following IS NULL OR %(date)s < kam_period.following)",
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


def scope_to_sql(scope):
    """A table of groups of partners: the key, the customer, and who must stand on the record."""
    rows = [(key, customer_id, None) for key, customer_id in scope.rows]
    rows += scope.addresses
    return SQL(
        "(SELECT unnest(%s::int[]) AS key, unnest(%s::int[]) AS customer_id, "
        "unnest(%s::int[]) AS partner_id)",
        *([row[place] for row in rows] for place in range(3)),
    )
