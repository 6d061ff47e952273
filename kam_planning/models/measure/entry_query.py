"""Which of the figures entered by hand make the figure of a group; no model of its own.

Latest entry: only entries of the group's own top count, what was entered for a subsidiary says
nothing of the group. Entries that add up: those of a subsidiary count in the months for which
nothing was entered above it, so that the months of a period, whoever entered them, make its figure.
"""

from odoo.tools import SQL

from .measure_query import pairs_to_sql


def latest_entries(facts, rows):
    """The latest entry of each group and period, of those of the group's top.

    :param SQL facts: rows (account_id, span, day, value, id), one for each entry and period
    :param rows: list of tuples (key, partner id), or None for all together
    :return: SQL of rows (key, span, part, value, count)
    """
    return SQL(
        "WITH fact AS (%(facts)s), scope AS (%(scope)s) "
        "SELECT DISTINCT ON (scope.key, span) scope.key, span, NULL, value, 1 "
        "FROM fact JOIN scope ON scope.partner_id = fact.account_id "
        "JOIN res_partner account ON account.id = fact.account_id "
        "WHERE NOT EXISTS (SELECT 1 FROM scope upper "
        "WHERE upper.key = scope.key AND upper.partner_id = account.parent_id) "
        "ORDER BY scope.key, span, day DESC, fact.id DESC",
        facts=facts,
        scope=_scope(rows),
    )


def added_entries(facts, entries, rows):
    """The sum of the entries of each group and period, each month counted once.

    :param SQL facts: rows (account_id, span, day, value, id), one for each entry and period
    :param SQL entries: rows (account_id, day) of all entries, whatever the period
    :param rows: list of tuples (key, partner id), or None for all together
    :return: SQL of rows (key, span, part, value, count)
    """
    return SQL(
        "WITH RECURSIVE fact AS (%(facts)s), scope AS (%(scope)s), "
        "told AS (SELECT DISTINCT account_id, date_trunc('month', day) AS month "
        "FROM (%(entries)s) AS entry), "
        # Who stands above those of whom something was entered, any depth; UNION ends in a loop.
        "above(account_id, partner_id) AS ("
        "SELECT id, parent_id FROM res_partner "
        "WHERE parent_id IS NOT NULL AND id IN (SELECT account_id FROM told) "
        "UNION SELECT above.account_id, partner.parent_id FROM above "
        "JOIN res_partner partner ON partner.id = above.partner_id "
        "WHERE partner.parent_id IS NOT NULL), "
        # For which groups and months an account is told of by somebody above it.
        "covered AS (SELECT DISTINCT upper.key, above.account_id, told.month FROM above "
        "JOIN told ON told.account_id = above.partner_id "
        "JOIN scope upper ON upper.partner_id = above.partner_id "
        "WHERE above.partner_id != above.account_id) "
        "SELECT scope.key, span, NULL, SUM(value), 1 "
        "FROM fact JOIN scope ON scope.partner_id = fact.account_id "
        "LEFT JOIN covered ON covered.key = scope.key AND covered.account_id = fact.account_id "
        "AND covered.month = date_trunc('month', day) "
        "WHERE covered.key IS NULL GROUP BY scope.key, span",
        facts=facts,
        entries=entries,
        scope=_scope(rows),
    )


def _scope(rows):
    if rows is None:
        return SQL("SELECT 0 AS key, id AS partner_id FROM res_partner")
    pairs = pairs_to_sql(rows, SQL("key"), SQL("partner_id"))
    return SQL("SELECT key, partner_id FROM %s AS pair", pairs)
