"""What the suite takes of a walk that has targets of its own: another part with each seed.

`bin/test` draws the seed from the add-on's files: the same code is always looked at in the same
places, changed code in others. A failure names it, and KAM_WALK_SEED=<number> brings it back.
"""

import os


def read_seed():
    """:return: the seed of this run, a whole number"""
    return int(os.environ.get("KAM_WALK_SEED", "0"))


def tell_seed():
    """:return: what a failure says, for the same to be seen again"""
    return f"KAM_WALK_SEED={read_seed()}"
