"""How grave a risk is: probability x impact. Plain values only."""

# Percent of the account's yearly revenue that begin the impacts from 2 to 4; above the last one
# begins 5.
IMPACTS_FROM = (1, 5, 10)
HIGHEST_FROM = 25
# Percent in the middle of what each probability stands for: up to 10, 30, 50, 70 and above.
MIDPOINTS = {1: 5.0, 2: 20.0, 3: 40.0, 4: 60.0, 5: 85.0}
# Up to which rating a risk has which level; above all of them it is critical.
LEVELS = ((4, "low"), (9, "medium"), (14, "high"))
CRITICAL = "critical"
# After how many months somebody rates a risk again.
REVIEW_MONTHS = {CRITICAL: 1, "high": 2, "medium": 3, "low": 6}


def share(amount, revenue):
    """Give the amount at risk in percent of the account's yearly revenue.

    :return: float, or None without an amount or without revenue

    >>> share(120000, 800000)
    15.0
    """
    if amount is None or amount is False or not revenue or revenue < 0:
        return None
    return 100.0 * amount / revenue


def impact(percent):
    """Give the impact, 1 to 5, of losing so many percent of the revenue.

    >>> [impact(percent) for percent in (0.9, 1, 5, 10, 25, 25.1)]
    [1, 2, 3, 4, 4, 5]
    """
    if percent > HIGHEST_FROM:
        return 5
    return 1 + sum(percent >= border for border in IMPACTS_FROM)


def rating(probability, impact):
    """Give probability x impact, or None where one of the two is not known."""
    return probability * impact if probability and impact else None


def level(rating):
    """Give the level of a rating, or None without one.

    >>> [level(number) for number in (4, 5, 9, 10, 14, 15, 16)]
    ['low', 'medium', 'medium', 'high', 'high', 'critical', 'critical']
    """
    if not rating:
        return None
    return next((name for most, name in LEVELS if rating <= most), CRITICAL)


def money(probability, amount):
    """Give what a risk costs on average: the amount times the middle of the probability.

    :return: float, or None without a probability or without an amount

    >>> money(4, 120000)
    72000.0
    """
    if not probability or amount is None or amount is False:
        return None
    return MIDPOINTS[probability] * amount / 100.0
