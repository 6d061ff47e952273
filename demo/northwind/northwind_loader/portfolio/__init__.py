"""The portfolio: two rounds of scores, a pilot, a year's hours, a step down and a proof.

Made by the buttons and dialogues of the add-on, each as the user who presses them.
"""

from .hours import spend_time
from .pilot import start_pilot
from .prepare import settle_capacity, settle_criteria, settle_services
from .proof import reckon_proof
from .rounds import hold_first, hold_second
from .step import owe_something, step_down

# In their order, each one transaction. The first round was held before there were plans.
BEFORE_PLANS = {
    "criteria": settle_criteria,
    "services": settle_services,
    "capacity": settle_capacity,
    "first_round": hold_first,
}
AFTER_PLANS = {
    "second_round": hold_second,
    "pilot": start_pilot,
    "hours": spend_time,
    "promises": owe_something,
    "step": step_down,
    "proof": reckon_proof,
}


def load_first_round(run):
    """Prepare the portfolio and hold its first round.

    :param Run run: after the trading records are loaded
    """
    run.take_steps("portfolio", BEFORE_PLANS)


def load_portfolio(run):
    """Hold the second round, and do what followed from it.

    :param Run run: after the history is loaded
    """
    run.take_steps("portfolio", AFTER_PLANS)
