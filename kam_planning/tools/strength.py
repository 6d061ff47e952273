"""How strong a relationship is, by what was recorded of it. Plain values: no database.

The formula is ours and open: five parts, each 0-100 points, and their weighted mean. Interactions
fade by half every `half_life` days, so a relationship that nobody looks after gets weaker by
itself. Every part rises or stays with one interaction more: further contact never lowers it.
"""

from dataclasses import dataclass, field

from .score import Component, Score

# Points of one interaction of each kind, the deepest first: a meeting says more than a call, a call
# more than a mail.
DEPTH = {"meeting": 100.0, "call": 60.0, "activity": 40.0, "mail_out": 30.0, "mail_in": 30.0}
# So many recent interactions are half of all that frequency can give.
ENOUGH_INTERACTIONS = 6.0
SENIORITY = {"executive": 100.0, "manager": 70.0, "specialist": 40.0}
# What counts as interaction in both directions: they were there, or they wrote to us.
TWO_WAY = ("meeting", "call", "mail_in")

# Odoo deletes after so many days which of our people received a mail.
REMEMBERED_DAYS = 180

HEALTHY_STRENGTH = 60.0
WEAK_STRENGTH = 25.0


@dataclass(frozen=True)
class Weights:
    """Shares of the parts, relative, and the days after which an interaction counts half."""

    recency: float = 30.0
    frequency: float = 25.0
    two_way: float = 15.0
    depth: float = 20.0
    seniority: float = 10.0
    half_life: int = 60


@dataclass(frozen=True)
class InteractionCount:
    """Interactions of one kind: how many in a year, how many after fading, and the last day."""

    count: int = 0
    faded: float = 0.0
    last: object = None


@dataclass
class Interactions:
    """All interactions of two people: {kind of `DEPTH`: InteractionCount}."""

    kinds: dict = field(default_factory=dict)

    def of(self, kind):
        """Interactions of one kind, none when there were none."""
        return self.kinds.get(kind, InteractionCount())

    def _last(self, kinds):
        days = [self.of(kind).last for kind in kinds if self.of(kind).last]
        return max(days, default=None)

    @property
    def last(self):
        """Day of the last interaction of any kind, or None."""
        return self._last(DEPTH)

    @property
    def last_two_way(self):
        """Day of the last interaction in which they took part, or None."""
        return self._last(TWO_WAY)

    @property
    def faded(self):
        """Number of interactions, old ones counting less."""
        return sum(self.of(kind).faded for kind in DEPTH)


def remember(recorded, remembered, today):
    """The day on which they were last heard of, when the records of that day may be gone.

    :param date recorded: last day that is still recorded, or a false value
    :param date remembered: last day known before, or a false value
    :param date today: the day of the measurement
    :return: date or None; a known day stays once Odoo deletes what proves it, and only then
    """
    if remembered and (today - remembered).days >= REMEMBERED_DAYS:
        return max(recorded or remembered, remembered)
    return recorded or None


def fade(days, half_life):
    """What an interaction still counts after so many days: 1 today, 0.5 after the half-life."""
    return 0.5 ** (max(0, days) / half_life)


def measure(interactions, seniority, today, weights, texts=None, evidence=None):
    """Strength of one relationship.

    :param Interactions interactions: what was recorded
    :param str seniority: key of `SENIORITY`, or a false value when it is not known
    :param date today: day at which the strength is measured
    :param Weights weights: from the settings
    :param dict texts: {part: pair (label, value)} as a person reads them; left out where only the
        figure is asked for
    :param dict evidence: {part: list of (model name, id)} of the records behind it, where known
    :return: Score with the parts recency, frequency, two_way, depth and seniority
    """
    points = {
        "recency": _recency(interactions, today, weights.half_life),
        "frequency": _frequency(interactions),
        "two_way": _two_way(interactions),
        "depth": _depth(interactions),
        # Without any interaction the title alone makes no relationship.
        "seniority": SENIORITY.get(seniority) if interactions.last else None,
    }
    texts = texts or {part: (part, "") for part in points}
    return Score(
        [
            Component(
                key=part,
                label=texts[part][0],
                points=value,
                weight=getattr(weights, part),
                value=texts[part][1],
                evidence=(evidence or {}).get(part, []),
            )
            for part, value in points.items()
        ]
    )


def _recency(interactions, today, half_life):
    return 100.0 * fade((today - interactions.last).days, half_life) if interactions.last else 0.0


def _frequency(interactions):
    # Rises with every interaction and never passes 100: 6 interactions give 50, 18 give 87.5.
    return 100.0 * (1.0 - 0.5 ** (interactions.faded / ENOUGH_INTERACTIONS))


def _two_way(interactions):
    """100 when at least one interaction went each way, after fading; meetings and calls do both.

    No share of sent and received: a mail more without an answer would lower it.
    """
    both = interactions.of("meeting").faded + interactions.of("call").faded
    sent = interactions.of("mail_out").faded + interactions.of("activity").faded + both
    received = interactions.of("mail_in").faded + both
    return 100.0 * min(sent, received, 1.0)


def _depth(interactions):
    """Points of the deepest interactions that make one after fading.

    No mean of all: a mail after a meeting would lower it.
    """
    left, total = 1.0, 0.0
    for kind, points in DEPTH.items():
        counted = min(left, interactions.of(kind).faded)
        total += points * counted
        left -= counted
    return total


def judge(strength, last_two_way, interval, today, is_below_desired):
    """X-ray of a relationship by stated rules.

    Weak: below 25, or no interaction in both directions for twice the interval. Healthy: 60 or
    more, such an interaction within the interval, and the level not below the desired one. Shaky:
    all others.

    :param float strength: 0-100
    :param date last_two_way: or None
    :param int interval: days within which they should hear of each other
    :param bool is_below_desired: whether the level given by hand is below the desired one
    :return: ``"weak"``, ``"shaky"`` or ``"healthy"``
    """
    silent = (today - last_two_way).days if last_two_way else None
    if strength < WEAK_STRENGTH or silent is None or silent > 2 * interval:
        return "weak"
    if strength >= HEALTHY_STRENGTH and silent <= interval and not is_below_desired:
        return "healthy"
    return "shaky"
