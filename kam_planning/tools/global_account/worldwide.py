"""What a customer is worth to several of our companies, in one currency. Plain values only."""

from typing import NamedTuple


class Total(NamedTuple):
    """What several plans tell of together.

    value: the sum, or None where none of them is known
    counted: how many are in it
    unknown: of how many the amount is not known
    held: how many are part of what another one counts
    """

    value: float | None
    counted: int
    unknown: int
    held: int


def convert(amount, rates, currency, target):
    """An amount in another currency, by the rates of one day.

    :param amount: float, or None where it is not known
    :param dict rates: {currency: how much of it one unit of the common base is}
    :return: float, or None where the amount or one of the rates is not known

    >>> convert(500.0, {"EUR": 1.0, "USD": 1.25}, "USD", "EUR")
    400.0
    >>> convert(500.0, {"EUR": 1.0}, "USD", "EUR") is None
    True
    """
    if amount is None or currency == target:
        return amount
    if not (rates.get(currency) and rates.get(target)):
        return None
    # The division last: what is one to one stays exact.
    return amount * rates[target] / rates[currency]


def add_up(amounts, parts):
    """Add up amounts, each sale once: what a known amount of another plan holds is left out.

    :param dict amounts: {id: float, or None where it is not known}
    :param parts: set of pairs (id of the part, id of the whole), of `find_parts`
    :return: Total

    >>> add_up({1: 900.0, 2: 300.0, 3: 100.0, 4: None}, {(2, 1)})
    Total(value=1000.0, counted=2, unknown=1, held=1)
    >>> add_up({1: None, 2: 300.0}, {(2, 1)})
    Total(value=300.0, counted=1, unknown=1, held=0)
    """
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    held = {part for part, whole in parts if part in known and whole in known}
    counted = [amount for key, amount in known.items() if key not in held]
    value = sum(counted) if counted else None
    return Total(value, len(counted), len(amounts) - len(known), len(held))


def attain(reached, targets, parts):
    """How much of several targets is reached, in percent: of those of which both is known.

    :param dict reached: {id: float or None}
    :param dict targets: the same
    :return: float, or None where there is no target above zero

    >>> attain({1: 450.0, 2: 100.0, 3: None}, {1: 500.0, 2: 500.0, 3: 900.0}, set())
    55.0
    """
    both = [key for key in targets if targets[key] is not None and reached.get(key) is not None]
    above = add_up({key: reached[key] for key in both}, parts).value
    below = add_up({key: targets[key] for key in both}, parts).value
    return 100.0 * above / below if below and below > 0 else None


def find_mean(values):
    """The mean of what is known, or None.

    >>> find_mean([50.0, None, 100.0])
    75.0
    """
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def are_related(above, one, other):
    """Whether two customers belong to one group: something stands above both, or one of them above
    the other one.

    :param dict above: {customer: the customers above it and itself}

    >>> above = {"plant": ["plant", "group"], "sales": ["sales", "group"], "else": ["else"]}
    >>> are_related(above, "plant", "sales"), are_related(above, "plant", "else")
    (True, False)
    """
    return not set(above[one]).isdisjoint(above[other])


def roll_up(company, path, chosen):
    """The company under which a branch is added up: the topmost chosen one above it.

    :param path: the companies above it and itself, the topmost first
    :param chosen: companies that the user has chosen

    >>> roll_up(12, [1, 11, 12], {1, 12})
    1
    >>> roll_up(12, [1, 11, 12], {12, 2})
    12
    """
    return next((one for one in path if one in chosen), company)
