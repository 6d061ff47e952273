import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """A plan has one successor: of several the first keeps the link, the others stay as plans."""
    cr.execute(
        """
        UPDATE kam_plan plan SET previous_plan_id = NULL
          FROM kam_plan first
         WHERE first.previous_plan_id = plan.previous_plan_id AND first.id < plan.id
           AND first.state != 'cancelled' AND plan.state != 'cancelled'
     RETURNING plan.id
        """
    )
    for (plan_id,) in cr.fetchall():
        _logger.info("Account plan %s is no longer linked to the one before: another is", plan_id)
