"""What of the lines that a customer saw is agreed, and what is only how far it is; plain values."""

from ..snapshot.compare import compare
from ..snapshot.compare import drift as share_of

# How far something is: it moves as agreed, or is moved by the customer himself.
PROGRESS = {
    "kam.action": {"state"},
    "kam.objective": {"state"},
    "kam.risk": {"state"},
    "kam.investment": {"state"},
    "kam.value": {"state", "current_value", "amount", "delivered_volume", "confirmed_amount"},
}
# What was given up is not there any more.
GIVEN_UP = ("dropped", "cancelled")


def is_given_up(line):
    """Tell whether a line stands for what nobody works on any more."""
    return (line.get("values") or {}).get("state") in GIVEN_UP


def agreed_fields(line_fields):
    """Function of a ref: names of the fields that say what was agreed.

    :param line_fields: function of a model's name giving names of its fields
    """

    found = {}

    def names_of(ref):
        model = ref.partition(",")[0]
        if model not in found:
            found[model] = set(line_fields(model)) - PROGRESS.get(model, set())
        return found[model]

    return names_of


def find_drift(agreed, now, line_fields):
    """What differs between what was agreed and what would be shared today.

    Agreed were 12 lines; 11 are left, 2 of these changed, 1 is gone and 1 is new: 4 of 13.

    :param list agreed: lines of the agreed version
    :param list now: lines as they would leave today
    :param line_fields: function of a model's name giving names of its fields
    :return: tuple (list of `Difference`, percent 0 to 100, or None where there is no line)
    """
    now = [line for line in now if not is_given_up(line)]
    found = compare(agreed, now, agreed_fields(line_fields))
    return found, share_of(agreed, now, found)
