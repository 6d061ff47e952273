"""What a review talks about first, and how many things there is time for. Plain values."""

from dataclasses import dataclass, replace

# In the order in which things of the same rank come.
KINDS = ("change", "score", "target", "action", "decision", "gap", "confirm", "topic")
# What an item takes where nobody says otherwise: seven of them in an hour.
ITEM_MINUTES = 8
DEFAULT_MINUTES = 60
# What has no price, or a small one, counts as so many percent of the yearly revenue.
LEAST_SHARE = 5.0
MOST_SHARE = 100.0
# News counts as old as a month, and nothing as older than a quarter.
LEAST_DAYS, MOST_DAYS = 30, 90
MOST_SEVERITY = 3
# Points by which a score has to move to be talked about, and to be serious.
MOVED_POINTS, FELL_FAR = 5.0, 15.0
# Of an even pace: below it a target is serious.
HALF_PACE = 50.0
LATE_DAYS = 30
SEVERITIES = {
    **dict.fromkeys(("order_lost", "revenue_fell", "contact_left"), 3),
    **dict.fromkeys(("order_won", "contact_bounced"), 1),
}


@dataclass(frozen=True)
class Candidate:
    """Something that a review may talk about.

    model, res_id: the record that it is about, None for a topic that somebody typed in
    bucket: tells apart several things of one kind about one record
    severity: 1 to 3
    money_share: percent of the customer's yearly revenue that is at stake, None where not known
    age_days: for how long it has been so
    covers: places (model, id) that need no item of their own beside this one
    """

    kind: str
    model: str | None
    res_id: int | None
    bucket: str = "-"
    severity: int = 1
    money_share: float | None = None
    age_days: int = 0
    covers: frozenset = frozenset()
    change_id: int | None = None
    old_value: str | None = None
    new_value: str | None = None
    title: str | None = None
    visibility: str = "internal"

    @property
    def key(self):
        """What there is one item for in a review."""
        return (self.kind, self.model, self.res_id, self.bucket)

    @property
    def place(self):
        """The record that it is about."""
        return (self.model, self.res_id)

    @property
    def rank(self):
        """How much it should be talked about."""
        return rank(self.severity, self.money_share, self.age_days)


def rank(severity, money_share, age_days):
    """Severity × money share × age.

    What has no price counts as 5 % of the yearly revenue, so that it is not lost; nothing counts as
    more than 100 %. News counts as 30 days old, so that it is not lost either, and nothing as older
    than 90.

    :param int severity: 1 to 3
    :param money_share: percent of the yearly revenue, or None
    :param int age_days: for how long it has been so

    >>> rank(3, 10, 14)  # an order of 10 % lost two weeks ago: 3 × 10 × 30
    900.0
    >>> rank(2, None, 200)  # nothing heard of for long: 2 × 5 × 90
    900.0
    >>> rank(1, 0.4, 45)  # 1 × 5 × 45
    225.0
    """
    share = min(max(money_share or 0.0, LEAST_SHARE), MOST_SHARE)
    days = min(max(age_days, LEAST_DAYS), MOST_DAYS)
    return float(severity * share * days)


def share_of(amount, yearly):
    """What an amount is of the yearly revenue, in percent, None where one of both is not known.

    Where nothing was sold in the year any amount is all of it.

    >>> share_of(40_000, 400_000), share_of(-40_000, 400_000), share_of(10, 0), share_of(None, 9)
    (10.0, 10.0, 100.0, None)
    """
    if amount is None or yearly is None:
        return None
    if yearly <= 0:
        return MOST_SHARE if amount else 0.0
    return min(100.0 * abs(amount) / yearly, MOST_SHARE)


def severity_of_change(kind):
    """How serious a kind of change is: lost business and people who left most.

    >>> [severity_of_change(kind) for kind in ("order_lost", "overdue", "order_won")]
    [3, 2, 1]
    """
    return SEVERITIES.get(kind, 2)


def severity_of_move(before, now):
    """How serious the movement of a score is, None where it is too small to be talked about.

    >>> [severity_of_move(60, now) for now in (63, 65, 55, 45)]
    [None, 1, 2, 3]
    """
    if before is None or now is None or abs(now - before) < MOVED_POINTS:
        return None
    if now > before:
        return 1
    return 3 if before - now >= FELL_FAR else 2


def severity_of_target(attainment, expected):
    """How serious it is that a target is off its pace.

    >>> severity_of_target(30, 50), severity_of_target(20, 50)  # 60 % and 40 % of the pace
    (2, 3)
    """
    return 3 if 100.0 * attainment < HALF_PACE * expected else 2


def severity_of_action(days_late, is_important):
    """How serious it is that an action is late.

    >>> severity_of_action(3, False), severity_of_action(31, False), severity_of_action(31, True)
    (1, 2, 3)
    """
    return 1 + (days_late > LATE_DAYS) + bool(is_important)


def put_off(candidate):
    """The same, put off once: it is more serious the next time.

    >>> put_off(Candidate("gap", "kam.gap", 4, severity=2)).severity
    3
    """
    return replace(candidate, severity=min(candidate.severity + 1, MOST_SEVERITY))


def order(candidates):
    """The highest rank first; of the same rank always in the same order."""
    return sorted(
        candidates,
        key=lambda one: (
            -one.rank,
            KINDS.index(one.kind),
            one.model or "",
            one.res_id or 0,
            one.bucket,
        ),
    )


def distinct(candidates, taken=(), covered=()):
    """Each thing once: what a change tells of, or touches, needs no item of its own.

    :param candidates: `Candidate`
    :param taken: keys that have their item
    :param covered: places (model, id) that have their item
    :return: list of `Candidate`, ordered

    >>> change = Candidate("change", "kam.target", 7, "off", change_id=1)
    >>> target = Candidate("target", "kam.target", 7, severity=3)
    >>> [one.kind for one in distinct([target, change])]
    ['change']
    """
    candidates = list(candidates)
    keys, places = set(taken), set(covered)
    for one in candidates:
        if one.kind == "change":
            places |= {one.place, *one.covers}
    result = []
    for one in order(candidates):
        # Two things that changed are two, and so are two scores of a plan.
        is_covered = one.kind not in ("change", "score", "topic") and one.place in places
        if one.key not in keys and not is_covered:
            result.append(one)
            keys.add(one.key)
            places |= {one.place, *one.covers} if one.model else set()
    return result


def fill(candidates, minutes, used=0, each=ITEM_MINUTES):
    """As many of these as there is time for.

    :param list candidates: in their order
    :param int minutes: that the review takes
    :param int used: minutes of what is on the agenda already
    :param int each: minutes that an item takes
    :return: list of `Candidate`

    >>> things = [Candidate("gap", "kam.gap", number) for number in range(20)]
    >>> [len(fill(things, minutes)) for minutes in (60, 30, 90, 5)]
    [7, 3, 11, 0]
    >>> len(fill(things, 60, used=20))  # five of eight minutes each
    5
    """
    count = max((minutes - used) // each, 0)
    return list(candidates[:count])
