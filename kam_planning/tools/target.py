"""Attainment, pace and seasons of targets: plain values in, plain values out."""

DAYS_PER_MONTH = 365.25 / 12
# Sums of cents differ from what they stand for by less.
HALF_A_CENT = 0.005


def attainment(actual, target, baseline=0.0, higher_is_better=True, adds_up=False):
    """How much of a target is reached, in percent.

    Figures that add up over the period start from nothing: actual / target. A level, a rate or an
    average starts from its baseline: the way made from there to the target. Lower is better: the
    way made down from the baseline, or target / actual where no baseline above the target is known.

    :param float baseline: where the figure stood before; 0 when that is not known
    :param bool adds_up: whether the figure adds up over its period, such as revenue
    :return: float, not below 0, or None where the target says nothing (no target at all)
    """
    if not higher_is_better:
        return _attainment_downwards(actual, target, baseline)
    if not adds_up and baseline < target:
        return max(0.0, 100.0 * (actual - baseline) / (target - baseline))
    return max(0.0, 100.0 * actual / target) if target > 0 else None


def _attainment_downwards(actual, target, baseline):
    if baseline > target:
        return max(0.0, 100.0 * (baseline - actual) / (baseline - target))
    if actual > 0:
        return max(0.0, 100.0 * target / actual)
    # Nothing is left that could be lowered by a share.
    return 100.0 if actual <= target else 0.0


def propose(before, growth):
    """A target from what was reached the year before, in whole units.

    :param float before: None where nothing is known
    :param float growth: in percent
    :return: float, 0 where there is nothing to grow from
    """
    return float(round(max(0.0, (before or 0.0) * (1 + growth / 100.0))))


def forecast(actual, coming):
    """What is expected at the end of the period: what is there and what is expected to come.

    :param float actual: the figure so far, or None
    :param float coming: such as the weighted pipeline of the period, or None where there is none
    :return: float, None where neither is known
    """
    return actual if coming is None else (actual or 0.0) + coming


def pace_needed(actual, target, start, end, today):
    """What has to be added in each month that is left to reach the target.

    :param date start: first day of the period
    :param date end: last day of the period
    :return: float in the measure's unit for a month of 30.4 days; 0 when the target is reached,
        None when the period is over: see `standing`
    """
    days = (end - max(start, today)).days + 1
    return max(0.0, target - actual) * DAYS_PER_MONTH / days if days > 0 else None


def missing(actual, target, higher_is_better=True):
    """What is missing to the target, or lies above it where lower is better; 0 when reached.

    Less than half a cent is nothing: sums of many amounts are not exact.
    """
    gap = target - actual if higher_is_better else actual - target
    return gap if gap >= HALF_A_CENT else 0.0


def standing(actual, target, baseline=0.0, higher_is_better=True, adds_up=False):
    """Where a figure stands to its target.

    :param float actual: the figure, or None when it is not known
    :return: ``"reached"``, ``"short"``, or ``"unknown"`` without a figure or a target
    """
    if actual is None:
        return "unknown"
    if attainment(actual, target, baseline, higher_is_better, adds_up) is None:
        return "unknown"
    return "short" if missing(actual, target, higher_is_better) else "reached"


def split(total, weights, digits=2):
    """Split a total by weights, without losing a cent: the last part takes the rest.

    :param list weights: one for each part, not negative; all zero means even parts
    :return: list of floats with the sum ``total``
    """
    whole = sum(weights)
    shares = (
        [weight / whole for weight in weights] if whole > 0 else [1 / len(weights)] * len(weights)
    )
    parts = [round(total * share, digits) for share in shares[:-1]]
    return [*parts, round(total - sum(parts), digits)]
