"""What the example plans say. Names in braces are figures of the account (`account_figures`)."""

POSITION = (
    "They invoice {revenue} with us in twelve months, {change} before. {first} is what they come "
    "for; in {weak} they buy little from us. {overdue} is overdue on their account."
)
OVERVIEW = (
    "{customer} placed {orders} orders in the last twelve months, {average} each on average, "
    "together {revenue} ({change} before: {before}). {first} makes {first_share} of it "
    "({first_revenue}), followed by {second} ({second_revenue}). Our contact is {contact}, "
    "{title}."
)

# Sections of the shipped templates by their names.
FULL_SECTIONS = {
    "Charter statement": (
        "We want to be the first supplier that {customer} asks: one assortment, one person who "
        "answers, deliveries they can plan with. They gain reliable supply; we gain {target} a "
        "year."
    ),
    "Business overview": OVERVIEW,
    "Their goals and initiatives": (
        "Fewer suppliers with a wider range each; fewer and larger deliveries: today an order is "
        "worth {average} and there are {orders} of them a year."
    ),
    "Trends": (
        "Twelve months: {revenue}, {change} before. {first} leads, {second} follows; {weak} come "
        "last in what they buy from us."
    ),
    "Opportunities": (
        "{weakest}: only {weakest_revenue} in twelve months; do they buy it elsewhere? A "
        "yearly agreement on {first} would give both sides volumes to plan with."
    ),
    "Our strengths": (
        "Width of the range: they buy in several of our eight categories, {first} and {second} "
        "above all, on one order and in one delivery."
    ),
    "Our vulnerabilities": (
        "{first_share} of the revenue hangs on {first}. We know one person, {contact}; if the "
        "{title} changes, we start anew. Overdue on their account: {overdue}."
    ),
    "Field of play": "The whole range except what we are going to discontinue; all their sites.",
    "Focus investments": (
        "Two days a month of the key account manager, tastings for {weakest}, a service report "
        "every quarter."
    ),
    "Stop investments": (
        "Discounts on single orders without an agreement on volume: they cost us margin and "
        "change nothing in what they order."
    ),
    "Rules": (
        "One voice: what we promise to {customer} is written in the plan the same day. Nobody "
        "offers a price that the key account manager does not know."
    ),
    "Rhythm": (
        "A quarter of an hour every Monday, an hour before each review. A late order of theirs is "
        "told at once, whoever sees it first."
    ),
    "Who decides": (
        "Prices up to 5 % below the list: the key account manager; below that, and where we do "
        "not agree: the executive sponsor."
    ),
}
LIGHT_SECTIONS = {"Business overview": OVERVIEW, "Our position": POSITION}

# Objectives of the templates, made concrete: what each side gains.
GAINS = {
    "Agree on a shared plan with the customer": {
        "customer_gain": "Volumes and prices of {first} fixed for a year.",
        "our_gain": "A commitment behind the {revenue} that they buy today.",
    },
    "Win new business in one more division": {
        "customer_gain": "{weakest} from a supplier whose deliveries they know.",
        "our_gain": "Revenue in {weakest}, today {weakest_revenue}.",
    },
    "Become their most reliable supplier": {
        "customer_gain": "All goods of {orders} orders a year on the day that was agreed.",
        "our_gain": "A reason to stay with us that is not the price.",
    },
    "Reach everyone who decides": {
        "customer_gain": "A direct line to our management.",
        "our_gain": "More than one relationship: today everything goes through {contact}.",
    },
    "Grow the business that we have": {
        "customer_gain": "Better terms on {first} for an agreed volume.",
        "our_gain": "{target} in twelve months, from {revenue}.",
    },
    "Know the people who decide": {
        "customer_gain": "Somebody who knows their situation before they explain it.",
        "our_gain": "Access to everyone beside {contact}.",
    },
}

NEW_OBJECTIVE = {
    "name": "Raise their yearly purchases to {target}",
    "benefit_for": "both",
    "customer_gain": "A price for the year on {first} and {second}.",
    "our_gain": "{target} in twelve months, from {revenue}.",
    "horizon": "short",
    "weight": 2.0,
}
MANUAL_REASON = "Order intake since the start, against the yearly target of {target}"
OPPORTUNITY = "Yearly agreement on {first} for {customer}"
MINUTES = (
    "{contact} confirmed that deliveries were complete. They will take {weakest} into their range "
    "if we can show a tasting first. Revenue of twelve months: {revenue} ({change} before)."
)
INTERNAL_MINUTES = (
    "{revenue} in twelve months, {change} before. We go on with one page; the contact to "
    "{contact} is good, nobody else knows us yet."
)
AGENDA = "Figures of the quarter, deliveries, {weakest}, yearly agreement."
DECISIONS = (
    "Tasting of {weakest} at their site",
    "Offer a yearly price on {first}",
)
FEEDBACK = "Done. {contact} is informed."


def fill(text, figures):
    """Put an account's figures into a text.

    :param text: str with names in braces, or a dict of such; other values are left alone
    :param AccountFigures figures: of the account
    :return: the same with the figures in place
    """
    if isinstance(text, dict):
        return {name: fill(value, figures) for name, value in text.items()}
    return text.format(**figures.texts) if isinstance(text, str) else text
