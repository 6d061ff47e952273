"""What counts as a change that somebody has to judge. Plain values only."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ..periods import HALF_A_CENT, Period

# So many months of a revenue stream are compared with the same months of the year before.
COMPARED_MONTHS = 3
# Facts that happened are looked for so many days back: what a night missed the next one finds.
LOOK_BACK_DAYS = 30
# A deadline that moved so often has slipped, however little.
SLIP_TIMES = 2
# Before that part of its period nobody says of a target that it is off its pace.
PACE_FROM = 25


@dataclass(frozen=True)
class Thresholds:
    """From which size on somebody is told; the names are those of the parameters.

    order_share: an order, in percent of the customer's yearly revenue
    slip_days: so many days later an opportunity is expected to close
    fall_percent: a revenue stream fell by so many percent
    fall_share: by so many percent of the customer's yearly revenue
    overdue_days: so many days receivables are overdue
    overdue_share: so much of it, in percent of the customer's yearly revenue
    silence_factor: so many times the interval nothing was heard of a person
    pace_percent: below that many percent of its pace a target is off it
    late_days: so many days a delivery is late
    drift_percent: so many percent of the lines differ from what was agreed with the customer
    """

    order_share: float = 1.0
    slip_days: int = 30
    fall_percent: float = 20.0
    fall_share: float = 5.0
    overdue_days: int = 30
    overdue_share: float = 5.0
    silence_factor: float = 2.0
    pace_percent: float = 80.0
    late_days: int = 1
    drift_percent: float = 20.0


@dataclass(frozen=True)
class Fact:
    """Something that happened, or is the case, and concerns a plan.

    bucket: what tells this fact from others of its kind about the same record, such as its day;
        None where it lasts, and is one fact for as long as it does
    touches: pairs (model, id) of the lines of the plan that it may make untrue
    """

    plan_id: int
    kind: str
    model: str
    res_id: int
    bucket: str | None
    date: date
    old: str = ""
    new: str = ""
    amount: float | None = None
    touches: frozenset = field(default_factory=frozenset)

    def with_touches(self, places):
        """The same fact, which touches these lines as well.

        :param places: iterable of pairs (model, id)
        """
        return replace(self, touches=self.touches | frozenset(places))


def is_large(amount, yearly, percent):
    """Whether an amount is at least that part of the customer's yearly revenue.

    Where nothing was sold in the year any amount is much.

    :return: bool, or None where the yearly revenue is not known

    >>> is_large(4000, 400000, 1), is_large(3999, 400000, 1), is_large(1, 0, 1)
    (True, False, True)
    >>> is_large(4000, None, 1) is None
    True
    """
    if amount is None or amount < HALF_A_CENT:
        return False
    if yearly is None or yearly is False:
        return None
    return yearly <= 0 or 100.0 * amount >= percent * yearly - HALF_A_CENT


def is_above(amount, yearly, percent):
    """Whether an amount is more than that part of the customer's yearly revenue.

    :return: bool, or None where the yearly revenue is not known

    >>> is_above(20000, 400000, 5), is_above(20001, 400000, 5)
    (False, True)
    """
    if amount is None or amount < HALF_A_CENT:
        return False
    if yearly is None or yearly is False:
        return None
    return yearly <= 0 or 100.0 * amount > percent * yearly + HALF_A_CENT


def has_fallen(before, now, yearly, thresholds=Thresholds()):
    """Whether the revenue of a stream fell so much that somebody has to know.

    :param float before: of the same months a year ago
    :param float now: of the last months
    :param float yearly: revenue of the customer in a year, or None
    :return: bool, or None where a steep fall cannot be compared with the yearly revenue

    >>> has_fallen(40000, 30000, 400000)  # a quarter less, but 2.5 % of the account
    False
    >>> has_fallen(60000, 40000, 400000)
    True
    >>> has_fallen(150000, 125000, 400000)  # 6.3 % of the account, but 16.7 % less
    False
    """
    if before < HALF_A_CENT:
        return False
    fall = before - now
    is_steep = 100.0 * fall >= thresholds.fall_percent * before - HALF_A_CENT
    return is_large(fall, yearly, thresholds.fall_share) if is_steep else False


def compared_periods(today, back=0):
    """The last three whole months, and the same ones a year ago.

    :param int back: so many months earlier
    :return: tuple of two `Period`

    >>> now, before = compared_periods(date(2026, 3, 2))
    >>> str(now.start), str(now.end), str(before.start), str(before.end)
    ('2025-12-01', '2026-02-28', '2024-12-01', '2025-02-28')
    """
    following = today.replace(day=1) - relativedelta(months=back)
    start = following - relativedelta(months=COMPARED_MONTHS)
    year = relativedelta(years=1)
    day = timedelta(days=1)
    return Period(start, following - day), Period(start - year, following - year - day)


def has_slipped(first, last, times, thresholds=Thresholds()):
    """Whether an opportunity closes so much later than first expected, or is put off again.

    :param date first: when it was first expected to close
    :param date last: when it is now
    :param int times: how often it was put off

    >>> day = date(2026, 3, 1)
    >>> has_slipped(day, date(2026, 3, 30), 1), has_slipped(day, date(2026, 3, 31), 1)
    (False, True)
    >>> has_slipped(day, date(2026, 3, 9), 2)  # a week, but for the second time
    True
    """
    days = (last - first).days
    return days >= thresholds.slip_days or (days > 0 and times >= SLIP_TIMES)


def is_silent(last, interval, today, thresholds=Thresholds()):
    """Whether nothing was heard of a person for a multiple of the interval.

    :param date last: when they were last heard of, or None: never, which is no change
    :param int interval: days within which somebody should be in contact

    >>> today = date(2026, 7, 1)
    >>> is_silent(date(2026, 1, 2), 90, today), is_silent(date(2026, 1, 1), 90, today)
    (False, True)
    """
    if not last or interval <= 0:
        return False
    return (today - last).days > thresholds.silence_factor * interval


def is_off_pace(attainment, start, end, today, thresholds=Thresholds()):
    """Whether a target that grows with its period is behind it.

    :param float attainment: percent of the target, or None
    :param date start: first day of the period
    :param date end: last day of the period
    :return: bool; False in the first quarter of the period, and once it is over

    >>> year, half = (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 7, 2)
    >>> is_off_pace(37.5, *year, half), is_off_pace(42.5, *year, half)  # 80 % of 50 is 40
    (True, False)
    """
    if attainment is None or not start <= today <= end:
        return False
    expected = expected_attainment(start, end, today)
    return expected >= PACE_FROM and 100.0 * attainment < thresholds.pace_percent * expected


def expected_attainment(start, end, today):
    """How much of a target should be reached, when it is reached evenly: percent.

    >>> expected_attainment(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 15))
    20.0
    """
    return 100.0 * (today - start).days / ((end - start).days + 1)


def count_rises(amounts, limits):
    """How often an amount rises above its limit: somebody is told once until it falls below.

    :param list amounts: pairs (day, difference on that day), in any order
    :param limits: function of a total that says whether it is above
    :return: list of days

    >>> moves = [(date(2026, 1, 1), 30), (date(2026, 1, 9), -30), (date(2026, 2, 1), 40)]
    >>> [str(day) for day in count_rises(moves, lambda total: total > 20)]
    ['2026-01-01', '2026-02-01']
    """
    total, is_told, days = 0.0, False, []
    by_day = {}
    for day, difference in amounts:
        by_day[day] = by_day.get(day, 0.0) + difference
    for day in sorted(by_day):
        total += by_day[day]
        is_above_now = limits(total)
        if is_above_now and not is_told:
            days.append(day)
        is_told = is_above_now
    return days


def count_falls(pairs, yearly, thresholds=Thresholds()):
    """How often somebody would have been told that a stream fell: once for as long as it lasts.

    :param list pairs: (a year ago, now) of each month's end, the earliest first
    :param float yearly: revenue of the customer in a year, or None

    >>> months = [(60000, 40000), (60000, 40000), (60000, 60000), (60000, 30000)]
    >>> count_falls(months, 400000)
    2
    """
    fallen = [bool(has_fallen(before, now, yearly, thresholds)) for before, now in pairs]
    return sum(now and not before for before, now in zip([False, *fallen], fallen, strict=False))


def slips(first, moves, since, thresholds=Thresholds()):
    """The days from one on at which an opportunity slipped.

    :param date first: when it was first expected to close
    :param list moves: each time that it was put off: day, former and new closing, as text
    :param str since: the first day that counts
    :return: list of days as text

    >>> moves = [
    ...     ["2026-01-05", "2026-03-01", "2026-03-20"],
    ...     ["2026-02-05", "2026-03-20", "2026-03-25"],
    ... ]
    >>> slips(date(2026, 3, 1), moves, "2026-01-01")  # 19 days; for the second time
    ['2026-02-05']
    """
    return [
        day
        for times, (day, _former, new) in enumerate(moves, start=1)
        if day >= since and has_slipped(first, date.fromisoformat(new), times, thresholds)
    ]
