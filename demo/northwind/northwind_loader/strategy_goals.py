"""What the customers want to reach, what of ours answers it, and by which figures that is told."""

from dateutil.relativedelta import relativedelta

from .plan_texts import NEW_OBJECTIVE
from .strategy_story import Link, Number

BLOCKS = (
    *("show_goals", "show_appraisal", "show_competitors", "show_investments", "show_forces"),
    *("show_risks", "show_values", "show_deliveries", "show_key_dates", "show_strategy_map"),
)
RELIABLE = "Become their most reliable supplier"
SHARED_PLAN = "Agree on a shared plan with the customer"
NEW_BUSINESS = "Win new business in one more division"
PURCHASES = NEW_OBJECTIVE["name"]
CONTACT = Link("person", "contact")

# People of the customer whom we met in the shops and in goods-in: name and title.
PEOPLE = {
    "running": {
        "goods_in": ("Ines Vogt", "Goods-in Supervisor"),
        "shop": ("Paul Lindner", "Shop Manager"),
    },
    "submitted": {
        "goods_in": ("Laura Whitfield", "Goods-in Supervisor"),
        "shop": ("Dan Kowalski", "Store Manager"),
    },
}

SHELVES = {
    "name": "No gaps on the shelf in {first}",
    "kind": "goal",
    "source": "customer",
    "contact_id": CONTACT,
    "evidence": (
        "{contact} in the quarterly talk: shoppers who do not find {first} buy the rest elsewhere, "
        "too. {first} is {first_share} of what they buy from us ({first_revenue} a year)."
    ),
}
DELIVERIES = {
    "name": "Fewer and larger deliveries",
    "kind": "goal",
    "source": "customer",
    "contact_id": Link("person", "goods_in"),
    "evidence": (
        "Asked for by goods-in at our last visit. Our order records: {year_orders} orders in "
        "twelve months, {small} of them below {small_limit}."
    ),
}
SUPPLIERS = {
    "name": "Fewer suppliers with a wider range each",
    "kind": "goal",
    "source": "public",
    "horizon": "long",
    "evidence": "Their annual report: a third fewer suppliers within two years.",
    "buying_center_id": Link("buying_center", "Central purchasing"),
}
REVIEW = {
    "name": "Range review of {fall}",
    "kind": "initiative",
    "source": "assumed",
    "evidence": (
        "Nobody told us. Our order records: {fall} went from {fall_before} to {fall_now} within "
        "half a year."
    ),
    "buying_center_id": Link("buying_center", "Fresh food"),
}
GOALS = {
    "running": {
        "shelves": SHELVES,
        "deliveries": DELIVERIES,
        "suppliers": SUPPLIERS,
        "discounters": {
            "name": "Discounters press the prices of {first}",
            "kind": "pressure",
            "source": "assumed",
            "evidence": "Our impression in the shops; to be asked in the price talks.",
        },
        "regional": {
            "name": "Shoppers ask for regional ranges",
            "kind": "trend",
            "source": "public",
            "horizon": "long",
            "evidence": "Market study of the retail association, published this spring.",
        },
    },
    "submitted": {
        "shelves": SHELVES,
        "deliveries": DELIVERIES,
        "growth": {
            "name": "Five more stores within two years",
            "kind": "goal",
            "source": "public",
            "horizon": "long",
            "evidence": "Announced in the local press when the loan was signed.",
        },
        "freight": {
            "name": "Freight costs eat the margin of small deliveries",
            "kind": "pressure",
            "source": "customer",
            "contact_id": CONTACT,
            "evidence": "{contact} on the phone: half an hour at the ramp for every delivery.",
        },
    },
    "renewed": {
        "shelves": SHELVES,
        "range": {
            "name": "A wider range of {second}",
            "kind": "goal",
            "source": "assumed",
            "evidence": (
                "Their orders of {second} come second with {second_revenue} a year; not yet asked."
            ),
        },
    },
}
# Below which goal, and what is undertaken for it.
INITIATIVES = {
    "running": {
        "fixed_day": (
            "deliveries",
            {
                "name": "One delivery day a week for all departments",
                "kind": "initiative",
                "source": "customer",
                "contact_id": Link("person", "goods_in"),
                "evidence": "Shown to us by goods-in: the plan for the ramp, from next quarter on.",
            },
        ),
        "invoice": (
            "deliveries",
            {
                "name": "One invoice a month instead of one for each delivery",
                "kind": "initiative",
                "source": "customer",
                "contact_id": CONTACT,
                "evidence": "{contact} on the phone: range praised, invoices still a nuisance.",
            },
        ),
        "review": ("suppliers", REVIEW),
    },
    "submitted": {
        "stores": (
            "growth",
            {
                "name": "First orders for new stores in one delivery",
                "kind": "initiative",
                "source": "customer",
                "contact_id": Link("person", "shop"),
                "evidence": "Store manager at the opening of the last store: goods came in pieces.",
            },
        ),
        "review": ("growth", REVIEW),
    },
    "renewed": {},
}
# Objective: the goals that it answers, the offerings that serve it. One objective serves no goal,
# and one goal has no answer: the strategy map shows both.
LINKS = {
    "running": {
        RELIABLE: (("shelves", "deliveries", "fixed_day"), ("{first}", "Shelf service")),
        NEW_BUSINESS: (("suppliers", "review"), ("{fall}", "{weakest}")),
        PURCHASES: (("suppliers",), ("{first}", "{second}")),
        SHARED_PLAN: (("invoice",), ()),
    },
    "submitted": {
        RELIABLE: (("shelves", "deliveries"), ("{first}",)),
        NEW_BUSINESS: (("growth", "stores"), ("{weakest}", "Shelf service")),
        PURCHASES: (("growth",), ("{first}", "{second}")),
    },
}
ON_TIME = {
    "name": "Orders Out on Time",
    "unit": "percent",
    "kind": "lagging",
    "source": "manual",
    "description": (
        "Orders of twelve months that left by the day asked for, in percent of those that left."
    ),
}
# What announces an objective, and what shows that it was reached: measure, values of the target.
MEASURES = {
    RELIABLE: (
        (
            "kam_planning.measure_satisfaction",
            {"baseline": 72.0, "target_value": 85.0, "note": "Leading: asked every quarter."},
        ),
        (
            "__northwind__.measure_on_time",
            {
                "baseline": Number("before_share"),
                "target_value": 98.0,
                "note": "Lagging: {before_orders} the year before, {on_time_orders} since then.",
            },
        ),
    ),
    PURCHASES: (
        (
            "kam_planning.measure_weighted_pipeline",
            {"target_value": Number("tenth"), "note": "Leading: a tenth of a year's revenue."},
        ),
    ),
}


def show_blocks(story):
    """Show every block, also in a plan that was made before its template had them."""
    story.plan.write(dict.fromkeys(BLOCKS, True))


def ask_people(story):
    """Put the people on the map whom we met beside the contact of the files."""
    center = story.buying_center("Fresh food")
    names = PEOPLE[story.kind]
    people = story.run.env["res.partner"].create(
        [
            {"name": name, "function": title, "parent_id": story.partner.id}
            for name, title in names.values()
        ]
    )
    story.run.name_records(f"asked_{story.kind}", names, people)
    story.env["kam.stakeholder"].create(
        [
            {
                "account_id": story.partner.id,
                "company_id": story.plan.company_id.id,
                "partner_id": person.id,
                "buying_center_id": center.id,
            }
            for person in people
        ]
    )


def tell_goals(story):
    """Write down the customer's goals, and the initiatives below them."""
    story.make("kam.customer.goal", "goal", GOALS[story.kind])
    story.make(
        "kam.customer.goal",
        "goal",
        {
            key: {**values, "parent_id": Link("goal", parent)}
            for key, (parent, values) in INITIATIVES[story.kind].items()
        },
    )


def link_objectives(story):
    """Say which goals our objectives answer, and with what."""
    for name, (goals, offerings) in LINKS[story.kind].items():
        values = {
            "goal_ids": [Link("goal", key) for key in goals],
            "offering_ids": [Link("offering", key) for key in offerings],
        }
        story.objective(name).write(story.prepare(values))


def set_measures(story):
    """Give objectives a figure that announces them and one that proves them."""
    _enter_on_time(story)
    for name, measures in MEASURES.items():
        objective = story.objective(name)
        for number, (measure, values) in enumerate(measures):
            key = f"{objective.id}_{number}"
            values = {**values, "measure_id": story.env.ref(measure).id}
            story.make("kam.target", "measured", {key: {**values, "objective_id": objective.id}})
    story.plan.action_refresh_figures()


def _enter_on_time(story):
    """What the orders say of a year ago and of today, entered as a figure by hand."""
    run = story.run
    run.create_missing("kam.measure", "measure", {"on_time": ON_TIME}, lambda _key, row: row)
    measure = run.ref("measure_on_time")
    entries = (
        ("before_share", "{before_orders} orders left by the day asked for", 12),
        ("on_time_share", "{on_time_orders} orders left by the day asked for", 0),
    )
    story.make(
        "kam.measure.entry",
        "entered",
        {
            name: {
                "measure_id": measure.id,
                "value": Number(name),
                "date": story.run.calendar.today - relativedelta(months=months),
                "note": note,
            }
            for name, note, months in entries
        },
    )
