"""Attainment, pace and seasons of targets: plain values in, plain values out."""

DAYS_PER_MONTH = 365.25 / 12


def attainment(actual, target, baseline=0.0, higher_is_better=True):
    """How much of a target is reached, in percent.

    Higher is better: actual / target. Lower is better: the way made from the baseline down to the
    target, or target / actual where no baseline above the target is known.

    :return: float, not below 0, or None where the target says nothing (no target at all)
    """
    if higher_is_better:
        return max(0.0, 100.0 * actual / target) if target > 0 else None
    if baseline > target:
        return max(0.0, 100.0 * (baseline - actual) / (baseline - target))
    if actual <= target:
        return 100.0
    return max(0.0, 100.0 * target / actual)


def pace_needed(actual, target, start, end, today):
    """What has to be added in each month that is left to reach the target.

    :param date start: first day of the period
    :param date end: last day of the period
    :return: float in the measure's unit for a month of 30.4 days; 0 when the target is reached,
        None when the period is over without it
    """
    missing = target - actual
    if missing <= 0:
        return 0.0
    days = (end - max(start, today)).days + 1
    return missing * DAYS_PER_MONTH / days if days > 0 else None


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
