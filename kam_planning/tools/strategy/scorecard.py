"""The customer value scorecard: importance x us x next best. Plain values only."""

from typing import NamedTuple

# Of fewer answers nothing is shown: nobody can be singled out.
ENOUGH = 3
LEAST, MOST = 1, 5


class Rating(NamedTuple):
    """What somebody thinks of one criterion, each from 1 to 5; or what many think on average."""

    importance: float
    us: float
    next_best: float


def may_show(answers, unseen):
    """Whether the average of some answers gives no single one away.

    :param int answers: how many answered
    :param int unseen: how many of these answers the reader does not know; of one he could reckon it
    """
    return answers >= ENOUGH and unseen != 1


def average(ratings):
    """Mean of several ratings of one criterion.

    >>> average([Rating(5, 4, 3), Rating(4, 4, 2), Rating(3, 1, 1)])
    Rating(importance=4.0, us=3.0, next_best=2.0)
    """
    count = len(ratings)
    return Rating(*(sum(column) / count for column in zip(*ratings, strict=True)))


def ratio(ratings):
    """Σ importance x us ÷ Σ importance x next best: above 1 we are the better choice.

    >>> round(ratio([Rating(5, 4, 3), Rating(4, 3, 4), Rating(3, 5, 3), Rating(2, 2, 3)]), 2)
    1.11
    """
    theirs = sum(one.importance * one.next_best for one in ratings)
    ours = sum(one.importance * one.us for one in ratings)
    return ours / theirs if theirs else None


def score(ratings):
    """Σ importance x (us - 1) / 4 ÷ Σ importance, in percent: 0 is all ones, 100 all fives.

    >>> round(score([Rating(5, 4, 3), Rating(4, 3, 4), Rating(3, 5, 3), Rating(2, 2, 3)]))
    66
    """
    weight = sum(one.importance for one in ratings)
    reached = sum(one.importance * (one.us - LEAST) / (MOST - LEAST) for one in ratings)
    return 100.0 * reached / weight if weight else None
