"""A customer gets another tier. Values in, values out."""

from datetime import timedelta

UNDO_DAYS = 30
DOWN, UP, OUT, ASIDE = "down", "up", "out", "aside"


def find_direction(before, after, leaves=False):
    """Tell where a step leads.

    :param before: place of the tier in the order of tiers, the first being the best; None without
    :param after: the same of the new tier
    :param bool leaves: whether the customer leaves the programme
    :return: ``down``, ``up``, ``out`` or ``aside`` (the tier stays)

    >>> find_direction(1, 2), find_direction(2, 1), find_direction(None, 3), find_direction(2, 2)
    ('down', 'up', 'up', 'aside')
    """
    if leaves:
        return OUT
    if before == after:
        return ASIDE
    if before is None:
        return UP
    return DOWN if after is None or after > before else UP


def may_undo(done, today):
    """Whether a step may still be undone: for 30 days.

    >>> from datetime import date
    >>> may_undo(date(2026, 3, 2), date(2026, 4, 1)), may_undo(date(2026, 3, 2), date(2026, 4, 2))
    (True, False)
    """
    return today <= done + timedelta(days=UNDO_DAYS)


def compare_services(before, after):
    """What a customer gets now against then, of texts with one service a line.

    :return: tuple (lists of services that go, that stay, that come)

    >>> compare_services("Visit each month\\nHotline", "Hotline\\nNewsletter")
    (['Visit each month'], ['Hotline'], ['Newsletter'])
    """
    now, then = _read_lines(before), _read_lines(after)
    return (
        [one for one in now if one not in then],
        [one for one in now if one in then],
        [one for one in then if one not in now],
    )


def _read_lines(text):
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
