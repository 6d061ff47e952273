"""How raters come to a score, and what they write beside it. No Odoo here.

Nobody of Northwind was asked: each score follows from the orders by the rule of its criterion, and
its reason says so. The raters differ by how far they look back, as people do.
"""

HIGHEST = 10.0


def score_fit(span):
    """Who takes all that we have, fits: all categories give 10."""
    return (
        HIGHEST * span.categories / span.all,
        f"Bought {span.categories} of our {span.all} categories",
    )


def score_openness(span):
    """Who tells us early, lets us plan: a fortnight gives 0, six weeks 10."""
    return (span.ahead - 14) / 2.8, f"Orders {span.ahead:.0f} days ahead of the day asked for"


def score_potential(span):
    """15,000 USD a year more give 10, as with what is computed from the whitespace."""
    reason = f"{span.untapped:,.0f} USD a year more, if each category had its usual share"
    return span.untapped / 1500, reason


def score_wallet(span):
    """Who does not order from us in a month, orders from others."""
    return HIGHEST * span.active / span.months, f"Ordered in {span.active} months"


def score_maturity(span):
    """One of us gives 3, each further one 1.5 more."""
    who = "One of us" if span.people == 1 else f"{span.people} of us"
    return 1.5 + 1.5 * span.people, f"{who} took their orders"


def score_service(span):
    """The share of orders that left by the day asked for; nothing due says nothing."""
    if not span.due:
        return None, ""
    reason = f"{span.on_time} of {span.due} orders left by the day asked for"
    return HIGHEST * span.on_time / span.due, reason


RULES = {
    "fit": score_fit,
    "openness": score_openness,
    "potential": score_potential,
    "wallet": score_wallet,
    "maturity": score_maturity,
    "service": score_service,
}
# Who is asked: last name, months that he looks back, and what he scores.
RATERS = {
    "Fuller": (12, ("fit", "openness", "potential", "wallet", "maturity")),
    "Buchanan": (6, ("fit", "potential", "wallet", "maturity", "service")),
    "Callahan": (18, ("openness", "maturity", "service")),
}


def score(name, span):
    """Give score and reason of one criterion, (None, "") where the orders say nothing.

    :param str name: of `RULES`
    :param span: facts.Span, or None without orders
    :return: tuple (float in steps of a half or None, str)

    >>> from collections import namedtuple
    >>> span = namedtuple("Span", "months active")(12, 5)
    >>> score("wallet", span)
    (4.0, 'Ordered in 5 months, looking back 12 months.')
    """
    number, reason = RULES[name](span) if span else (None, "")
    if number is None:
        return None, ""
    halves = round(2 * min(HIGHEST, max(0.0, number)))
    return halves / 2, f"{reason}, looking back {span.months} months."
