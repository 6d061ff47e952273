"""The nine employees as users, and their reporting lines as sales teams."""

from odoo import Command

from .places import Places

MANAGER_TITLES = ("Vice President, Sales", "Sales Manager")
USER_GROUPS = ("sales_team.group_sale_salesman_all_leads", "kam_planning.group_kam_user")
MANAGER_GROUPS = ("sales_team.group_sale_manager", "kam_planning.group_kam_manager")
TIME_ZONES = {"USA": "America/Los_Angeles", "UK": "Europe/London"}
TEAM_NAMES = {"2": "Northwind Sales", "5": "Northwind London"}


def login_of(row):
    """Give an employee's login.

    >>> login_of({"first_name": "Nancy", "last_name": "Davolio"})
    'nancy.davolio'
    """
    return f"{row['first_name']}.{row['last_name']}".lower()


def load_employees(run):
    """Make users of the employees (password = login) and sales teams of their managers.

    :return: dict {employee id in the files: id of the user}
    """
    places = Places(run.env)
    if not run.ids("res.users", "employee"):
        # As the employees: there is no mail server, and admin is told of plans to approve.
        run.env.ref("base.user_admin").notification_type = "inbox"
    users = run.create_missing(
        "res.users",
        "employee",
        run.data.employees,
        lambda _key, row: _prepare_user(run.env, places, row),
    )
    _load_teams(run, users)
    return users


def _prepare_user(env, places, row):
    groups = MANAGER_GROUPS if row["title"] in MANAGER_TITLES else USER_GROUPS
    login = login_of(row)
    return {
        **places.prepare_address(row),
        "name": f"{row['first_name']} {row['last_name']}",
        "login": login,
        "password": login,
        "email": f"{login}@northwind.example",
        "function": row["title"],
        "phone": row["home_phone"],
        "lang": "en_US",
        "tz": TIME_ZONES[row["country"]],
        # In the inbox rather than by mail: the demonstration has no mail server.
        "notification_type": "inbox",
        "group_ids": [Command.set([env.ref(name).id for name in groups])],
    }


def _load_teams(run, users):
    """One team for each manager, led by him; its members are those who report to him."""
    reports = {}
    for key, row in run.data.employees.items():
        reports.setdefault(row["reports_to"], []).append(users[key])
    managers = {key: reports[key] for key in TEAM_NAMES}
    run.create_missing(
        "crm.team",
        "team",
        managers,
        lambda key, members: {
            "name": TEAM_NAMES[key],
            "user_id": users[key],
            "member_ids": [Command.set(members)],
        },
    )


def team_of(run, employee_id):
    """Give the key of the team an employee sells for: his own if he leads one."""
    if employee_id in TEAM_NAMES:
        return employee_id
    return run.data.employees[employee_id]["reports_to"]
