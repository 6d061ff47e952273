"""The steps of the loading, in their order."""

import time

from odoo.addons.kam_planning.models.common.days import today_of

from . import dataset
from .company import load_company, set_time_zone
from .customers import load_customers
from .employees import load_employees
from .figures import load_figures
from .history import load_history
from .orders import load_deliveries, load_invoices, load_orders
from .payments import load_payments
from .people import load_people
from .plans import load_plans
from .portfolio import load_first_round, load_portfolio
from .products import load_products
from .reward import load_reward
from .run import QUIET, Run
from .shifting import Calendar, days_to_shift
from .strategy import load_strategy
from .summary import summarise
from .worldwide import load_worldwide

SHIFT_PARAMETER = "kam_demo.northwind_shift_days"


def load(env, folder, commit, say=print):
    """Load the trading records and the example plans, and say what there is to see.

    Can be killed at any time and run again; a complete run changes nothing more.

    :param env: Odoo environment of a superuser
    :param folder: path of the folder with the CSV files
    :param commit: function that commits the transaction
    :param say: function that shows a line of progress
    """
    started = time.monotonic()
    say("Northwind: loading the trading records")
    run = load_records(env, dataset.read(folder), commit, say)
    load_first_round(run)
    load_plans(run)
    load_figures(run)
    load_people(run)
    load_strategy(run)
    load_history(run)
    load_portfolio(run)
    load_reward(run)
    load_worldwide(run)
    for line in summarise(run):
        say(line)
    say(f"Northwind: complete after {time.monotonic() - started:.0f} s")


def load_records(env, data, commit, say):
    """Load company, people, products, orders, invoices and payments.

    :param Dataset data: all records, or some customers only
    :return: Run, for the steps that follow
    """
    env = env(context={**env.context, **QUIET})
    set_time_zone(env)
    run = Run(env, data, _fix_calendar(env, data), commit, say)
    load_company(run)
    users = load_employees(run)
    products = load_products(run)
    customers = load_customers(run, users)
    load_orders(run, users, products, customers)
    load_invoices(run)
    load_payments(run)
    load_deliveries(run)
    return run


def _fix_calendar(env, data):
    """Choose by how many days dates move, once for all runs in this database."""
    parameters = env["ir.config_parameter"].sudo()
    shift = parameters.get_param(SHIFT_PARAMETER)
    if not shift:
        shift = days_to_shift(data.last_ordered, today_of(env.company))
        parameters.set_param(SHIFT_PARAMETER, str(shift))
    return Calendar(data.last_ordered, int(shift))
