"""Rewards: variable pay by last year's plans, granted, and by this year's, which still runs.

Made as the people who do it: whoever leads a plan agrees on its targets, one colleague keeps the
schemes. Northwind's files know no pay: the amounts are made up, the figures behind them are not.
"""

from .people import allow_rewards
from .schemes import agree_targets, grant_past, open_current

# In their order, each one transaction.
STEPS = {
    "people": allow_rewards,
    "targets": agree_targets,
    "past": grant_past,
    "current": open_current,
}


def load_reward(run):
    """Make what is not there yet.

    :param Run run: after the portfolio is loaded
    """
    run.take_steps("reward", STEPS)
