"""Whether our time goes where the value is (docs/attention.md). Plain values only."""

from typing import NamedTuple

# A call, or any other activity that was done, is taken for so many hours.
ACTIVITY_HOURS = 0.25
# Of an event that takes all day so many hours of each day.
DAY_HOURS = 8.0
# So much of what they could still buy counts as value.
POTENTIAL_WEIGHT = 0.25
# How far the index may lie from its target.
LOW, HIGH = 0.5, 2.0
# What the index should be, by the account's place in the portfolio.
TARGETS = {"star": 1.5, "strategic": 1.0, "status": 0.7, "streamline": 0.4}
NO_TARGET = 1.0


class Account(NamedTuple):
    """Hours of 12 months, margin and potential of an account; None where one is not known."""

    hours: float | None
    margin: float | None
    potential: float | None = None
    quadrant: str | None = None


class Attention(NamedTuple):
    """Shares in percent, index and verdict of an account."""

    hours_share: float | None
    value_share: float | None
    index: float | None
    state: str


def value_of(margin, potential):
    """Value of an account; what nobody knows the margin of has none that is known.

    >>> value_of(180.0, 60.0)
    195.0
    """
    if margin is None:
        return None
    return max(0.0, margin) + POTENTIAL_WEIGHT * (potential or 0.0)


def audit(accounts):
    """Judge accounts of one company, none of which is part of another.

    :param list accounts: Account
    :return: list of Attention
    """
    values = [value_of(account.margin, account.potential) for account in accounts]
    is_known = [
        bool(account.hours) and value is not None
        for account, value in zip(accounts, values, strict=True)
    ]
    hours = sum(a.hours for a, is_so in zip(accounts, is_known, strict=True) if is_so)
    value = sum(v for v, is_so in zip(values, is_known, strict=True) if is_so)
    return [
        _judge(account, account_value, hours, value)
        if is_so
        else Attention(None, None, None, "unknown")
        for account, account_value, is_so in zip(accounts, values, is_known, strict=True)
    ]


def _judge(account, value, all_hours, all_value):
    hours_share = 100.0 * account.hours / all_hours
    value_share = 100.0 * value / all_value if all_value else 0.0
    if not value:
        return Attention(hours_share, value_share, None, "no_value")
    index = hours_share / value_share
    return Attention(hours_share, value_share, index, verdict(index, account.quadrant))


def verdict(index, quadrant=None):
    """Compare an index with the target of the quadrant.

    >>> verdict(0.6), verdict(0.6, "star")
    ('fair', 'under')
    """
    target = TARGETS.get(quadrant, NO_TARGET)
    if index < LOW * target:
        return "under"
    return "over" if index > HIGH * target else "fair"
