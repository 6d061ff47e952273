"""Two people who press the same button at the same moment; no model of its own."""

from odoo.tools import SQL


def hold(records):
    """Make everybody else who wants to hold the same records wait until this transaction ends, and
    then begin anew.

    For buttons that make something of a record without writing the record itself. (Where it is
    written, as a plan by its approval, PostgreSQL does the same by itself.) A transaction sees the
    database as it was at its first query, so whoever merely waited would not see what the first
    one made, and make it again. Therefore the rows are written, unchanged: the second one gets a
    serialization error, Odoo repeats the whole request, and what the button asks for is asked
    again, of the records as they are now. Who gets through may trust what was read before.

    :param records: saved records, which need not be writable for the user
    """
    if not records.ids:
        return
    table = SQL.identifier(records._table)
    query = SQL(
        "UPDATE %(table)s record SET write_date = record.write_date FROM "
        "(SELECT id FROM %(table)s WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE) held "
        "WHERE held.id = record.id",
        table=table,
        ids=list(records.ids),
    )
    # What stands to be written is written first: it would come back from the database else.
    records.flush_recordset(["write_date"])
    # That somebody else was first is nothing for the log.
    records.env.cr.execute(query, log_exceptions=False)
