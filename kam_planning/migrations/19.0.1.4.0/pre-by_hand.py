import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Of the figures entered by hand for one customer, measure and day, the last one counted: it
    stays, with the others in its note. The database allows no second one from now on.
    """
    cr.execute(
        """
          WITH twin AS (
               SELECT id, value, note, first_value(id) OVER newest AS kept
                 FROM kam_measure_entry
               WINDOW newest AS (
                      PARTITION BY account_id, measure_id, date, company_id ORDER BY id DESC)),
               former AS (
               SELECT kept, string_agg(concat_ws(' ', value, note), '; ' ORDER BY id) AS said
                 FROM twin
                WHERE id != kept
             GROUP BY kept),
               gone AS (
               DELETE FROM kam_measure_entry entry USING twin
                WHERE entry.id = twin.id AND twin.id != twin.kept)
        UPDATE kam_measure_entry entry
           SET note = concat_ws('; ', entry.note, former.said)
          FROM former
         WHERE entry.id = former.kept
     RETURNING entry.id, entry.note
        """
    )
    for entry_id, note in cr.fetchall():
        _logger.info("Figure by hand %s keeps others of its day in its note: %s", entry_id, note)
