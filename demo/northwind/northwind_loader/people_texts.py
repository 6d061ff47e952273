"""Who is on the relationship maps of the example plans, and what is thought of them.

Names and titles of people with a contact are those of the files; the others are still looked for.
Names in braces are figures of the account.
"""

# How many contacts of other customers sit in the buying association of each customer.
ASSOCIATION_SIZE = 6

# Roles that nobody fills yet; the first stands at the top.
PLACEHOLDERS = (
    {"key": "owner", "name": "Owner of {customer}", "title": "Owner"},
    {"key": "logistics", "name": "Head of logistics, not known yet", "title": "Head of Logistics"},
)

# The customer's own contact.
CONTACT = {
    "influence": "2",
    "support": "favourable",
    "needs": "Wants {first} without gaps on the shelf, and one invoice a month.",
    "decision_criteria": "Delivery on the agreed day, price of {first}, effort with invoices.",
    "note": "Prefers a call on Thursday mornings.",
}
# Contacts in the association, in the order of the files: judgements in turn.
ASSOCIATION = (
    {"influence": "3", "support": "neutral", "needs": "Fewer suppliers for the association."},
    {"influence": "1", "support": "supportive"},
    {"influence": "2", "support": "reserved", "needs": "Terms that hold for a whole year."},
    {"influence": "1", "support": "unknown"},
    {"influence": "0", "support": "neutral"},
    {"influence": "1", "support": "favourable"},
)
ROLES = {
    "owner": ("economic_buyer",),
    "logistics": ("technical_buyer",),
    "contact": ("approver", "coach"),
    0: ("decision_maker",),
    1: ("champion",),
    2: ("influencer",),
    3: ("user",),
    4: ("gatekeeper",),
    5: ("user",),
}
# Of whom, on whom, kind, strength.
LINES = (
    ("contact", 0, "influence", "2"),
    (2, "contact", "conflict", "1"),
    (0, 1, "alliance", "3"),
)
REQUIRED_ROLES = ("economic_buyer", "decision_maker", "champion")

# Contacts of the last months with the customer's own person: days ago, kind, who of ours.
TRAFFIC = (
    (4, "mail_out", "owner"),
    (5, "mail_in", "owner"),
    (12, "meeting", "owner"),
    (20, "call", "owner"),
    (33, "mail_out", "owner"),
    (34, "mail_in", "owner"),
    (47, "meeting", "owner"),
    (80, "meeting", "sponsor"),
    (95, "mail_in", "sales"),
    (130, "mail_out", "sales"),
)
# With people of the association: (number, days ago, kind, who of ours).
ASSOCIATION_TRAFFIC = (
    (0, 150, "meeting", "sponsor"),
    (1, 15, "meeting", "owner"),
    (1, 16, "mail_in", "owner"),
    (2, 60, "mail_out", "owner"),
)
SUBJECTS = {
    "meeting": "Quarterly talk with {customer}",
    "call": "Call about the orders of {customer}",
    "mail_out": "Delivery dates of {first}",
    "mail_in": "Re: Delivery dates of {first}",
}
# Who of ours, with whom, actual level, desired level.
TIES = (
    ("owner", "contact", "2", "3"),
    ("sales", "contact", "1", "1"),
    ("sponsor", "contact", "1", "2"),
    ("sponsor", 0, "1", "2"),
    ("owner", 1, "2", "2"),
    ("owner", 2, "1", "1"),
)
