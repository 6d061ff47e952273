"""The situation of the customers, what was made of it, and where our money and time go."""

from dateutil.relativedelta import relativedelta

from .strategy_goals import RELIABLE
from .strategy_story import Link, Number

WIN_BACK = "Win back {fall}"
# The effects are those on us. Sources: we (assumed), the customer, or public.
APPRAISAL = {
    "falling": {
        "kind": "trend",
        "name": "Their orders of {fall} fall",
        "effect": -2,
        "source": "assumed",
        "evidence": (
            "Our order records: {fall_before} in one half-year, {fall_now} in the next "
            "({fall_percent} less)."
        ),
    },
    "falling2": {
        "kind": "trend",
        "name": "Their orders of {fall2} fall",
        "effect": -1,
        "source": "assumed",
        "evidence": (
            "Our order records: {fall2_before} in one half-year, {fall2_now} in the next "
            "({fall2_percent} less)."
        ),
    },
    "regional": {
        "kind": "trend",
        "name": "Shoppers ask for regional ranges",
        "effect_unknown": True,
        "source": "public",
        "horizon": "long",
        "evidence": "Market study of the retail association, published this spring.",
    },
    "fewer": {
        "kind": "opportunity",
        "name": "They want fewer suppliers: ours is the widest range",
        "effect": 3,
        "source": "public",
        "evidence": "Their annual report: a third fewer suppliers within two years.",
    },
    "agreement": {
        "kind": "opportunity",
        "name": "A yearly agreement on {first} and {second}",
        "effect": 2,
        "source": "customer",
        "evidence": "{contact} asked for a price that holds for a year ({first_revenue} today).",
    },
    "service": {
        "kind": "opportunity",
        "name": "Shelf service in their shops",
        "effect": 2,
        "source": "customer",
        "evidence": "{contact} asked twice who could tend the shelves.",
    },
    "on_time": {
        "kind": "strength",
        "name": "Orders leave in time",
        "effect": 2,
        "source": "assumed",
        "evidence": (
            "Our order records: {on_time_orders} orders left by the day asked for in twelve "
            "months, {before_orders} the year before."
        ),
    },
    "width": {
        "kind": "strength",
        "name": "They buy in all our {all_categories} categories",
        "effect": 2,
        "source": "assumed",
        "evidence": "Our invoices: {first} {first_revenue}, {second} {second_revenue} in a year.",
    },
    "late": {
        "kind": "vulnerability",
        "name": "Orders that left late are remembered",
        "effect": -3,
        "is_red_flag": True,
        "source": "customer",
        "evidence": (
            "Named by goods-in, and in our order records: {late_orders}, together {late_amount}."
        ),
    },
    "one_category": {
        "kind": "vulnerability",
        "name": "{first_share} of the revenue hangs on {first}",
        "effect": -2,
        "source": "assumed",
        "evidence": "Our invoices of twelve months: {first_revenue} of {revenue}.",
    },
    "one_person": {
        "kind": "vulnerability",
        "name": "Only {contact} really knows us",
        "effect": -2,
        "source": "assumed",
        "evidence": "The relationship map: most meetings and mails were with one person.",
    },
    "gone": {
        "kind": "threat",
        "name": "We discontinue products that they buy",
        "effect": -2,
        "source": "assumed",
        "evidence": "Our order records: {gone_amount} in twelve months, among it {gone}.",
    },
    "lapsed": {
        "kind": "threat",
        "name": "{lapsed} is lost to a competitor",
        "effect": -2,
        "source": "assumed",
        "evidence": (
            "Our order records: nothing since {lapsed_since}, {lapsed_before} in the twelve "
            "months up to then."
        ),
    },
    "discounters": {
        "kind": "threat",
        "name": "Discounters press the prices of {first}",
        "effect": -1,
        "source": "public",
        "evidence": "Their leaflets of the last weeks.",
    },
}
# What one click made of them in the plan in force, and what was written into it then.
MADE = (
    (
        "falling",
        "objective",
        {
            "name": WIN_BACK,
            "customer_gain": "{fall} on the agreed day, in the same delivery as {first}.",
            "our_gain": "{fall} at {fall_before} in a half-year again.",
            "goal_ids": [Link("goal", "review")],
            "offering_ids": [Link("offering", "{fall}")],
        },
    ),
    (
        "late",
        "risk",
        {
            "name": "Late again in the season",
            "probability": "2",
            "impact": "3",
            "reason": "The season has not begun; the reserve is there since a few weeks.",
            "response": "avoid",
        },
    ),
    (
        "gone",
        "action",
        {
            "name": "Offer a substitute for each product that we discontinue",
            "objective_id": Link("objective", WIN_BACK),
            "date_deadline": relativedelta(days=40),
        },
    ),
    (
        "service",
        "value",
        {
            "name": "Hours at the shelf taken off their people",
            "kind": "people",
            "goal_id": Link("goal", "shelves"),
            "objective_id": Link("objective", RELIABLE),
            "offering_id": Link("offering", "Shelf service"),
            "method": (
                "Hours a week for filling and tending our shelves in three shops, written down by "
                "the shop managers, times 48 weeks, times their cost of an hour."
            ),
            "unit": "hours",
            "baseline_value": 8.0,
            "target_value": 3.0,
            "volume": 48.0,
            "unit_value": 28.0,
            "our_share": 80.0,
        },
    ),
    ("fewer", "force", {"name": "Fewer suppliers: who is wide stays", "alterable": "no"}),
)
# Which open objective the force of the last line drives.
DRIVEN = WIN_BACK

INVESTMENTS = {
    "running": {
        "tastings": {
            "kind": "focus",
            "name": "Tastings of {weakest} in three shops",
            "amount": 1800.0,
            "hours": 48.0,
            "expected_return": Number("tenth"),
            "note": "{weakest} is what they buy least from us: {weakest_revenue} a year.",
        },
        "reserve": {
            "kind": "focus",
            "name": "Reserve of {first} in our warehouse",
            "amount": 2500.0,
            "hours": 20.0,
            "expected_return": Number("late"),
            "note": "No more late orders: {late_orders} were enough.",
        },
        "discounts": {
            "kind": "stop",
            "name": "Discounts on single orders without an agreed volume",
            "amount": Number("discounts"),
            "note": "{discounts} in twelve months (our order records); they would order without.",
        },
    },
    "submitted": {
        "stores": {
            "kind": "focus",
            "name": "A first assortment for each new store",
            "amount": 3000.0,
            "hours": 60.0,
            "expected_return": Number("tenth"),
            "note": "Five stores in two years; the first order decides what stays on the shelf.",
        },
        "discounts": {
            "kind": "stop",
            "name": "Discounts on single orders without an agreed volume",
            "amount": Number("discounts"),
            "note": "{discounts} in twelve months (our order records), for no volume in return.",
        },
        "small": {
            "kind": "stop",
            "name": "Special trips for orders below {small_limit}",
            "hours": 24.0,
            "note": "{small} of {year_orders} orders in twelve months (our order records).",
        },
    },
}


def tell_appraisal(story):
    """Write the appraisal down; of the plan in force some of it became work by one click each."""
    lines = {key: {**values, "rank": rank} for rank, (key, values) in enumerate(APPRAISAL.items())}
    made = story.make("kam.appraisal", "appraisal", lines)
    if story.kind != "running":
        return
    for key, what, values in MADE:
        line = made.get(key)
        if not line:
            continue
        if what == "force":
            # Several objectives are open: the account manager says which one it drives.
            line.objective_id = story.objective(DRIVEN) or story.objective(RELIABLE)
        action = getattr(line, f"action_make_{what}")()
        record = story.env[action["res_model"]].browse(action["res_id"])
        record.write(story.prepare(values))


def tell_investments(story):
    """Say where more money and time go, and where none goes any more."""
    lines = story.make("kam.investment", "investment", INVESTMENTS[story.kind])
    if story.kind == "running":
        states = {"tastings": "going", "reserve": "done", "discounts": "going"}
        for key, state in states.items():
            if key in lines:
                lines[key].state = state
