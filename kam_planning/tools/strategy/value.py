"""What a change is worth in money. Plain values only; None is what is not known."""

UP, DOWN = "up", "down"
PERCENT, CURRENCY = "percent", "currency"


def change(baseline, value, direction=DOWN):
    """How far a figure moved in the wanted direction; against it is negative.

    >>> round(change(3.2, 2.1), 2), round(change(3.2, 2.1, UP), 2), change(3.2, None)
    (1.1, -1.1, None)
    """
    if baseline is None or value is None:
        return None
    return value - baseline if direction == UP else baseline - value


def amount(baseline, value, *, direction=DOWN, unit="count", volume, unit_value, our_share=100.0):
    """Change in the wanted direction x volume x unit value x our share.

    :param float baseline: where the figure stood
    :param float value: where it stands, or is to stand
    :param str direction: ``down`` where less is better, ``up`` where more is
    :param str unit: ``percent`` is given as 3.2 and means 0.032; ``currency`` is money already, so
        its unit value is 1 where none is given
    :param float volume: how often that change counts in the period
    :param float unit_value: money for one of it
    :param float our_share: percent of the change that is ours: 70 means 0.70
    :return: money, negative where it got worse; None when something is not known
    """
    if unit == CURRENCY and unit_value is None:
        unit_value = 1.0
    factors = [change(baseline, value, direction), volume, unit_value, our_share]
    if any(factor is None for factor in factors):
        return None
    moved, volume, unit_value, our_share = factors
    scale = 100.0 if unit == PERCENT else 1.0
    return moved * volume * unit_value * our_share / (100.0 * scale)


def confirmation_rate(confirmed, delivered):
    """Confirmed in percent of delivered; None where nothing is delivered, or less than nothing.

    >>> confirmation_rate(4158, 5544), confirmation_rate(0, 0)
    (75.0, None)
    """
    if confirmed is None or delivered is None or delivered <= 0:
        return None
    return 100.0 * confirmed / delivered
