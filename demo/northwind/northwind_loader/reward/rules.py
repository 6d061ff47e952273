"""What the records of the files say for targets and judgements. No Odoo here.

All days are those of now (`Calendar.shift`); amounts are net, in US dollars, by the day of invoice.
"""

from collections import defaultdict

# A target is what they bought a month until then, and so much more.
GROWTH = 1.1
# From so many percent on it is judged as so many: the highest first.
ON_TIME = ((98.0, "125"), (95.0, "100"), (85.0, "50"))
KEPT = ((100.0, "100"), (50.0, "50"))


def judge(percent, steps):
    """Give the step of a percentage, as the scheme takes it.

    >>> judge(95.5, ON_TIME), judge(40.0, KEPT)
    ('100', '0')
    """
    return next((step for least, step in steps if percent >= least), "0")


def propose(amount, months_known, months):
    """Give the target of so many months from what they bought in the months before.

    >>> propose(7000.0, 7, 12)
    13200.0
    """
    return round(amount / months_known * months * GROWTH, -2)


def read_invoiced(data, calendar, customer, start, end):
    """Give what one customer was invoiced from one day to another, both included.

    :return: dict {category id: amount}
    """
    amounts = defaultdict(float)
    for order in data.orders:
        if order.customer_id == customer and start <= calendar.shift(order.invoiced) <= end:
            for line in order.lines:
                category = data.products[line.product_id]["category_id"]
                amounts[category] += line.unit_price * line.quantity * (1 - line.discount / 100)
    return amounts


def count_months(data, calendar, customer, start):
    """Count the months from the one of their first invoice to the one in which a period starts."""
    days = (order.invoiced for order in data.orders if order.customer_id == customer)
    first = calendar.shift(min(days))
    return 12 * (start.year - first.year) + start.month - first.month


def count_on_time(data, calendar, start, end):
    """Count the orders of all customers that left in a period.

    :return: tuple (those that left by the day asked for, all)
    """
    left = [
        order
        for order in data.orders
        if order.shipped and start <= calendar.shift(order.shipped) <= end
    ]
    return sum(order.shipped <= order.required for order in left), len(left)
