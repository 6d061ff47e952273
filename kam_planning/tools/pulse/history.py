"""Scores as they are kept: few bytes, and only where something moved. Plain values."""

from .health import Input
from .hygiene import Check

# A component that moved by less is as it was.
LEAST_MOVE = 0.5


def pack_health(parts):
    """Give inputs as they are kept: {key: points, weight, number, bad, good and version as text}.

    One text an input takes a third of the room of its numbers.
    """
    return {
        part.key: _join(part.points, part.weight, part.raw, part.bad, part.good, part.version)
        for part in parts
    }


def unpack_health(packed):
    """Give the inputs that were kept: list of `health.Input`."""
    parts = []
    for key, text in packed.items():
        found, weight, raw, bad, good, version = _split(text)
        values = {"raw": raw, "bad": bad, "good": good, "version": int(version)}
        parts.append(Input(key, "", found, weight, **values))
    return parts


def pack_hygiene(parts):
    """Give tests as they are kept: {key: points, weight, number passed and of all as text}."""
    return {part.key: _join(part.points, part.weight, part.done, part.total) for part in parts}


def unpack_hygiene(packed):
    """Give the tests that were kept: list of `hygiene.Check`."""
    return [
        Check(key, "", found, weight, done=done, total=total)
        for key, text in packed.items()
        for found, weight, done, total in [_split(text)]
    ]


def get_points(packed, key):
    """Points of one kept component, None where they are not known."""
    return _split(packed[key])[0] if key in packed else None


def has_moved(before, now):
    """Whether a component moved by half a point or more, came, went, became known or not, or is
    weighed or measured otherwise.

    :param before: packed components, or None
    :param dict now: packed components
    """
    if before is None or before.keys() != now.keys():
        return True
    return any(_differs(_split(before[key]), _split(now[key])) for key in now)


def _differs(before, now):
    # Weight; of inputs thresholds and version as well. How many passed a test is in its points.
    if before[1] != now[1] or (len(now) > 4 and before[3:] != now[3:]):
        return True
    if None in (before[0], now[0]):
        return before[0] is not now[0]
    return abs(before[0] - now[0]) >= LEAST_MOVE


def _join(*numbers):
    return "|".join("" if number is None else f"{round(number, 2):.12g}" for number in numbers)


def _split(text):
    return [float(number) if number else None for number in text.split("|")]
