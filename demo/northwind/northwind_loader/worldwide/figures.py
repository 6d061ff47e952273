"""What is sold there, from the files. No Odoo here."""

# Pounds for a dollar: a round one, by which everybody can reckon.
RATE = 0.8
CUSTOMER = "QUICK"
# Who sells in London, by their numbers in the files.
LONDON = ("5", "6", "7", "9")


def pounds(dollars):
    """Give an amount in pounds.

    >>> pounds(9.8)
    7.84
    """
    return round(dollars * RATE, 2)


def find_orders(data):
    """Give the orders that London colleagues took of the customer, the earliest first."""
    orders = [
        order
        for order in data.orders
        if order.customer_id == CUSTOMER and order.employee_id in LONDON
    ]
    return sorted(orders, key=lambda order: (order.ordered, order.key))


def sum_up(orders):
    """Give the net amount of orders in pounds, by the prices that are invoiced there."""
    return sum(
        pounds(line.unit_price) * line.quantity * (1 - line.discount / 100)
        for order in orders
        for line in order.lines
    )


def propose_target(data):
    """Give a year's target: what they were invoiced so far, and a tenth more."""
    return round(sum_up(find_orders(data)) * 1.1, -2)
