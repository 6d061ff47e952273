"""How much of a key account manager's time his accounts take. Values in, values out."""

from dataclasses import asdict, dataclass

from ..score import Score

# Of a tier, or of an account without one: hours a month for each person to be known, and how many
# they are where nobody drew the map yet.
PERSON_HOURS, EXPECTED_PEOPLE = 4.0, 5
DAY_HOURS = 8.0
# Work that is due within so many months is spread over them.
MONTHS_AHEAD = 3
ROOM, FULL, OVER, ABSENT = "room", "full", "over", "absent"


@dataclass(frozen=True)
class Rules:
    """What the settings say.

    available: hours a month of somebody who works full time
    review_hours: what a review takes
    room: percent up to which somebody has room for more
    full: percent above which it is too much
    """

    available: float = 110.0
    review_hours: float = 8.0
    room: float = 85.0
    full: float = 100.0


@dataclass(frozen=True)
class Work:
    """What one account asks of one of ours.

    people: whom he is to know there, as ids
    expected: how many that will be, where nobody drew the map yet; None where it is drawn
    person_hours: hours a month for each of them
    interval: months between reviews; None where somebody else leads the account
    effort: days of his open actions that are due within three months
    """

    people: frozenset = frozenset()
    expected: int | None = None
    person_hours: float = PERSON_HOURS
    interval: int | None = None
    effort: float = 0.0

    @property
    def is_estimated(self):
        """Whether the people are a guess."""
        return self.expected is not None

    @property
    def people_count(self):
        """How many people are reckoned with."""
        return self.expected if self.is_estimated else len(self.people)

    def count_hours(self, rules=Rules()):
        """Hours a month.

        >>> round(Work(frozenset(range(7)), interval=3, effort=6).count_hours(), 1)
        46.7
        """
        reviews = rules.review_hours / self.interval if self.interval else 0.0
        effort = self.effort * DAY_HOURS / MONTHS_AHEAD
        return self.people_count * self.person_hours + reviews + effort

    def take_over(self, other):
        """The same account after its lead's work came to this one's: nobody is known twice.

        :param other: Work of the former lead
        :return: Work
        """
        return Work(
            self.people | other.people,
            other.expected,
            other.person_hours,
            other.interval,
            self.effort + other.effort,
        )


def judge(load, available, rules=Rules()):
    """The load in a word.

    :param float load: hours a month
    :param float available: hours a month; 0 for somebody who is not there
    :return: ``room``, ``full``, ``over`` or ``absent`` (not there, and without accounts)

    >>> judge(93.5, 110.0), judge(110.0, 110.0), judge(110.1, 110.0), judge(0, 0)
    ('room', 'full', 'over', 'absent')
    """
    if not available:
        return OVER if load else ABSENT
    percent = round(100.0 * load / available, 6)
    return ROOM if percent <= rules.room else FULL if percent <= rules.full else OVER


class Load(Score):
    """Accounts as parts of the time that somebody has: they add up, and may be above 100 percent.

    The points of a part are the percent of the available hours that it takes; its weight is 0
    where they are a guess, so the confidence tells how many accounts are no guess.
    """

    @property
    def total(self):
        """Percent of the available hours; None for somebody who has none."""
        points = [part.points for part in self.components]
        return None if None in points else sum(points)

    @property
    def confidence(self):
        """Percent of the accounts whose map is drawn; None without accounts."""
        count = len(self.components)
        return 100.0 * sum(part.weight > 0 for part in self.components) / count if count else None

    def explain(self, before=None):
        """Lay the load open; it is as of now, and compared with nothing.

        :return: dict as of `Score.explain`, with ``is_momentary``
        """
        components = [
            {**asdict(part), "share": part.points, "points_before": None}
            for part in self.components
        ]
        return {
            "total": self.total,
            "confidence": self.confidence,
            "components": components,
            "is_momentary": True,
        }
