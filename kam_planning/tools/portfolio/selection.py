"""Which accounts become key accounts: the most attractive ones until capacity is used. Plain
values."""

from typing import NamedTuple


class Candidate(NamedTuple):
    """One account.

    key: identifies it
    attractiveness: 0-100, None where it is not known
    manager: key of who would lead it, None for whoever has room
    is_kept: whether it has a plan already, which needs no new room
    """

    key: object
    attractiveness: float | None
    manager: object = None
    is_kept: bool = False


class Proposal(NamedTuple):
    """What is proposed: ``kept``, ``pilot``, ``selected``, ``waiting`` (no room) or ``unknown``.

    rank: place among the new ones from 1 on, None for others
    manager: who has room for it, None where nobody has
    """

    state: str
    rank: int | None = None
    manager: object = None


def propose(candidates, room, pilot_size):
    """Propose the most attractive accounts until capacity is used, the first ones as a pilot.

    Who leads an account already, or looks after the customer, is asked first; a customer without
    such a person, or with one who has no room, goes to whoever has most room.

    :param list candidates: of Candidate
    :param dict room: {manager: how many accounts more he has room for}
    :param int pilot_size: how many of the new ones come first
    :return: dict {key: Proposal}
    """
    room, found, rank = dict(room), {}, 0
    for one in sorted(candidates, key=_by_attractiveness):
        if one.is_kept:
            found[one.key] = Proposal("kept", manager=one.manager)
        elif one.attractiveness is None:
            found[one.key] = Proposal("unknown")
        elif (manager := _find_manager(one.manager, room)) is None:
            found[one.key] = Proposal("waiting")
        else:
            room[manager] -= 1
            rank += 1
            state = "pilot" if rank <= pilot_size else "selected"
            found[one.key] = Proposal(state, rank, manager)
    return found


def _by_attractiveness(one):
    return -(one.attractiveness or 0.0), one.attractiveness is None


def _find_manager(wanted, room):
    """Who takes an account: the one who is wanted, if he has room; else who has most room."""
    if room.get(wanted, 0) >= 1:
        return wanted
    free = [manager for manager, left in room.items() if left >= 1]
    return max(free, key=room.get) if free else None
