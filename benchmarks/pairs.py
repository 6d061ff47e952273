"""Operations of ours beside the nearest ones of Odoo's own: how they are called and measured."""

from dataclasses import dataclass
from typing import Any

import odoo
from odoo import api

from .measure import measure
from .specs import view_aggregates, view_spec

# Up to here the web client asks a list to count.
COUNT_LIMIT = 10_001
# Who works on our side, who on Odoo's.
USERS = {
    ("bench_all", "bench_all"): "A user who sees all records on both sides, no record rule filters",
    ("bench0", "bench_filtered"): "A key account manager whose plans and actions record rules "
    "filter, beside a salesperson whose opportunities rules of the same kind filter (three in four "
    "are visible on both sides)",
    ("bench0", "bench_all"): "The same key account manager, beside a user who sees all "
    "opportunities",
}


@dataclass
class Pair:
    """One line of the table."""

    label: str
    ours: Any
    theirs: Any
    ours_label: str
    theirs_label: str


def list_page(model, domain=()):
    """The first page of a list, with the columns that its view asks for.

    :param domain: list, or callable taking an environment
    """

    def run(env):
        wanted = domain(env) if callable(domain) else list(domain)
        spec = view_spec(env, model, "list")
        env[model].web_search_read(wanted, spec, limit=80, count_limit=COUNT_LIMIT)

    return run


def grouped_list(model, groupby):
    """A list grouped by a field, all groups closed, with the totals of its columns."""

    def run(env):
        env[model].web_read_group([], [groupby], view_aggregates(env, model, "list"), limit=80)

    return run


def kanban_page(model, groupby):
    """The first cards of each column of a kanban board."""

    def run(env):
        env[model].web_read_group(
            [],
            [groupby],
            auto_unfold=True,
            unfold_read_specification=view_spec(env, model, "kanban"),
        )

    return run


def form(model, parameter):
    """A form with all that it shows, of the record whose id a parameter says."""

    def run(env):
        res_id = int(env["ir.config_parameter"].sudo().get_param(parameter))
        env[model].browse(res_id).web_read(view_spec(env, model, "form"))

    return run


def pivot(model, rows, columns, aggregates):
    """A pivot with totals of rows, of columns, and of all."""

    def run(env):
        sets = [[], rows, columns, rows + columns]
        sets = [one for number, one in enumerate(sets) if one not in sets[:number]]
        env[model].formatted_read_grouping_sets([], sets, aggregates)

    return run


def find_users(registry, logins):
    """Ids of users by their logins, in the same order."""
    with registry.cursor() as cr:
        users = api.Environment(cr, odoo.SUPERUSER_ID, {})["res.users"]
        return [users.search([("login", "=", login)]).id for login in logins]


def measure_pairs(registry, logins, pairs, runs):
    """Measure all pairs, each side as its user.

    :param tuple logins: one of `USERS`
    :return: lines of a Markdown table below its title
    """
    our_uid, their_uid = find_users(registry, logins)
    lines = [
        f"**{USERS[logins]}**",
        "",
        "| operation | ours | ms | queries | Odoo's | ms | queries | ratio |",
        "|---|---|--:|--:|---|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for pair in pairs:
        ours = measure(registry, our_uid, pair.ours, runs)
        theirs = measure(registry, their_uid, pair.theirs, runs)
        lines.append(
            f"| {pair.label} | {pair.ours_label} | {ours.seconds * 1000:.0f} | {ours.queries} "
            f"| {pair.theirs_label} | {theirs.seconds * 1000:.0f} | {theirs.queries} "
            f"| {ours.seconds / theirs.seconds:.2f} |"
        )
        print(lines[-1], flush=True)
    print()
    return [*lines, ""]
