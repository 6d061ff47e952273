"""What the account managers say about whitespace. Names in braces are figures of the account."""

SERVICE = "Shelf service"
SERVICE_DESCRIPTION = "Our people fill and tend the shelves. Planned; there is no product yet."
COMPETITOR = "A regional wholesaler"

# Months ago, percent, note.
SATISFACTION = (
    (14, 72.0, "Asked on the phone: deliveries came late in the autumn."),
    (2, 81.0, "Asked on the phone: range praised, invoices still a nuisance."),
)

BUYING_CENTERS = (
    {
        "name": "Central purchasing",
        "decides": "Yearly agreements and the list of suppliers.",
        "decision_process": "{contact} proposes, the management signs once a year.",
        "initiatives": "Fewer suppliers, larger deliveries.",
        "budget_share": 1.2,
    },
    {
        "name": "Fresh food",
        "decides": "What is ordered from week to week, within the agreements.",
        "decision_process": "The department orders by itself up to its weekly limit.",
    },
)

WEAKEST_CELL = {
    "state": "competitor",
    "success_chance": 40,
    "need": "They buy {weakest} elsewhere, for the shorter way. A fixed delivery day would do.",
}
SERVICE_CELL = {
    "state": "open",
    "success_chance": 30,
    "need": "{contact} asked twice who could tend the shelves.",
}
