"""Where an account stands in the portfolio: attractiveness by relative strength. Plain values.

axis = 10 x sum of (weight x median of the raters) / sum of the weights that are known
confidence = known weight in percent of all weight
"""

from dataclasses import dataclass
from statistics import median

AXES = ("attractiveness", "strength")
# Whether attractiveness is high, whether strength is.
QUADRANTS = {
    (True, True): "strategic",
    (True, False): "star",
    (False, True): "status",
    (False, False): "streamline",
}
SIDES = {name: sides for sides, name in QUADRANTS.items()}
CUT = 50.0
# An account leaves its quadrant only so many points beyond the line.
MARGIN = 5.0
# Raters further apart than that have something to talk about.
MOST_SPREAD = 4.0
# Percent of an axis that may rest on revenue: warned above the first, refused above the second.
WARNED_REVENUE, MOST_REVENUE = 30.0, 50.0
HIGHEST = 10.0
# What is proposed for a quadrant: months between reviews, and share of hours by share of value.
INTERVALS = {"strategic": 3, "star": 3, "status": 6, "streamline": 12}
ATTENTION = {"strategic": 1.0, "star": 1.5, "status": 0.7, "streamline": 0.4}


@dataclass(frozen=True)
class Axis:
    """What an axis of one account comes to: both in percent, None where nothing is known."""

    score: float | None
    confidence: float | None


def reckon_axis(parts):
    """Weighted mean of what is known, 0-100: what is not known takes its weight along.

    :param list parts: pairs (weight, value 0-10 or None)
    :return: Axis
    """
    whole = sum(weight for weight, _value in parts)
    known = [(weight, value) for weight, value in parts if value is not None]
    weight = sum(one for one, _value in known)
    if whole <= 0:
        return Axis(None, None)
    if weight <= 0:
        return Axis(None, 0.0)
    total = sum(one * value for one, value in known)
    return Axis(HIGHEST * total / weight, 100.0 * weight / whole)


def middle(scores):
    """Median of what several raters said, None of nobody."""
    return float(median(scores)) if scores else None


def spread(scores):
    """How far the raters are apart: the highest less the lowest score."""
    return float(max(scores) - min(scores)) if scores else 0.0


def should_discuss(scores):
    """Whether the raters are so far apart that a mean hides something."""
    return spread(scores) > MOST_SPREAD


def to_points(number, bad, good):
    """Score of a number between the one that gives 0 and the one that gives 10, None if unknown.

    :param number: float, or None
    :param float bad: gives 0, may be above `good`
    :param float good: gives 10
    """
    if number is None or bad == good:
        return None
    return HIGHEST * min(1.0, max(0.0, (number - bad) / (good - bad)))


def find_quadrant(attractiveness, strength, cuts=(CUT, CUT)):
    """Quadrant by the figures, None where an axis is not known. On the line is high."""
    if attractiveness is None or strength is None:
        return None
    return QUADRANTS[attractiveness >= cuts[0], strength >= cuts[1]]


def settle_quadrant(attractiveness, strength, before, cuts=(CUT, CUT), margin=MARGIN):
    """Quadrant that counts: an account goes over a line only `margin` points beyond it.

    :param before: its quadrant in the last round, or None
    """
    if before is None or attractiveness is None or strength is None:
        return find_quadrant(attractiveness, strength, cuts)
    sides = []
    for value, cut, was_high in zip((attractiveness, strength), cuts, SIDES[before], strict=True):
        sides.append(value > cut - margin if was_high else value >= cut + margin)
    return QUADRANTS[tuple(sides)]


def share_of_revenue(criteria):
    """Percent of an axis' weight that rests on revenue.

    :param list criteria: pairs (weight, whether it is based on revenue)
    """
    whole = sum(weight for weight, _is_revenue in criteria)
    on_revenue = sum(weight for weight, is_revenue in criteria if is_revenue)
    return 100.0 * on_revenue / whole if whole > 0 else 0.0


def grow_yearly(now, before, years):
    """Growth in percent a year, None where there was nothing before or is less than nothing now."""
    if now is None or before is None or before <= 0 or now < 0 or years <= 0:
        return None
    return 100.0 * ((now / before) ** (1.0 / years) - 1.0)
