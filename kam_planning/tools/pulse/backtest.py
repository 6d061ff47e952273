"""Would an input have told? Plain values."""

# So many months before the loss an input should have been red.
MONTHS = 6
# In percent of the same months a year before.
LOSS = -30.0
# Of fewer accounts nothing is said.
LEAST_ACCOUNTS = 20


def count(cases, red):
    """Count how often an input was red before a loss, and how often without one.

    :param list cases: of tuples (points before, or None for "not known"; whether the account lost)
    :param float red: fewer points are red
    :return: tuple (lost, red of them, kept, red of them) of the accounts of which it is known;
        the second and the fourth are False where there are fewer than 20 accounts
    """
    known = [(points < red, lost) for points, lost in cases if points is not None]
    lost = [is_red for is_red, is_lost in known if is_lost]
    kept = [is_red for is_red, is_lost in known if not is_lost]
    if len(known) < LEAST_ACCOUNTS:
        return len(lost), False, len(kept), False
    return len(lost), sum(lost), len(kept), sum(kept)
