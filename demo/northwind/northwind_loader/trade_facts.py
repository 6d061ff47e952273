"""What the orders of the files say about one customer, for its plan. No Odoo here.

All days are those of now (`Calendar.shift`). Amounts are net, in US dollars, by the day of order.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

# An order below this is a small one: the freight eats what it earns.
SMALL = 1000.0
# A fall of less than this many percent is the ordinary up and down.
FALL = 20.0
YEAR, HALF_YEAR, QUARTER = (relativedelta(months=months) for months in (12, 6, 3))


@dataclass(frozen=True)
class LateOrder:
    """An order that left, or still waits, after the day that the customer had asked for."""

    key: str
    asked_for: date
    days: int
    amount: float
    is_open: bool


@dataclass(frozen=True)
class Fall:
    """A category of which they ordered less in half a year than in the half-year before."""

    category: str
    now: float
    before: float

    @property
    def percent(self):
        """By how much it fell."""
        return 100 * (1 - self.now / self.before)


@dataclass(frozen=True)
class Lapse:
    """A category of which they ordered nothing for a quarter, but something in the year before.

    ``before`` is what they ordered in the twelve months up to the last order.
    """

    category: str
    last: date
    before: float


@dataclass(frozen=True)
class TradeFacts:
    """What strikes in the orders of one customer.

    ``late``, ``falls`` and ``lapses`` begin with the gravest; ``on_time`` are pairs (orders that
    left by the day asked for, orders that left) of the last twelve months and of those before;
    ``gone`` are pairs (name of a product that we discontinue, what they ordered of it in twelve
    months), the largest first.
    """

    late: tuple
    open: tuple
    falls: tuple
    lapses: tuple
    on_time: tuple
    orders: int
    small: int
    discounts: float
    gone: tuple
    days_to_leave: tuple

    @property
    def gone_amount(self):
        """What they ordered in twelve months of products that we discontinue."""
        return sum(amount for _name, amount in self.gone)


def read_facts(data, calendar, customer_id):
    """Read what strikes in the orders of one customer.

    :param Dataset data: of the files
    :param Calendar calendar: of the run
    :param str customer_id: such as ``"QUICK"``
    :return: TradeFacts
    """
    orders = [order for order in data.orders if order.customer_id == customer_id]
    day, today = calendar.shift, calendar.today
    recent = [order for order in orders if today - YEAR < day(order.ordered) <= today]
    earlier = [o for o in orders if today - 2 * YEAR < day(o.ordered) <= today - YEAR]
    sales = [
        (day(order.ordered), line.product_id, _net(line))
        for order in orders
        for line in order.lines
    ]
    by_category = [(when, _category(data, product), amount) for when, product, amount in sales]
    return TradeFacts(
        late=_find_late(orders, calendar),
        open=tuple(order.key for order in orders if not order.shipped),
        falls=_find_falls(by_category, today),
        lapses=_find_lapses(by_category, today),
        on_time=(_count_on_time(recent), _count_on_time(earlier)),
        orders=len(recent),
        small=sum(_amount(order) < SMALL for order in recent),
        discounts=round(sum(_discount(line) for order in recent for line in order.lines), 2),
        gone=_find_gone(data, sales, today),
        days_to_leave=tuple((o.shipped - o.ordered).days for o in recent if o.shipped),
    )


def _net(line):
    return line.unit_price * line.quantity * (1 - line.discount / 100)


def _discount(line):
    return line.unit_price * line.quantity * line.discount / 100


def _amount(order):
    return sum(map(_net, order.lines))


def _category(data, product_id):
    return data.categories[data.products[product_id]["category_id"]]["category_name"]


def _find_late(orders, calendar):
    late = []
    for order in orders:
        left = order.shipped and calendar.shift(order.shipped)
        asked_for = calendar.shift(order.required)
        days = ((left or calendar.today) - asked_for).days
        if days > 0:
            amount = round(_amount(order), 2)
            late.append(LateOrder(order.key, asked_for, days, amount, not left))
    return tuple(sorted(late, key=lambda one: (-one.days, one.key)))


def _count_on_time(orders):
    left = [order for order in orders if order.shipped]
    return sum(order.shipped <= order.required for order in left), len(left)


def _sum_up(sales, after, until):
    sums = defaultdict(float)
    for when, key, amount in sales:
        if after < when <= until:
            sums[key] += amount
    return sums


def _find_falls(sales, today):
    now = _sum_up(sales, today - HALF_YEAR, today)
    before = _sum_up(sales, today - 2 * HALF_YEAR, today - HALF_YEAR)
    falls = [
        Fall(category, round(now[category], 2), round(amount, 2))
        for category, amount in before.items()
        # What they stopped to order altogether is a lapse.
        if now[category]
    ]
    falls = [fall for fall in falls if fall.percent >= FALL]
    return tuple(sorted(falls, key=lambda fall: (fall.now - fall.before, fall.category)))


def _find_lapses(sales, today):
    now = _sum_up(sales, today - QUARTER, today)
    last = {}
    for when, category, _sold in sales:
        last[category] = max(when, last.get(category, when))
    lapses = []
    for category, day in last.items():
        if not now[category] and day > today - YEAR - QUARTER:
            before = _sum_up(sales, day - YEAR, day)[category]
            lapses.append(Lapse(category, day, round(before, 2)))
    return tuple(sorted(lapses, key=lambda lapse: (-lapse.before, lapse.category)))


def _find_gone(data, sales, today):
    sums = _sum_up(sales, today - YEAR, today)
    gone = [
        (data.products[product]["product_name"], round(amount, 2))
        for product, amount in sums.items()
        if data.products[product]["discontinued"] != "0"
    ]
    return tuple(sorted(gone, key=lambda pair: (-pair[1], pair[0])))
