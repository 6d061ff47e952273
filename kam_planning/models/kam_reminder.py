"""What the reminders have in common; no model of its own."""

from odoo.fields import Domain
from odoo.tools import SQL


def not_yet_told(stamp, date):
    """Domain on the records whose ``stamp`` is not the ``date`` that a reminder would be for.

    The stamp keeps the date for which somebody was told: nobody is told twice for the same date,
    and a date that moves is a new date. Flush both fields before searching.

    :param str stamp: name of the date field that keeps what was told
    :param str date: name of the date field that the reminder is about
    :return: Domain
    """

    def to_sql(model, alias, query):
        return SQL(
            "%s IS DISTINCT FROM %s", SQL.identifier(alias, stamp), SQL.identifier(alias, date)
        )

    return Domain.custom(to_sql=to_sql, predicate=lambda record: record[stamp] != record[date])


def days_parameter(env, name, default):
    """Give a number of days from the settings, never negative.

    :param str name: name of the parameter below ``kam_planning.``
    :param int default: days while nothing is set
    """
    value = env["ir.config_parameter"].sudo().get_param(f"kam_planning.{name}")
    return max(0, int(value)) if value else default
