"""Both sides answer the same questions: what each thinks, and the gap. Plain values only."""

from statistics import mean, median
from typing import NamedTuple

from ..strategy.scorecard import ENOUGH

LEAST, MOST = 1, 5
# Typed in by somebody whom nobody knows: any of them may be anybody's, and all of them one's.
ANONYMOUS = "anonymous"
# Less is the noise of a few answers.
ALIKE = 0.5


class Side(NamedTuple):
    """What one side says to a question; mean and median are None where they are not shown."""

    count: int
    mean: float | None
    median: float | None


def may_show(authors):
    """Whether the figures of some answers give no single one away.

    There are enough of them, and nobody who typed in all but one could reckon that one. All that
    are anonymous count as one person, and whoever typed in others may have typed in them as well.

    :param list authors: for each answer who typed it in, None: nobody of ours, the customer himself

    >>> may_show(["ann", "bob", "cid"]), may_show(["ann", "ann", "ann"])
    (True, True)
    >>> may_show(["ann", "bob"]), may_show(["ann", "ann", None])
    (False, False)
    >>> may_show([ANONYMOUS] * 3), may_show([ANONYMOUS, ANONYMOUS, None, None])
    (False, True)
    """
    unknown = authors.count(ANONYMOUS)
    if len(authors) - max(0, unknown - 1) < ENOUGH:
        return False
    known = {authors.count(one) for one in authors if one not in (None, ANONYMOUS)}
    typed = {count + more for count in {0, *known} for more in (0, unknown)}
    return len(authors) - 1 not in typed


def summarise(scores, authors):
    """What one side says to a question.

    :param list scores: of its answers, from `LEAST` to `MOST`
    :param list authors: as `may_show` takes them, in the same order

    >>> summarise([5, 4, 3], ["ann", "bob", "cid"])
    Side(count=3, mean=4.0, median=4)
    >>> summarise([5, 4], ["ann", "bob"])
    Side(count=2, mean=None, median=None)
    """
    if not may_show(authors):
        return Side(len(scores), None, None)
    return Side(len(scores), mean(map(float, scores)), median(scores))


def gap(ours, theirs):
    """How much better we see it than they do, in points of the scale; None is not known.

    >>> gap(4.5, 2.75), gap(None, 2.75)
    (1.75, None)
    """
    return None if ours is None or theirs is None else ours - theirs


def judge(points):
    """Say of a gap who sees it better: "ours", "theirs", "alike" or "unknown".

    >>> judge(0.5), judge(-1.6), judge(0.4), judge(None)
    ('ours', 'theirs', 'alike', 'unknown')
    """
    if points is None:
        return "unknown"
    # As it is shown: of two digits.
    if abs(round(points, 2)) < ALIKE:
        return "alike"
    return "ours" if points > 0 else "theirs"


def percent(means):
    """What a side thinks overall, in percent: 0 is all ones, 100 all fives. Each question counts
    the same; those without a figure are left out.

    >>> percent([5, 4, 3, 4]), percent([1.0, None]), percent([None])
    (75.0, 0.0, None)
    """
    known = [one for one in means if one is not None]
    return 100.0 * (mean(known) - LEAST) / (MOST - LEAST) if known else None


def widest(gaps):
    """The place of the greatest gap, either way; the first of equal ones. None where none is known.

    >>> widest([0.2, -1.6, None, 1.6])
    1
    """
    places = [place for place, points in enumerate(gaps) if points is not None]
    return max(places, key=lambda place: abs(gaps[place]), default=None)
