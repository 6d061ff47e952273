"""The nine employees as users, and who reports to whom.

Without the HR application Odoo has no manager of a user. The sales team is the place that holds
the same fact: each employee is a member of the team that their manager leads. Buchanan, who
leads London, is therefore a member of Fuller's team.
"""

from odoo import Command

from .places import Places

PASSWORD = "demo"
TEAMS = {"2": "Northwind Seattle", "5": "Northwind London"}  # by the employee who leads it
TIME_ZONES = {"USA": "America/Los_Angeles", "UK": "Europe/London"}

REPRESENTATIVE_GROUPS = [
    "base.group_user",
    # All documents: at Northwind several people take orders of the same customer.
    "sales_team.group_sale_salesman_all_leads",
    "kam_planning.group_kam_user",
]
MANAGER_GROUPS = [
    "base.group_user",
    "sales_team.group_sale_manager",
    "kam_planning.group_kam_manager",
]


def load(demo):
    """Create users and teams, and grant groups of modules that were installed since."""
    places = Places(demo.env)
    demo.load_missing(
        "employee",
        "res.users",
        demo.source.employees,
        "employee_id",
        lambda row: _prepare_user(demo, places, row),
    )
    _load_teams(demo)
    _grant_groups(demo)
    demo.commit()


def get_login(row):
    """Login of an employee, such as nancy.davolio."""
    return f"{row['first_name']}.{row['last_name']}".lower()


def get_team_leader(key, employees):
    """In whose team an employee sells: in their own, or else in their manager's.

    :param str key: employee id
    :return: employee id of the team's leader
    """
    managers = {row["employee_id"]: row["reports_to"] for row in employees}
    return key if key in TEAMS else managers[key]


def _prepare_user(demo, places, row):
    return {
        "name": f"{row['first_name']} {row['last_name']}",
        "login": get_login(row),
        "password": PASSWORD,
        # A domain that exists nowhere: nothing can ever be sent to it.
        "email": f"{get_login(row)}@northwind.example",
        "function": row["title"],
        "phone": row["home_phone"],
        "tz": TIME_ZONES[row["country"]],
        # In Odoo's inbox rather than by mail: the demonstration has no mail server.
        "notification_type": "inbox",
        "company_id": demo.env.ref("base.main_company").id,
        "company_ids": [Command.set(demo.env.ref("base.main_company").ids)],
        "group_ids": [Command.set(_get_groups(demo, row).ids)],
        **places.prepare_address(row),
    }


def _get_groups(demo, row):
    """The groups of an employee, as far as their modules are installed."""
    names = MANAGER_GROUPS if row["employee_id"] in TEAMS else REPRESENTATIVE_GROUPS
    found = [demo.env.ref(name, raise_if_not_found=False) for name in names]
    return demo.env["res.groups"].concat(*filter(None, found))


def _grant_groups(demo):
    ids = demo.get_ids("employee")
    for row in demo.source.employees:
        user = demo.env["res.users"].browse(ids[row["employee_id"]])
        missing = _get_groups(demo, row) - user.all_group_ids
        if missing:
            user.group_ids += missing


def _load_teams(demo):
    known, ids = demo.get_ids("team"), demo.get_ids("employee")
    missing = [leader for leader in TEAMS if leader not in known]
    teams = demo.env["crm.team"].create(
        [
            {
                "name": TEAMS[leader],
                "user_id": ids[leader],
                "member_ids": [
                    Command.link(ids[row["employee_id"]])
                    for row in demo.source.employees
                    if row["reports_to"] == leader
                ],
            }
            for leader in missing
        ]
    )
    demo.note("team", missing, teams)
