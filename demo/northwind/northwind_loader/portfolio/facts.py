"""What the orders of the files say about every customer up to a day. No Odoo here.

All days are those of now (`Calendar.shift`). Amounts are net, in US dollars, by the day of order.
"""

from collections import defaultdict
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Span:
    """What one customer ordered in some months.

    ``active`` is in how many of the ``months`` he ordered, ``categories`` how many of ``all`` our
    categories he took, ``people`` how many of us took his orders, ``ahead`` how many days lie
    between an order and the day that he asked for, ``due`` how many orders left or should have,
    ``on_time`` how many of these left by the day asked for, and ``untapped`` what he would take
    more in a year, if he took each category in the share of all customers.
    """

    months: int
    active: int
    categories: int
    all: int
    people: int
    ahead: float
    on_time: int
    due: int
    untapped: float


def read_spans(data, calendar, until, months):
    """Read the orders of the last so many months up to a day, as they stood on that day.

    :param Dataset data: the files
    :param Calendar calendar: moves their days to now
    :param date until: the last day that counts
    :return: dict {customer id in the files: Span}; without an order there is none
    """
    after, orders = until - relativedelta(months=months), defaultdict(list)
    for order in data.orders:
        if after < calendar.shift(order.ordered) <= until:
            orders[order.customer_id].append(order)
    spent = {key: _sum_up(data, found) for key, found in orders.items()}
    whole = defaultdict(float)
    for amounts in spent.values():
        for category, amount in amounts.items():
            whole[category] += amount
    return {
        key: Span(
            months=months,
            active=min(months, len({_month(order, calendar) for order in found})),
            categories=len(spent[key]),
            all=len(data.categories),
            people=len({order.employee_id for order in found}),
            ahead=sum((order.required - order.ordered).days for order in found) / len(found),
            untapped=_find_untapped(spent[key], whole) * 12 / months,
            **_count_deliveries(found, calendar, until),
        )
        for key, found in orders.items()
    }


def _month(order, calendar):
    return calendar.shift(order.ordered).replace(day=1)


def _sum_up(data, orders):
    """What was ordered of each category: {category id: amount}."""
    amounts = defaultdict(float)
    for order in orders:
        for line in order.lines:
            net = line.unit_price * line.quantity * (1 - line.discount / 100)
            amounts[data.products[line.product_id]["category_id"]] += net
    return amounts


def _find_untapped(own, whole):
    """What a customer takes less of single categories than all customers do on average.

    >>> _find_untapped({"1": 100.0}, {"1": 300.0, "2": 100.0})
    25.0
    """
    size, everything = sum(own.values()), sum(whole.values())
    return sum(
        max(0.0, size * amount / everything - own.get(category, 0.0))
        for category, amount in whole.items()
    )


def _count_deliveries(orders, calendar, until):
    left = [one for one in orders if one.shipped and calendar.shift(one.shipped) <= until]
    missing = [one for one in orders if one not in left and calendar.shift(one.required) < until]
    on_time = sum(one.shipped <= one.required for one in left)
    return {"on_time": on_time, "due": len(left) + len(missing)}
