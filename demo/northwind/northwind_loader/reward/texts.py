"""What is said in the schemes and statements."""

HOW_TARGET = "What they were invoiced a month until then, and 10 % more."
ON_TIME = "Orders out by the day asked for, all customers"
KEPT = "Categories that the customer goes on to buy"
WHY_ON_TIME = "{count} of {of_all} orders left by the day asked for."
WHY_KEPT = "They bought {count} of the {of_all} categories of the months before."
OBJECTION = (
    "{customer} stopped buying {categories}. Please reckon the target without that: nobody could "
    "know it when we agreed on it."
)
ANSWER = (
    "The figure stays. The target was agreed for all that they buy, and what they stopped buying "
    "is what the plan is for. From this year on what you win back counts as your own component."
)
