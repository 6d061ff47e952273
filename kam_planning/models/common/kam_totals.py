from odoo import api, models
from odoo.models import parse_read_group_spec
from odoo.tools import SQL

from ...tools.parts import Row, find_parts, find_rivals
from .known import Known

# What lists, pivots and graphs ask for to add up or to average.
TOTALS = ("sum", "sum_currency", "avg")


class KamTotals(models.AbstractModel):
    """Records whose numbers give right totals, however they are grouped.

    A number is simply added up or averaged by its `aggregator`, or says what is different by one
    of these parameters:

    - ``ratio="_get_x_parts_sql"``: a percentage whose total is 100 x the sum of the numerators by
      that of the denominators. The method takes the query and gives both as SQL of one record,
      money by `_get_amount_sql`; records of which either is not known are left out, and without
      a positive denominator the total is not known.
    - ``total_once=True``: an amount that one record may hold of another: only what is no part of
      another record with an amount in the same total is added up (see `_get_total_rows_sql`).
    - ``total_within=("name",)``: there is no total of numbers that differ in these fields.

    Amounts in several currencies have no plain sum; Odoo's `sum_currency` is their total.
    """

    _name = "kam.totals"
    _description = "Records With Right Totals"

    def _valid_field_parameter(self, field, name):
        return name in (
            "ratio",
            "total_once",
            "total_within",
        ) or super()._valid_field_parameter(field, name)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Totals as the fields say; counts, extremes and lists are Odoo's."""
        # Also tells whether the field may be read, and joins the rates that `sum_currency` needs.
        select = super()._read_group_select(aggregate_spec, query)
        name, _property, func = parse_read_group_spec(aggregate_spec)
        if func not in TOTALS:
            return select
        field = self._fields[name]
        if getattr(field, "ratio", None):
            select = self._select_ratio(field, query)
        elif getattr(field, "total_once", False) and func != "avg":
            select = self._select_once(self._get_value_sql(field, func, query), query)
        names = list(getattr(field, "total_within", ()))
        if field.type == "monetary" and func != "sum_currency":
            names.append(field.get_currency_field(self))
        number = self._field_to_sql(self._table, field.name, query)
        for name in names:
            one = SQL(
                "(%s) FILTER (WHERE %s IS NOT NULL)",
                self._field_to_sql(self._table, name, query),
                number,
            )
            select = SQL("CASE WHEN MIN%s = MAX%s THEN %s END", one, one, select)
        return select

    @api.model
    def _select_ratio(self, field, query):
        above, below = getattr(self, field.ratio)(query)
        known = SQL("CASE WHEN %s IS NOT NULL AND %s IS NOT NULL THEN %s END", above, below, above)
        over = SQL("CASE WHEN %s IS NOT NULL THEN %s END", above, below)
        if getattr(field, "total_once", False):
            known, over = self._select_once(known, query), self._select_once(over, query)
        else:
            known, over = SQL("SUM(%s)", known), SQL("SUM(%s)", over)
        return SQL(
            "CASE WHEN %(over)s > 0 THEN 100.0 * %(known)s / %(over)s END", known=known, over=over
        )

    @api.model
    def _get_value_sql(self, field, func, query):
        if func == "sum_currency":
            return self._get_amount_sql(field.name, query)
        return self._field_to_sql(self._table, field.name, query)

    @api.model
    def _get_amount_sql(self, name, query):
        """SQL of an amount in the user's currency, as Odoo's `sum_currency` reckons it."""
        # Odoo's own joins the rates; ours would ask for this amount again.
        models.BaseModel._read_group_select(self, f"{name}:sum_currency", query)
        currency = self._fields[name].get_currency_field(self)
        return SQL(
            "%s / COALESCE(%s, 1.0)",
            self._field_to_sql(self._table, name, query),
            SQL.identifier(query.make_alias(self._table, f"{currency}__rates"), "rate"),
        )

    @api.model
    def _select_once(self, value, query):
        """SQL of the sum of a value over the records that are no part of another one in it, NULL
        where two of them overlap.
        """
        alias = self._join_parts(query)
        if not alias:
            return SQL("SUM(%s)", value)
        return SQL(
            """
            CASE WHEN COUNT(%(part)s) FILTER (WHERE %(value)s IS NOT NULL) > 0 THEN (
                WITH member AS (
                    SELECT * FROM unnest(
                           ARRAY_AGG(%(id)s), ARRAY_AGG(%(value)s),
                           ARRAY_AGG(%(wholes)s), ARRAY_AGG(%(rivals)s)
                    ) AS member(id, value, wholes, rivals) WHERE value IS NOT NULL
                ),
                counted AS (
                    SELECT * FROM member WHERE id NOT IN (
                        SELECT part.id
                          FROM member part
                          CROSS JOIN LATERAL unnest(part.wholes::int[]) AS held_by(id)
                          JOIN member whole ON whole.id = held_by.id
                    )
                )
                SELECT SUM(value) FROM counted WHERE NOT EXISTS (
                    SELECT FROM counted one
                      CROSS JOIN LATERAL unnest(one.rivals::int[]) AS rival(id)
                      JOIN counted other ON other.id = rival.id
                )
            ) ELSE SUM(%(value)s) END
            """,
            value=value,
            id=SQL.identifier(self._table, "id"),
            part=SQL.identifier(alias, "id"),
            wholes=SQL.identifier(alias, "wholes"),
            rivals=SQL.identifier(alias, "rivals"),
        )

    @api.model
    def _join_parts(self, query):
        """Join what the records of a query are part of, once for all its totals.

        The columns ``wholes`` and ``rivals`` are arrays of ids, as text because of those there can
        be arrays.

        :return: alias, or None where nothing is part of anything
        """
        alias = query.make_alias(self._table, "total_parts")
        if alias in query._joins:
            return alias
        if not hasattr(query, "kam_parts"):
            query.kam_parts = self._read_parts(query)
        if not query.kam_parts:
            return None
        ids, others, is_whole = (list(column) for column in zip(*query.kam_parts, strict=True))
        table = SQL(
            """
            (SELECT pair.id, ARRAY_AGG(pair.other) FILTER (WHERE pair.is_whole)::text AS wholes,
                    ARRAY_AGG(pair.other) FILTER (WHERE NOT pair.is_whole)::text AS rivals
               FROM unnest(%s::int[], %s::int[], %s::bool[]) AS pair(id, other, is_whole)
              GROUP BY pair.id)
            """,
            ids,
            others,
            is_whole,
        )
        on = SQL("%s = %s", SQL.identifier(alias, "id"), SQL.identifier(self._table, "id"))
        query.add_join("LEFT JOIN", alias, table, on)
        return alias

    @api.model
    def _read_parts(self, query):
        """Which records of a query are part of another or overlap it, in two statements.

        :return: list of tuples (id, id of the other, whether that one holds it)
        """
        self.env.flush_all()
        ids = SQL(
            "SELECT %s FROM %s WHERE %s",
            SQL.identifier(self._table, "id"),
            query.from_clause,
            query.where_clause or SQL("TRUE"),
        )
        lines = self.env.execute_query(self._get_total_rows_sql(ids))
        rows = [Row(*line[:4], tuple(line[4]), *line[5:6], line[6:]) for line in lines]
        above = self._read_places_above({row.place for row in rows})
        parts = find_parts(rows, above, self._get_total_holds())
        overlaps = self._get_total_overlaps()
        rivals = find_rivals(rows, above, parts, overlaps) if overlaps else ()
        return [*((*pair, True) for pair in parts), *((*pair, False) for pair in rivals)]

    @api.model
    def _read_places_above(self, places):
        """The places around each place, at any distance: {place: list of places, itself too}."""
        statement = SQL(
            """
            WITH RECURSIVE above(place_id, above_id) AS (
                SELECT place_id, place_id FROM unnest(%s::int[]) AS place(place_id)
                 UNION
                SELECT above.place_id, edge.id
                  FROM above JOIN LATERAL (%s) AS edge(id) ON edge.id IS NOT NULL
            )
            SELECT place_id, ARRAY_AGG(above_id) FROM above GROUP BY place_id
            """,
            list(places),
            self._get_total_edges_sql(),
        )
        return dict(self.env.execute_query(statement))

    @api.model
    def _get_total_rows_sql(self, ids):
        """SQL of what records tell of.

        :param SQL ids: statement that lists the ids
        :return: SQL with the columns of `tools.parts.Row`: id, company, place (id of a partner),
            scope and array of scopes (any integers), rank, and more
        """
        raise NotImplementedError

    @api.model
    def _get_total_edges_sql(self):
        """SQL of the places right around ``above.above_id``."""
        return SQL("SELECT parent_id FROM res_partner WHERE res_partner.id = above.above_id")

    @api.model
    def _get_total_holds(self):
        """What else decides whether a record holds another, as for `tools.parts.find_parts`."""
        return

    @api.model
    def _get_total_overlaps(self):
        """Which records cannot be added up, as for `tools.parts.find_rivals`, or None."""
        return

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """What is not known comes last, whichever way the rest is sorted."""
        if isinstance(self._fields.get(field_name), Known) and not nulls.code:
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
