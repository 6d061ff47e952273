"""Who confirmed how many lines when: many at once are one confirmation. Plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_AT_ONCE = 20
AT_ONCE = timedelta(seconds=10)


@dataclass
class Stamp:
    """Lines that one person confirmed at one moment.

    user: id of the person, or a false value
    date: moment, or a false value
    lines: number of them
    is_old: whether they wait to be confirmed again
    """

    user: int | None
    date: datetime | None
    lines: int = 1
    is_old: bool = False


def gather(stamps):
    """Put together what a person confirmed within ten seconds.

    :param list stamps: of `Stamp`
    :return: list of lists of `Stamp`
    """
    groups = []
    told = [stamp for stamp in stamps if stamp.user and stamp.date]
    for stamp in sorted(told, key=lambda one: (one.user, one.date)):
        first = groups[-1][0] if groups else None
        if first and first.user == stamp.user and stamp.date - first.date <= AT_ONCE:
            groups[-1].append(stamp)
        else:
            groups.append([stamp])
    return groups + [[stamp] for stamp in stamps if not (stamp.user and stamp.date)]


def count_fresh(stamps):
    """How many lines hold, and of how many; more than twenty confirmed at once count as one.

    :param list stamps: of `Stamp`
    :return: tuple (float fresh lines, int lines, list of tuples (user, moment, lines) of what was
        confirmed at once)
    """
    fresh, total, at_once = 0.0, 0, []
    for group in gather(stamps):
        lines = sum(stamp.lines for stamp in group)
        hold = sum(stamp.lines for stamp in group if not stamp.is_old)
        if lines > MOST_AT_ONCE and group[0].user:
            at_once.append((group[0].user, group[0].date, lines))
            fresh, total = fresh + hold / lines, total + 1
        else:
            fresh, total = fresh + hold, total + lines
    return fresh, total, at_once
