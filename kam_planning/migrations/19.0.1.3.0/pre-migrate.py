import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """A plan has one successor: of several the one that came furthest keeps the link, the others
    stay as plans of their own.
    """
    cr.execute(
        """
        UPDATE kam_plan SET previous_plan_id = NULL
         WHERE id IN (
               SELECT id FROM (
                      SELECT id, row_number() OVER (
                             PARTITION BY previous_plan_id ORDER BY state_rank, id) AS place
                        FROM kam_plan
                       WHERE previous_plan_id IS NOT NULL AND state != 'cancelled') successor
                WHERE place > 1)
     RETURNING id
        """
    )
    for (plan_id,) in cr.fetchall():
        _logger.info("Account plan %s is no longer linked to the one before: another is", plan_id)
