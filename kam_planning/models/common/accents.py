"""Search that looks past accents and capitals; no model of its own.

Odoo does so where the database has the extension `unaccent`, which not every one may have.
"""

import re

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.texts import PLAIN, fold

ACCENTS = "[\u0300-\u036f]"
LETTERS = "".join(chr(letter) for letter in PLAIN)
PLAINS = "".join(PLAIN.values())


class Alike:
    """What `AlikeChar` and `AlikeText` have in common; mixed into a field."""

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Compare without accents and capitals where Odoo compares without capitals."""
        if not operator.endswith("ilike"):
            return super()._condition_to_sql(field_expr, operator, value, model, alias, query)
        text = model._field_to_sql(alias, field_expr, query)
        pattern = fold(str(value)) if "=" in operator else f"%{fold(str(value))}%"
        if operator.startswith("not "):
            return SQL("(%s NOT LIKE %s OR %s IS NULL)", _fold_to_sql(text), pattern, text)
        return SQL("%s LIKE %s", _fold_to_sql(text), pattern)

    def filter_function(self, records, field_expr, operator, value):
        """The same of records in memory."""
        if not operator.endswith("ilike"):
            return super().filter_function(records, field_expr, operator, value)
        getter, pattern = self.expression_getter(field_expr), fold(str(value))
        matches = _get_matcher(pattern if "=" in operator else f"%{pattern}%")
        return lambda record: bool(matches(fold(getter(record))))


class AlikeChar(Alike, fields.Char):
    """A name or title that search boxes find whatever its accents: "Núñez" by "nunez"."""


class AlikeText(Alike, fields.Text):
    """A text that search boxes find whatever its accents."""


def alike(names, text):
    """Find records whose texts hold another one, whatever their accents: "Núñez" by "nunez".

    :param names: stored fields of the model
    :param str text: what somebody looks for
    :return: Domain
    """
    wanted = fold(text)

    def to_sql(model, alias, query):
        folded = (_fold_to_sql(model._field_to_sql(alias, name, query)) for name in names)
        return SQL(" OR ").join(SQL("strpos(%s, %s) > 0", one, wanted) for one in folded)

    def holds(record):
        return any(wanted in fold(record[name]) for name in names)

    return Domain.custom(to_sql=lambda *args: SQL("(%s)", to_sql(*args)), predicate=holds)


def _get_matcher(pattern):
    """What LIKE does, in Python: a function that takes a text."""
    signs = {"%": ".*", "_": "."}
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    plain = (signs.get(part) or re.escape(part[-1]) for part in parts)
    return re.compile("".join(plain), re.DOTALL).fullmatch


def _fold_to_sql(text):
    """What `fold` does, in the database; texts of plain letters, which most are, cost little."""
    plain = SQL("regexp_replace(normalize(%s, NFKD), %s, '', 'g')", text, ACCENTS)
    folded = SQL("translate(lower(%s), %s, %s)", plain, LETTERS, PLAINS)
    is_plain = SQL("octet_length(%s) = char_length(%s)", text, text)
    return SQL("(CASE WHEN %s THEN lower(%s) ELSE %s END)", is_plain, text, folded)
