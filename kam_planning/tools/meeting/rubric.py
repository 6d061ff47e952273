"""What several people think of a review: plain values in, plain values out."""

from collections import namedtuple
from statistics import median

LEAST, MOST = 1, 4
# Two raters who lie this far apart have seen different things.
FAR_APART = 2

Summary = namedtuple("Summary", "count median spread is_apart")


def summarize(scores):
    """Give the middle of several ratings and how far they lie apart.

    >>> summarize([2, 3, 4])
    Summary(count=3, median=3, spread=2, is_apart=True)
    >>> summarize([3, 4])
    Summary(count=2, median=3.5, spread=1, is_apart=False)
    >>> summarize([])
    Summary(count=0, median=None, spread=None, is_apart=False)

    :param list scores: integers from 1 to 4
    :return: Summary
    """
    if not scores:
        return Summary(0, None, None, False)
    spread = max(scores) - min(scores)
    return Summary(len(scores), median(scores), spread, spread >= FAR_APART)
