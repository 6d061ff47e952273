"""When plans that are there came into force: nobody noted it, so it is their first day."""


def migrate(cr, version):
    """Put the first day of each plan that is or was in force."""
    cr.execute(
        """
        UPDATE kam_plan SET approved_date = LEAST(CURRENT_DATE, date_start)
         WHERE state IN ('active', 'closed')
        """
    )
