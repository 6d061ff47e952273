"""Every reader of a very large map, beside the same on a small one: seconds, queries, size."""

import json

import odoo
from odoo import api

from .crowd import make_crowd
from .measure import measure

SMALL = 50
RUNS = 3


def measure_load(registry, uid, users, size):
    """Make a small map and one of so many people, and measure whatever reads or changes them.

    :param int uid: the user who reads
    :param users: ids of colleagues, two of whom know each person
    :return: lines of a Markdown table
    """
    small, large = (_make(registry, users, number) for number in (SMALL, size))
    lines = [
        f"| a map of {size:,} people | seconds | queries | of {SMALL} people | answer (KB) |",
        "|---|--:|--:|--:|--:|",
    ]
    for label, operation in OPERATIONS:
        sizes = []
        few = measure(registry, uid, _call(operation, small, sizes), RUNS)
        many = measure(registry, uid, _call(operation, large, sizes), RUNS)
        lines.append(
            f"| {label} | {many.seconds:.2f} | {many.queries} | {few.queries} "
            f"| {sizes[-1] / 1024:.0f} |"
        )
        print(lines[-1], flush=True)
    return lines


def _make(registry, users, size):
    """Make a map: dict of what the operations need of it."""
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"tracking_disable": True})
        account = env["res.partner"].create({"name": f"Crowd of {size}", "is_company": True})
        plan = env["kam.plan"].create({"partner_id": account.id, "user_id": users[0]})
        make_crowd(env, plan, env["res.users"].browse(users), size)
        people = env["kam.stakeholder"].search([("account_id", "=", account.id)], limit=100)
        cr.commit()
        return {
            "place": (account.id, plan.company_id.id),
            "plan": plan.id,
            "people": people.ids,
            "others": users[1:],
        }


def _call(operation, made, sizes):
    def run(env):
        answer = operation(env, **made)
        text = answer if isinstance(answer, str | bytes) else json.dumps(answer, default=str)
        sizes.append(len(text))

    return run


def _people(method, *arguments, **keywords):
    """Call a method of the map with these arguments behind the place."""

    def run(env, place, **_rest):
        return getattr(env["kam.stakeholder"], method)(*place, *arguments, **keywords)

    return run


def _read_everybody_part(env, place, people, **_rest):
    return env["kam.stakeholder"].get_people(*place, manager_ids=people)


def _print(report):
    def run(env, plan, **_rest):
        reports = env["ir.actions.report"]
        return reports._render_qweb_html(f"kam_planning.action_report_kam_{report}", [plan])[0]

    return run


def _print_with_map(env, plan, **_rest):
    dialogue = env["kam.plan.print"].create({"plan_ids": [(6, 0, [plan])]})
    dialogue.block_ids.is_printed = True
    return env["ir.actions.report"]._render_qweb_html(
        "kam_planning.action_report_kam_plan_chosen", dialogue.ids
    )[0]


def _export(env, people, **_rest):
    return env["kam.stakeholder"].browse(people[0])._export_person()


def _list(model, *names):
    def run(env, place, **_rest):
        domain = [("account_id", "=", place[0])]
        return env[model].web_search_read(domain, {name: {} for name in names}, limit=80)

    return run


def _move(env, people, **_rest):
    env["kam.stakeholder"].browse(people[9]).manager_id = people[2]


def _erase(env, people, **_rest):
    env["kam.stakeholder"].browse(people[5]).action_erase_person()


def _hand_over(env, plan, others, **_rest):
    env["kam.plan"].browse(plan).user_id = others[0]


OPERATIONS = (
    ("opened: the upper levels", _people("get_map")),
    ("unfolded: at most 500 more people at once", _read_everybody_part),
    ("found by name: at most 20", _people("find_people", "Crowd")),
    ("contacts who are not on it", _people("find_candidates")),
    ("matrix: 100 people with the largest gaps", _people("get_matrix")),
    ("drawing: 150 people, upper levels first", _people("get_map_svg")),
    ("sheets: 600 people, upper levels first", _people("get_map_pages")),
    ("list of maps, page of 80", _list("kam.account.map", "name", "coverage", "gap_count")),
    ("plan on one page, with the drawing", _print_with_map),
    ("hand-over sheet: 200 lines of each kind", _print("handover")),
    ("list of people, page of 80", _list("kam.stakeholder", "name", "title", "strength")),
    ("list of gaps, page of 80", _list("kam.gap", "name", "explanation", "state")),
    ("everything about one person", _export),
    ("a person moved", _move),
    ("a person erased", _erase),
    ("handed over to a colleague", _hand_over),
)
