"""Search that looks past accents and capitals; no model of its own.

Odoo does so where the database has the extension `unaccent`, which not every one may have.
"""

from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.texts import PLAIN, fold

ACCENTS = "[\u0300-\u036f]"
LETTERS = "".join(chr(letter) for letter in PLAIN)
PLAINS = "".join(PLAIN.values())


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


def _fold_to_sql(text):
    """What `fold` does, in the database."""
    plain = SQL("regexp_replace(normalize(%s, NFKD), %s, '', 'g')", text, ACCENTS)
    return SQL("translate(lower(%s), %s, %s)", plain, LETTERS, PLAINS)
