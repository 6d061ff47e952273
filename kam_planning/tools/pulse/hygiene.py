"""The tests of a good plan. Plain values."""

from dataclasses import dataclass

from ..completeness import share
from ..score import Component

# Weights of the tests, in their order.
WEIGHTS = {
    "mutual": 15.0,
    "actionable": 15.0,
    "external": 10.0,
    "acts": 10.0,
    "leading": 10.0,
    "win_win": 5.0,
    "alive": 10.0,
    "reviewed": 10.0,
    "fresh": 10.0,
    "on_time": 5.0,
}
# Points of one more: all that is asked for, half of it, or a share of all.
ONE_STEP = {"acts": 100.0, "leading": 100.0, "alive": 50.0, "reviewed": 50.0}
SHARES = {"mutual": 100.0, "actionable": 100.0, "fresh": 100.0, "win_win": 200.0, "external": 50.0}
# A result so many days late counts as none.
LATEST = 30


@dataclass
class Check(Component):
    """One test: how many of how many pass it."""

    done: float = 0
    total: float = 0


def external(said, linked, objectives):
    """Half for a goal that the customer said, half for the objectives that serve one.

    >>> external(True, 0, 3)
    50.0

    :param bool said: whether there is such a goal
    :param int linked: objectives that serve one
    :param objectives: number of objectives, None where the plan shows none
    :return: percent 0-100
    """
    said = 100.0 if said else 0.0
    return said if objectives is None else (said + share(linked, objectives)) / 2


def win_win(both, total):
    """Half of the objectives that serve both sides are all that is asked for.

    >>> win_win(1, 4)
    50.0
    """
    return min(100.0, 2 * share(both, total))


def alive(people):
    """Two people make a plan alive, one half of it."""
    return min(100.0, 50.0 * people)


def reviewed(in_time, is_planned):
    """Half for a review held in the cadence, half for the next one that is planned."""
    return 50.0 * bool(in_time) + 50.0 * bool(is_planned)


def find_steps(parts):
    """Points that one step brings to each test; how late results are in the end nobody can tell.

    >>> find_steps([Check("mutual", "", 0.0, 15.0, total=4), Check("acts", "", 0.0, 10.0)])
    {'mutual': 25.0, 'acts': 100.0}

    :param list parts: of `Check`
    :return: dict {key: percent 0-100}
    """
    steps = {}
    for part in parts:
        if part.key in ONE_STEP:
            steps[part.key] = ONE_STEP[part.key]
        elif part.key == "external" and not part.points:
            steps[part.key] = 50.0
        elif part.key in SHARES and part.total:
            steps[part.key] = SHARES[part.key] / part.total
    return steps


def on_time(days_late):
    """How punctual what came due was, each less by its days late.

    >>> on_time([0, 30])
    50.0

    :param list days_late: of int, of each result that came due; negative is early
    :return: percent 0-100, None where nothing came due
    """
    if not days_late:
        return None
    reached = sum(1 - min(LATEST, max(0, late)) / LATEST for late in days_late)
    return 100.0 * reached / len(days_late)
