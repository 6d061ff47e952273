"""How far a competitor threatens our revenue with a customer. Plain values only."""

# Strengths, from hardly able to take anything to able to take all of it.
WEAKEST, STRONGEST = 1, 5
# What somebody said of a competitor holds for so many days.
STALE_DAYS = 60
# So many days before a competitor's contract ends somebody is told, the earlier one first.
LEADS = (180, 90)


def threat(strength, exposed, revenue):
    """Give the part of our revenue that a competitor threatens.

    :param strength: points from 1 to 5, or None
    :param exposed: our revenue in the cells that it could take, or None
    :param revenue: all our revenue with the customer, or None
    :return: percent from 0 to 100, or None where it is not known

    >>> threat(4, 120, 400)
    24.0
    >>> threat(4, 120, 0) is None
    True
    """
    if strength is None or exposed is None or revenue is None or revenue <= 0:
        return None
    share = min(max(exposed / revenue, 0.0), 1.0)
    return 100.0 * strength * share / STRONGEST


def lead_of(days):
    """Give the lead, of `LEADS`, that has begun so many days before a contract ends.

    :param days: days until it ends, or None where that is not known
    :return: int, or None where none has begun, or it is over

    >>> lead_of(181), lead_of(180), lead_of(90), lead_of(-1)
    (None, 180, 90, None)
    """
    if days is None or days < 0:
        return None
    return min((lead for lead in LEADS if days <= lead), default=None)
