"""What a variable part of somebody's pay comes to: plain values in, plain values out.

    attainment = Σ weight × attained ÷ Σ weight, of the team's and of the own components
    points     = the curve at that attainment
    percent    = team share × points of the team + own share × points of one's own, up to the cap
    payout     = target amount × days there ÷ days of the period × percent

Percentages are 0-100 and above: 102 is more than what was aimed at.
"""

import re
from dataclasses import asdict, dataclass

from ..score import Component, Score

CURVE = "50:0, 100:100, 120:150"
STEPS = (0, 50, 100, 125, 150)
# What somebody can attain, or be paid, in percent.
MOST = 1000.0
# Weights such as 33.33 need not meet 100 to the last digit.
NEAR = 0.05
POINT = re.compile(r"(\d+(?:\.\d+)?)\s*[:→=]\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Terms:
    """What a scheme says.

    team_share: percent of the payout that hangs on the team's components
    curve: tuple of points (attained, paid), both in percent
    cap: percent that is paid at most
    deferred: percent of the payout that is paid later
    """

    team_share: float = 60.0
    curve: tuple = ()
    cap: float = 150.0
    deferred: float = 25.0


@dataclass(frozen=True)
class Result:
    """What it comes to; None for what is not known, and for a side without a share."""

    team_attainment: float | None
    own_attainment: float | None
    team_points: float | None
    own_points: float | None
    percent: float | None
    payout: float | None


def read_curve(text):
    """Read the points of a curve as they are typed: ``50:0, 100:100, 120:150``.

    :return: tuple of pairs (attained, paid), or None for what is no curve
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text or "") if part.strip()]
    matches = [POINT.fullmatch(part) for part in parts]
    if len(matches) < 2 or not all(matches):
        return None
    return tuple((float(match[1]), float(match[2])) for match in matches)


def write_curve(curve):
    """Write the points of a curve as `read_curve` reads them."""
    return ", ".join(f"{attained:g}:{paid:g}" for attained, paid in curve)


def is_rising(curve):
    """Tell whether who attains more is paid no less, and each attainment says one thing."""
    pairs = list(zip(curve, curve[1:], strict=False))
    rises = all(low[0] < high[0] and low[1] <= high[1] for low, high in pairs)
    return rises and curve[0][1] < curve[-1][1] and curve[-1][1] <= MOST


def follow(curve, attained):
    """Give the points of an attainment: straight from point to point, level before and after.

    :param curve: rising points
    :param attained: percent, or None where it is not known
    :return: percent, or None
    """
    if attained is None:
        return None
    if attained <= curve[0][0]:
        return curve[0][1]
    for low, high in zip(curve, curve[1:], strict=False):
        if attained <= high[0]:
            share = (attained - low[0]) / (high[0] - low[0])
            return low[1] + share * (high[1] - low[1])
    return curve[-1][1]


def weigh(parts):
    """Give the attainment of components, None where one of them is not known.

    Unlike a score, nothing is reckoned from the rest: what somebody is paid does not rise because
    a figure is missing.

    :param list parts: of `score.Component`, points in percent attained
    """
    counting = [part for part in parts if part.weight > 0]
    if any(part.points is None for part in counting):
        return None
    return Score(counting).total


class Attained(Score):
    """What is attained of components, as a score that opens into them."""

    @property
    def total(self):
        """Percent attained, None where one of the components is not known."""
        return weigh(self.components)


def sums_up(weights):
    """Tell whether weights are together 100."""
    return abs(sum(weights) - 100.0) < NEAR


def reckon(team, own, terms, amount, share=1.0):
    """Reckon a payout.

    :param list team: components of the team, of `score.Component`
    :param list own: one's own
    :param Terms terms: of the scheme
    :param float amount: the variable part at 100 %, for the whole period
    :param float share: of the period that he was there, 0-1
    :return: Result
    """
    team_share = terms.team_share / 100.0
    attained = [
        weigh(parts) if part > 0 else None
        for part, parts in ((team_share, team), (1.0 - team_share, own))
    ]
    points = [follow(terms.curve, one) for one in attained]
    needed = [(team_share, points[0]), (1.0 - team_share, points[1])]
    percent = payout = None
    if all(point is not None for part, point in needed if part > 0):
        percent = min(terms.cap, sum(part * point for part, point in needed if part > 0))
        payout = amount * share * percent / 100.0
    return Result(*attained, *points, percent, payout)


def days_of(start, end):
    """Count the days of a period, its first and last one among them."""
    return (end - start).days + 1


def dump(team, own, terms, result, **more):
    """Give all that a payout was reckoned of as plain data, to be kept."""
    return {
        "team": Score(team).dump(),
        "own": Score(own).dump(),
        "terms": asdict(terms),
        **asdict(result),
        **more,
    }


def load_parts(kept):
    """Give the components that `dump` kept."""
    return [Component(**part) for part in kept]


def find_drift(kept, now):
    """Compare two dumps: which components say something else by now.

    :return: list of tuples (label, percent then, percent now); None for what is not known or was
        not there
    """
    sides = ("team", "own")
    before, after = (
        {part["key"]: part for side in sides for part in dumped[side]} for dumped in (kept, now)
    )
    moved = []
    for key, part in {**after, **before}.items():
        points = [one.get(key, {}).get("points") for one in (before, after)]
        if _differ(*points):
            moved.append((part["label"], *points))
    return moved


def _differ(one, other):
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= 0.05
