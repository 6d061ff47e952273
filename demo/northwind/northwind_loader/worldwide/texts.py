"""What the plans in London say, and how both companies work together."""

UK_SECTIONS = {
    "Business overview": (
        "QUICK-Stop's subsidiary in London orders here what it needs, and is invoiced in pounds. "
        "Range and terms are agreed in Cunewalde for the whole group."
    ),
    "Our position": (
        "A few orders a year go through London. What they buy from others is not known yet: that "
        "is the first thing to find out."
    ),
}
HOW_TARGET = "What they were invoiced so far, and 10 % more."
LEADER = {
    "name": "Global Account Lead",
    "sequence": 3,
    "description": "Leads the customer worldwide, and agrees on the terms for the whole group.",
}
COLLEAGUE = "Leads the plans in London and Cork, and tells the team what happens there."
UK_CHARTER = {
    "Rules": (
        "We agree on deliveries and samples here. Prices below those of the group are never "
        "offered; a question about them goes to Andrew Fuller the same day."
    ),
    "Rhythm": (
        "Half an hour with Seattle on the first Tuesday of the month, at 17:00 in London. A late "
        "order of theirs is told at once, on both sides."
    ),
    "Who decides": (
        "Up to 500 GBP: Anne Dodsworth. Above: Steven Buchanan. What concerns the group: Andrew "
        "Fuller."
    ),
}
ACROSS = {
    "name": "Across companies",
    "question": "What do the companies owe each other, and who speaks for the whole customer?",
    "content": (
        "Seattle agrees on terms with the group, London keeps to them and says what they cost it. "
        "Whoever hears of a new shop tells both teams. Each company plans its own figures; the "
        "plan of the whole adds them up in dollars."
    ),
}
