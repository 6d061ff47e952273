"""Plans with the full template, and actions, read from a table as the import of a file does it."""

import random
import resource
import time

import odoo
from odoo import Command, api

USERS = 20
PLANS_WITH_ACTIONS = 100
GROUP = "kam_planning.group_kam_user"
MANAGERS = "kam_planning.group_kam_manager"


def measure_imports(registry, records, seed):
    """Import so many plans and so many actions, quietly and with what changes noted.

    Each in a transaction of its own, that is rolled back.

    :return: lines of a Markdown table
    """
    lines = [
        "| import | seconds | of these CPU of Odoo | queries per record | messages | people |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for label, prepare in (
        (f"{records:,} plans with the full template", _prepare_plans),
        (f"{records:,} actions", _prepare_actions),
    ):
        for note, quiet in ((", as the dialogue proposes it", True), (", history noted", False)):
            figures = _measure(registry, prepare, records, quiet, random.Random(seed))
            lines.append(f"| {label}{note} | {figures} |")
            print(lines[-1], flush=True)
    return lines


def _measure(registry, prepare, records, quiet, chance):
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"lang": "en_US"})
        users = _create_users(env)
        manager = users[0]
        manager.group_ids = [Command.link(env.ref(MANAGERS).id)]
        model, names, rows = prepare(env, users, records, chance)
        importing = env(user=manager, context={"import_file": True, "tracking_disable": quiet})
        cr.flush()
        env.invalidate_all()
        told = env["mail.notification"].search_count([])
        queries, start, busy = cr.sql_log_count, time.perf_counter(), _busy()
        result = importing[model].load(names, rows)
        cr.flush()
        seconds, busy, queries = (
            time.perf_counter() - start,
            _busy() - busy,
            cr.sql_log_count - queries,
        )
        if len(result["ids"] or ()) != records:
            raise AssertionError(result["messages"][:3])
        told = env["mail.notification"].search_count([]) - told
        cr.rollback()
        return f"{seconds:.0f} | {busy:.0f} | {queries / records:.1f} | {told} | {len(users) - 1}"


def _busy():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _create_users(env):
    return env["res.users"].create(
        [
            {
                "name": f"Importer {number:02d}",
                "login": f"importer{number}",
                "email": f"importer{number}@example.com",
                "group_ids": [Command.set(env.ref(GROUP).ids)],
            }
            for number in range(USERS + 1)
        ]
    )


def _create_customers(env, number):
    return (
        env["res.partner"]
        .with_context(tracking_disable=True)
        .create([{"name": f"Import {n:05d}", "is_company": True} for n in range(number)])
    )


def _prepare_plans(env, users, records, chance):
    template = env.ref("kam_planning.plan_template_full").name
    rows = [
        [partner.name, template, chance.choice(users[1:]).name, "2026-01-01", "2026-12-31"]
        for partner in _create_customers(env, records)
    ]
    return "kam.plan", ["partner_id", "template_id", "user_id", "date_start", "date_end"], rows


def _prepare_actions(env, users, records, chance):
    plans = (
        env["kam.plan"]
        .with_context(tracking_disable=True)
        .create(
            [
                {"partner_id": partner.id, "user_id": chance.choice(users[1:]).id}
                for partner in _create_customers(env, PLANS_WITH_ACTIONS)
            ]
        )
    )
    rows = [
        [chance.choice(plans).name, f"Act {n}", chance.choice(users[1:]).name, "2099-12-01"]
        for n in range(records)
    ]
    return "kam.action", ["plan_id", "name", "user_id", "date_deadline"], rows
