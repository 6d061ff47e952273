"""How a customer behaves: the health of an account and how sure it is. Plain values."""

from dataclasses import dataclass

from ..score import Component, Score

# From these totals on an account is good, or needs attention; below it is in danger.
GOOD, WATCH = 67.0, 34.0
# In percent: below it nothing is judged.
SURE_ENOUGH = 50.0
# Of a customer of whom nothing is recorded, whatever was typed in about him.
MOST_WITHOUT_RECORDS = 35.0
# An input of this weight with so few points caps the band.
HEAVY, COLLAPSED = 15.0, 10.0


@dataclass
class Input(Component):
    """One input of the health.

    raw: the number that was read, None when it is not known
    bad: number that gives 0 points
    good: number that gives 100 points, above or below `bad`
    version: of the input's definition
    """

    raw: float | None = None
    bad: float = 0.0
    good: float = 100.0
    version: int = 1

    @property
    def is_alarm(self):
        """Whether an input that counts much has collapsed."""
        return self.weight >= HEAVY and self.points is not None and self.points <= COLLAPSED


@dataclass
class HealthScore(Score):
    """The health of one account; of a customer without any record it is not known."""

    has_records: bool = True

    @property
    def total(self):
        """Weighted mean of the known inputs, percent 0-100; None when it is not known."""
        return super().total if self.has_records else None

    @property
    def confidence(self):
        """Share of the weight whose input is known, percent 0-100."""
        sure = super().confidence
        if self.has_records or sure is None:
            return sure
        return min(sure, MOST_WITHOUT_RECORDS)


def points(value, bad, good):
    """Points of a number between the one that is bad and the one that is good.

    >>> points(-8.0, -20.0, 10.0)
    40.0

    :param value: float, or None for "not known"
    :param float bad: gives 0 points
    :param float good: gives 100 points; another number than `bad`
    :return: percent 0-100, or None
    """
    if value is None:
        return None
    return min(100.0, max(0.0, 100.0 * (value - bad) / (good - bad)))


def find_alarm(parts):
    """The heaviest of the inputs that have collapsed, or None.

    :param list parts: of `Input`
    """
    return max((part for part in parts if part.is_alarm), key=lambda p: p.weight, default=None)


def judge(total, confidence, parts):
    """Put a health into words.

    :param total: percent, or None
    :param confidence: percent, or None
    :param list parts: of `Input`
    :return: ``"good"``, ``"watch"`` or ``"danger"``, None where too little is known
    """
    if total is None or confidence is None or confidence < SURE_ENOUGH:
        return None
    if total >= GOOD:
        return "watch" if find_alarm(parts) else "good"
    return "watch" if total >= WATCH else "danger"


def step_of_one(count, bad, good):
    """Points that one of so many people brings to an input that is their share in percent.

    >>> step_of_one(10, 0.0, 80.0)
    12.5

    :param int count: people, at least one
    :param float bad: gives 0 points
    :param float good: gives 100 points; another number than `bad`
    :return: percent 0-100
    """
    return min(100.0, 100.0 * (100.0 / count) / abs(good - bad))


def find_cheapest(parts, confidence, minutes, steps):
    """The input of which the next step brings most for its time; while too little is known, the
    missing one that takes least. What cannot be reckoned comes behind what can, by what is missing.

    :param list parts: of `Component`
    :param confidence: percent, or None
    :param dict minutes: {key: what the next step takes}; others have no next step
    :param dict steps: {key: points of the input that one step brings}; of others nobody can tell
    :return: tuple (part, points of the total that it brings or None), or None
    """
    doable = [part for part in parts if part.key in minutes]
    missing = [part for part in doable if part.points is None]
    if missing and (confidence is None or confidence < SURE_ENOUGH):
        return min(missing, key=lambda part: (minutes[part.key], -part.weight)), None
    weight = sum(part.weight for part in parts if part.points is not None)
    gains = []
    for part in doable:
        if part.points is not None and part.points < 100:
            step = min(100.0 - part.points, steps.get(part.key, 100.0))
            gains.append((part, part.weight * step / weight))
    reckoned = [pair for pair in gains if pair[0].key in steps]
    best = max(
        reckoned or gains, key=lambda pair: pair[1] / max(1, minutes[pair[0].key]), default=None
    )
    return (best[0], best[1] if reckoned else None) if best else None
