"""Is an objective on track? Values in, values out; no model is imported here."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

AT_RISK_GAP = 10.0
OFF_TRACK_GAP = 25.0


@dataclass(frozen=True)
class Pace:
    """The judgement on an objective's pace.

    status: ``on_track``, ``at_risk`` or ``off_track``
    reason: key of the reason, for the caller to put into words
    expected: progress (percent 0-100) that the elapsed time would ask for
    changes_on: first day on which the status gets worse if nothing happens, or None
    """

    status: str
    reason: str
    expected: float
    changes_on: date | None


def weighted_percent(parts):
    """Weighted mean of percentages.

    :param parts: iterable of (weight, percent 0-100); weights of 0 or less do not count
    :return: percent 0-100, None without any weight
    """
    parts = [(weight, percent) for weight, percent in parts if weight > 0]
    total = sum(weight for weight, _percent in parts)
    return sum(weight * percent for weight, percent in parts) / total if total else None


def expected_percent(start, end, today):
    """Share of the time that has passed, in percent 0-100 (straight line from start to end)."""
    if today >= end:
        return 100.0
    if today <= start:
        return 0.0
    return 100.0 * (today - start).days / (end - start).days


def _day_behind(start, end, percent):
    """First day on which the straight line is more than ``percent`` up."""
    length = (end - start).days
    return start + timedelta(days=math.floor(percent * length / 100.0) + 1)


def judge_pace(progress, start, end, today, first_open_deadline=None):
    """Compare progress with elapsed time.

    On track: not more than 10 points behind the straight line from start to end; at risk: up to
    25 points behind, or an action is overdue; off track: further behind, or past the due date.

    :param float progress: percent 0-100
    :param date start: day from which the pace counts
    :param date end: due date
    :param date today: day of the judgement
    :param date first_open_deadline: earliest deadline among the open actions, or None
    :return: Pace
    """
    expected = expected_percent(start, end, today)
    if progress >= 100:
        return Pace("on_track", "complete", expected, None)
    off_track_on = min(_day_behind(start, end, progress + OFF_TRACK_GAP), end + timedelta(days=1))
    if today > end:
        return Pace("off_track", "past_due", expected, None)
    if today >= off_track_on:
        return Pace("off_track", "far_behind", expected, end + timedelta(days=1))
    at_risk_on = _day_behind(start, end, progress + AT_RISK_GAP)
    if first_open_deadline and today > first_open_deadline:
        return Pace("at_risk", "overdue_action", expected, off_track_on)
    if today >= at_risk_on:
        return Pace("at_risk", "behind", expected, off_track_on)
    worse = [at_risk_on, off_track_on]
    if first_open_deadline:
        worse.append(first_open_deadline + timedelta(days=1))
    return Pace("on_track", "on_pace", expected, min(worse))
