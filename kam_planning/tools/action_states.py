"""The states of an action."""

ACTION_STATES = [
    ("todo", "To do"),
    ("in_progress", "In progress"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("continued", "Continued"),
]
CLOSED_STATES = ("done", "cancelled", "continued")
