"""What is said between the account team of the running plan and its customer."""

from dateutil.relativedelta import relativedelta

from ..strategy_goals import CONTACT, RELIABLE, SHARED_PLAN
from ..strategy_story import Link

TITLE = "What we do together: {customer} and Northwind Traders"
INTRO = (
    "This is what we promised each other. Tick off what is yours, say what it was worth to you, "
    "and write to us below: it comes straight to your account manager."
)
DOCUMENT = "Your last 30 orders.csv"
# What both sides promise in the first version.
ACTIONS = {
    "receiver": {
        "name": "Name who receives our deliveries in each shop",
        "objective_id": Link("objective", RELIABLE),
        "contact_id": CONTACT,
        "date_deadline": relativedelta(days=-60),
    },
    "forecast": {
        "name": "Send us the volumes of {first} for the coming season",
        "objective_id": Link("objective", SHARED_PLAN),
        "contact_id": CONTACT,
        "date_deadline": relativedelta(days=-3),
    },
    "space": {
        "name": "Keep a table for the tasting in three shops",
        "contact_id": Link("person", "shop"),
        "date_deadline": relativedelta(days=16),
    },
}
TASTINGS = {
    "name": "Tastings in their shops at our cost",
    "kind": "cost",
    "objective_id": Link("objective", RELIABLE),
    "method": "Goods and staff of each tasting, at what they would pay for them.",
    "unit": "currency",
    "direction": "up",
    "baseline_value": 0.0,
    "target_value": 3200.0,
    "volume": 1.0,
    "date_deadline": relativedelta(days=-64),
}
READING = {
    "date": relativedelta(days=-66),
    "current_value": 2400.0,
    "evidence": "Three tastings of 800 USD each.",
}
COMMENT = "Can our shop managers see this page, too? They ask what is agreed on the tastings."
ANSWER = (
    "Yes. Paul Lindner can open it since last week; give me the names of the others, and I invite "
    "them."
)
TICKED = "Names and phones of all three shops went to your customer service."
PART = "1600"
REASON = "Two of the three tastings took place; the third one was called off on the day."
NOTE = "After our talk of last week: the tasting a fortnight later, and who warns you of delays."
# What came after the first version.
ADDED = {
    "ramp": {
        "name": "Give goods-in of each shop a number for our warnings",
        "objective_id": Link("objective", RELIABLE),
        "contact_id": CONTACT,
        "date_deadline": relativedelta(days=9),
    },
    "report": {
        "name": "Show the service report of the quarter",
        "objective_id": Link("objective", RELIABLE),
        "date_deadline": relativedelta(days=18),
    },
}
