"""Scores as they are kept: few bytes, and only where something moved. Plain values."""

from .health import Input
from .hygiene import Check

# A component that moved by less is as it was.
LEAST_MOVE = 0.5


def pack_health(parts):
    """Give inputs as they are kept: {key: [points, weight, raw, bad, good, version]}."""
    return {
        part.key: [
            _short(part.points),
            part.weight,
            _short(part.raw),
            part.bad,
            part.good,
            part.version,
        ]
        for part in parts
    }


def unpack_health(packed):
    """Give the inputs that were kept: list of `health.Input`."""
    return [
        Input(key, "", found, weight, raw=raw, bad=bad, good=good, version=version)
        for key, (found, weight, raw, bad, good, version) in packed.items()
    ]


def pack_hygiene(parts):
    """Give tests as they are kept: {key: [points, weight, passed, all]}."""
    return {
        part.key: [_short(part.points), part.weight, _short(part.done), part.total]
        for part in parts
    }


def unpack_hygiene(packed):
    """Give the tests that were kept: list of `hygiene.Check`."""
    return [
        Check(key, "", found, weight, done=done, total=total)
        for key, (found, weight, done, total) in packed.items()
    ]


def has_moved(before, now):
    """Whether a component moved by half a point or more, came, went, became known or not, or is
    weighed or measured otherwise.

    :param before: packed components, or None
    :param dict now: packed components
    """
    if before is None or before.keys() != now.keys():
        return True
    return any(_differs(before[key], now[key]) for key in now)


def _differs(before, now):
    # Weight; of inputs thresholds and version as well. How many passed a test is in its points.
    if before[1] != now[1] or (len(now) > 4 and before[3:] != now[3:]):
        return True
    if None in (before[0], now[0]):
        return before[0] is not now[0]
    return abs(before[0] - now[0]) >= LEAST_MOVE


def _short(number):
    return None if number is None else round(number, 2)
