"""Rules by which gaps in a relationship map are found. Plain values: no database."""

from dataclasses import dataclass, field
from datetime import timedelta

from .stakeholders import KEY_INFLUENCES
from .strength import HEALTHY_STRENGTH, WEAK_STRENGTH

ENOUGH_COLLEAGUES = 2
# Never heard of: longer than any interval.
NEVER_DAYS = 9999
# Days until which a gap of each kind should be closed, by proposal.
DUE_DAYS = {"role": 30, "coverage": 30, "silence": 7, "level": 60, "thread": 30}


@dataclass
class Relationship:
    """One of ours and one of theirs; levels 0-3, strength 0-100, last: date or None."""

    user: int
    actual: int = 0
    desired: int = 0
    strength: float = 0.0
    last_two_way: object = None
    owner: int = 0

    @property
    def covers(self):
        """Whether this colleague really knows the person."""
        return self.actual > 0 or self.strength >= WEAK_STRENGTH

    @property
    def is_strong(self):
        """A healthy strength, or trust given by hand."""
        return self.actual >= 2 or self.strength >= HEALTHY_STRENGTH

    @property
    def rank(self):
        """What is compared to find the best of several relationships."""
        return (self.actual, self.strength, -self.user)


@dataclass
class Person:
    """One person of theirs on the map who is not parked."""

    id: int
    influence: str = ""
    roles: tuple = ()
    interval: int = 90
    is_placeholder: bool = False
    relationships: list = field(default_factory=list)

    @property
    def is_key(self):
        """Whether this person shapes or decides."""
        return self.influence in KEY_INFLUENCES

    @property
    def best(self):
        """The best relationship, or None."""
        return max(self.relationships, key=lambda relationship: relationship.rank, default=None)


@dataclass(frozen=True)
class Gap:
    """One gap: kind, person and role or colleague (ids, 0 for none), who should close it, by when.

    ``days`` and ``count`` are the figures of the explanation: days of silence, colleagues.
    """

    kind: str
    person: int = 0
    role: int = 0
    user: int = 0
    owner: int = 0
    due: object = None
    days: int = 0
    count: int = 0

    @property
    def key(self):
        """What makes it the same gap when it is found again."""
        return (self.kind, self.person, self.role, self.user)


def next_state(state, is_found, action_state):
    """What becomes of a recorded gap when the map is looked at again.

    :param str state: ``"open"``, ``"planned"``, ``"closed"`` or ``"dismissed"``
    :param bool is_found: whether the rules find the gap now
    :param str action_state: state of its action: ``"open"``, ``"done"``, or ``""`` when it has none
        or the action was given up
    :return: tuple (state, whether the gap came back: closed by itself or by work, and there again)
    """
    if not is_found:
        return "closed", False
    if state == "dismissed":
        return "dismissed", False
    if action_state == "open":
        return "planned", False
    worked_in_vain = state == "planned" and action_state == "done"
    return "open", worked_in_vain or state == "closed"


def find(people, required_roles, manager, today):
    """All gaps of one map.

    :param list people: `Person` objects that are not parked
    :param required_roles: ids of the roles that must be filled
    :param int manager: the key account manager, who owns what nobody else does
    :param date today: first day of the time to close them
    :return: list of `Gap`
    """
    gaps = [*_missing_roles(people, required_roles), *_single_thread(people)]
    for person in people:
        gaps += _gaps_of(person, today)
    owners = {person.id: _owner(person, manager) for person in people}
    return [_assign(gap, owners, manager, today) for gap in gaps]


def _assign(gap, owners, manager, today):
    owner = gap.owner or (manager if gap.kind == "thread" else owners.get(gap.person, manager))
    due = today + timedelta(days=DUE_DAYS[gap.kind])
    return Gap(**{**gap.__dict__, "owner": owner, "due": due})


def _owner(person, manager):
    return person.best.user if person.best and person.best.covers else manager


def _missing_roles(people, required_roles):
    filled = {role for person in people if not person.is_placeholder for role in person.roles}
    return [Gap("role", role=role) for role in required_roles if role not in filled]


def _gaps_of(person, today):
    # A placeholder is nobody yet: there is nobody to talk to.
    if person.is_placeholder:
        return []
    gaps = []
    covering = sum(relationship.covers for relationship in person.relationships)
    if person.is_key and covering < ENOUGH_COLLEAGUES:
        gaps.append(Gap("coverage", person=person.id, count=covering))
    days = _silence(person, today)
    if days > person.interval:
        gaps.append(Gap("silence", person=person.id, days=days))
    gaps += [
        Gap(
            "level",
            person=person.id,
            user=relationship.user,
            owner=relationship.owner or relationship.user,
        )
        for relationship in person.relationships
        if relationship.actual < relationship.desired
    ]
    return gaps


def _silence(person, today):
    """Days since they last took part in an interaction; 0 while nobody of ours is to know them."""
    if not person.relationships:
        return 0
    days = [
        relationship.last_two_way
        for relationship in person.relationships
        if relationship.last_two_way
    ]
    return (today - max(days)).days if days else NEVER_DAYS


def _single_thread(people):
    """All strong relationships in one hand: what if that colleague leaves?"""
    holders = {}
    for person in people:
        for relationship in person.relationships:
            if relationship.is_strong:
                holders.setdefault(relationship.user, set()).add(person.id)
    if len(holders) != 1:
        return []
    user, persons = next(iter(holders.items()))
    return [Gap("thread", user=user, count=len(persons))] if len(persons) > 1 else []
