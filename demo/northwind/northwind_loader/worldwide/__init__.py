"""A customer whom two of our companies serve: a global plan and the local plans below it.

The files know one company of ours. The second one, in London and in pounds, sells to a subsidiary
of QUICK-Stop what the London colleagues sold to QUICK-Stop itself: the same products and quantities
on the same days. Only who works there gets to see anything of it.
"""

from .company import found_company
from .plans import add_up_worldwide, write_charter, write_local_plans
from .trade import trade_there

# In their order, each one transaction.
STEPS = {
    "company": found_company,
    "trade": trade_there,
    "local_plans": write_local_plans,
    "global_plan": add_up_worldwide,
    "charter": write_charter,
}


def load_worldwide(run):
    """Make what is not there yet.

    :param Run run: after the portfolio is loaded
    """
    run.take_steps("worldwide", STEPS)
