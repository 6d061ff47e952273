import operator

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {
    "<": (SQL("<"), operator.lt),
    "<=": (SQL("<="), operator.le),
    ">": (SQL(">"), operator.gt),
    ">=": (SQL(">="), operator.ge),
}


class KamCounted(models.AbstractModel):
    """Records that are sorted and searched by how many lines they have, which is not stored.

    The model names its counts in `_counted_lines`, and gives each of these fields a search method
    that calls `_search_count`. Those lines count that the user may read, as in the computed value.
    """

    _name = "kam.counted"
    _description = "Record That Counts Its Lines"

    # Of a class: {field with the count: (model of the lines, {field of theirs: its equal here})}.
    _counted_lines = {}

    @api.model
    @tools.ormcache()
    def _get_counted_lines(self):
        """The counts of all classes of this model."""
        found = {}
        for cls in reversed(type(self).__mro__):
            found |= vars(cls).get("_counted_lines", {})
        return found

    @api.model
    def _get_counted_domain(self, name):
        """Which lines a count is about; models narrow it.

        :param str name: a field of `_counted_lines`
        :return: Domain
        """
        return Domain.TRUE

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        """Let the database count."""
        if field_expr not in self._get_counted_lines():
            return super()._field_to_sql(alias, field_expr, query)
        model, links = self._get_counted_lines()[field_expr]
        lines = self.env[model]
        counted = lines._search(self._get_counted_domain(field_expr))
        for theirs, ours in links.items():
            line = lines._field_to_sql(lines._table, theirs, counted)
            counted.add_where(SQL("%s = %s", line, self._field_to_sql(alias, ours, query)))
        return counted.subselect(SQL("COUNT(*)"))

    @api.model
    def _search_count(self, name, comparison, value):
        """Search by a count.

        :param str name: a field of `_counted_lines`
        :param str comparison: operator of a domain
        :return: Domain, or NotImplemented for operators that say nothing about a number
        """
        if comparison == "in":
            # No line is what other numbers call "not set".
            numbers = tuple({int(one) for one in value})
            compare, holds = SQL("IN %s", numbers or (None,)), numbers.__contains__
        elif comparison in COMPARISONS:
            sign, compare_values = COMPARISONS[comparison]
            compare, holds = SQL("%s %s", sign, value), lambda count: compare_values(count, value)
        else:
            return NotImplemented

        def to_sql(model, alias, query):
            return SQL("%s %s", model._field_to_sql(alias, name, query), compare)

        return Domain.custom(to_sql=to_sql, predicate=lambda record: holds(record[name]))
