from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Where targets stand is said by the attainment that is kept.

    Odoo would compute it with the attainment, which stays as it was in plans that are over; that of
    the others is computed anew after the update. Versions that did not keep whether there is a
    figure read all of them anew anyway.
    """
    is_kept = column_exists(cr, "kam_target", "has_actual")
    if not is_kept or column_exists(cr, "kam_target", "standing"):
        return
    create_column(cr, "kam_target", "standing", "varchar")
    cr.execute(
        """
        UPDATE kam_target target
           SET standing = CASE
               WHEN target.has_actual IS NOT TRUE THEN 'unknown'
               WHEN measure.direction != 'lower' AND target.target_value <= 0 THEN 'unknown'
               WHEN target.attainment >= 100 THEN 'reached'
               ELSE 'short' END
          FROM kam_measure measure
         WHERE measure.id = target.measure_id
        """
    )
