"""Do planned customers grow more than comparable ones? Plain values only; see docs/proof.md."""

import math
import random
from statistics import median
from typing import NamedTuple

CONTROLS = 3
LEAST_CONTROLS = 2
LEAST_TREATED = 8
# A control had between half and twice the revenue, and grew by so many points more or less.
LOW_SIZE, HIGH_SIZE = 0.5, 2.0
GROWTH_POINTS = 20.0
RESAMPLES = 2000
# The interval holds the middle 80 % of what the resamples say.
TAIL = 0.1
SEED = 20
# A customer that is lost counts as one that kept so much: its logarithm has no end.
FLOOR = 0.05


class Customer(NamedTuple):
    """Revenue of equally long windows: after day 0, a year earlier, and two years earlier."""

    id: int
    segment: int | None
    prior: float
    before: float
    after: float

    @property
    def growth(self):
        """Growth before day 0, in percent."""
        return 100.0 * (self.before - self.prior) / self.prior


class Pair(NamedTuple):
    """A treated customer with its controls."""

    treated: Customer
    controls: tuple
    difference: float
    placebo: float


class Result(NamedTuple):
    """Median, and the interval, in percent; None where there are too few."""

    count: int
    effect: float | None = None
    low: float | None = None
    high: float | None = None


def is_comparable(customer):
    """Whether there was revenue in both windows before day 0, so that it grew by something."""
    return customer.prior > 0 and customer.before > 0


def find_controls(treated, candidates, most=CONTROLS):
    """The nearest customers of the same segment, size and growth.

    :param candidates: Customer that were never planned in the window
    :return: tuple of at most three Customer, the nearest first
    """

    def fits(one):
        return (
            one.segment == treated.segment
            and is_comparable(one)
            and LOW_SIZE * treated.before <= one.before <= HIGH_SIZE * treated.before
            and abs(one.growth - treated.growth) <= GROWTH_POINTS
        )

    def distance(one):
        size = abs(math.log(one.before / treated.before))
        return size + abs(one.growth - treated.growth) / 100.0, one.id

    return tuple(sorted(filter(fits, candidates), key=distance)[:most])


def log_ratio(after, before):
    """Logarithm of what became of an amount.

    >>> round(log_ratio(110.0, 100.0), 4)
    0.0953
    """
    return math.log(max(after / before, FLOOR))


def make_pair(treated, controls):
    """Difference in differences of one customer, after day 0 and, as placebo, before it."""
    after = [log_ratio(one.after, one.before) for one in controls]
    before = [log_ratio(one.before, one.prior) for one in controls]
    return Pair(
        treated,
        tuple(controls),
        log_ratio(treated.after, treated.before) - sum(after) / len(after),
        log_ratio(treated.before, treated.prior) - sum(before) / len(before),
    )


def to_percent(difference):
    """A difference of logarithms as growth in percent."""
    return 100.0 * (math.exp(difference) - 1.0)


def estimate(differences, seed=SEED):
    """Median of the differences and its interval.

    :param list differences: of logarithms, one for each pair
    :param int seed: the same seed gives the same interval
    :return: Result; without an effect where there are fewer than 8
    """
    count = len(differences)
    if count < LEAST_TREATED:
        return Result(count)
    draw = random.Random(seed)  # noqa: S311 - no secret: it is to be repeated
    medians = sorted(median(draw.choices(differences, k=count)) for _number in range(RESAMPLES))
    cut = int(TAIL * RESAMPLES)
    ends = (medians[cut], medians[-1 - cut])
    return Result(count, *(to_percent(one) for one in (median(differences), *ends)))


def by_tercile(pairs, seed=SEED):
    """Estimate the three thirds of the pairs, by how well their plans were kept.

    :param list pairs: tuples (quality in percent, or None for "not known"; difference)
    :return: list of three Result, the least well kept first
    """
    known = sorted((pair for pair in pairs if pair[0] is not None), key=lambda pair: pair[0])
    cuts = [round(len(known) * part / 3) for part in range(4)]
    thirds = [known[first:last] for first, last in zip(cuts, cuts[1:], strict=False)]
    return [estimate([difference for _quality, difference in third], seed) for third in thirds]


def judge(effect, placebo):
    """What may be said.

    :param Result effect: after day 0
    :param Result placebo: of the year before
    :return: ``too_few``, ``before`` (they grew differently before already), ``none`` (the interval
        holds 0), ``more`` or ``less``
    """
    if effect.effect is None:
        return "too_few"
    if effect.low <= 0 <= effect.high:
        return "none"
    same_side = placebo.effect is not None and placebo.effect * effect.effect > 0
    if same_side and abs(placebo.effect) >= abs(effect.effect) / 2:
        return "before"
    return "more" if effect.effect > 0 else "less"
