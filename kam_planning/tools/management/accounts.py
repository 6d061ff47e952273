"""How accounts are compared, and how they moved. Plain values."""

# From these totals on a plan is good, or needs attention, as the health of its account.
GOOD, WATCH = 67.0, 34.0
# Worst first, in the mail.
ORDER = ("danger", "watch", None, "good")


def share(part, whole):
    """A part in percent of the whole.

    >>> share(91_000.0, 120_000.0)
    75.83333333333333

    :param part: float, or None for "not known"
    :param whole: float, or None for "not known"
    :return: percent, or None where one of the two is not known or there is no whole above zero
    """
    if part is None or whole is None or whole <= 0:
        return None
    return 100.0 * part / whole


def judge_plan(total):
    """Put the quality of a plan into words.

    >>> judge_plan(66.9), judge_plan(None)
    ('watch', None)

    :param total: percent, or None
    :return: ``"good"``, ``"watch"`` or ``"danger"``, None where it is not known
    """
    if total is None:
        return None
    if total >= GOOD:
        return "good"
    return "watch" if total >= WATCH else "danger"


def find_moved(before, now):
    """Which things stand in another band than before. What nobody judged before, or judges any
    more, moved as well; what was not there before did not.

    >>> find_moved({1: "good", 2: "watch", 3: None}, {1: "danger", 2: "watch", 3: "good", 4: None})
    {1: ('good', 'danger'), 3: (None, 'good')}

    :param dict before: {thing: band or None}
    :param dict now: {thing: band or None}
    :return: dict {thing: (band before, band now)}
    """
    return {
        thing: (before[thing], band)
        for thing, band in now.items()
        if thing in before and before[thing] != band
    }
