"""What the suite takes of walks that have make targets of their own: another part with each seed.

`bin/test` draws the seed from the add-on's files: the same code is always looked at in the same
places, changed code in others. A failure names it, and KAM_WALK_SEED=<number> brings it back.
KAM_WALK=all walks everything.
"""

import os

IS_ALL = os.environ.get("KAM_WALK") == "all"


def read_seed():
    """:return: the seed of this run, a whole number"""
    return int(os.environ.get("KAM_WALK_SEED", "0"))


def tell_seed():
    """:return: what a failure says, for the same to be seen again"""
    return f"KAM_WALK_SEED={read_seed()}"


def take(things, turn, most=1):
    """All things, or in the suite some of them, evenly spread: with each turn and seed others.

    :param things: iterable
    :param int turn: number of the place where they are taken
    :param int most: how many of them
    :return: list
    """
    things = list(things)
    if IS_ALL or len(things) <= most:
        return things
    places = (number * len(things) // most for number in range(most))
    return [things[(read_seed() + turn + place) % len(things)] for place in places]
