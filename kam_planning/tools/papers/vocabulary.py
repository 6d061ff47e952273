"""Which placeholders a PowerPoint template may hold. Plain values only."""

from typing import NamedTuple


class Names(NamedTuple):
    """The placeholders of one kind of deck.

    values: names that stand for one text
    loops: {name of a list: names that each of its lines has}
    """

    values: frozenset
    loops: dict


# What leaves to the customer is given by the release of records alone: see `kam.shareable`.
CUSTOMER = Names(
    frozenset(("customer", "partner", "plan", "start", "end", "company", "today")),
    {
        "agenda": ("name", "duration"),
        "goals": ("name", "kind", "horizon"),
        "objectives": ("name", "gain", "date", "state"),
        "actions": ("name", "who", "date", "state"),
        "values": ("name", "state", "promised", "date"),
        "risks": ("name", "response", "state"),
        "dates": ("name", "date", "kind"),
        "sections": ("name", "content"),
    },
)
INTERNAL = Names(
    CUSTOMER.values
    | {"manager", "sponsor", "state", "health", "hygiene", "confidence", "currency"}
    | {"review", "review_date", "next_review", "since"},
    {
        "scores": ("name", "then", "now", "change"),
        "changes": ("name", "explanation", "date"),
        "agenda": ("name", "kind", "duration", "minutes", "outcome"),
        "decisions": ("name", "who", "date", "action"),
        "targets": ("name", "target", "actual", "period"),
        "objectives": ("name", "progress", "date", "state"),
        "actions": ("name", "who", "date", "state"),
        "done": ("name", "who", "date", "feedback"),
        "late": ("name", "who", "date", "state"),
        "risks": ("name", "rating", "response", "who"),
        "values": ("name", "state", "promised", "delivered", "confirmed"),
        "goals": ("name", "kind", "source"),
    },
)
NAMES = {"internal": INTERNAL, "customer": CUSTOMER}
