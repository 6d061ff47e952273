"""The operations that are measured: ours, and the nearest one of Odoo's own CRM."""

from dataclasses import dataclass
from typing import Any

from .specs import view_spec

# Up to here the web client asks a list to count.
COUNT_LIMIT = 10_001


@dataclass
class Pair:
    """One line of the table."""

    label: str
    ours: Any
    theirs: Any
    ours_label: str
    theirs_label: str


def _list_page(model):
    def run(env):
        spec = view_spec(env, model, "list")
        env[model].web_search_read([], spec, limit=80, count_limit=COUNT_LIMIT)

    return run


def _kanban_page(model, groupby):
    def run(env):
        env[model].web_read_group(
            [],
            [groupby],
            auto_unfold=True,
            unfold_read_specification=view_spec(env, model, "kanban"),
        )

    return run


def _form(model, parameter):
    def run(env):
        res_id = int(env["ir.config_parameter"].sudo().get_param(parameter))
        env[model].browse(res_id).web_read(view_spec(env, model, "form"))

    return run


def _pivot(model, rows, columns, aggregates):
    def run(env):
        sets = [[], rows, columns, rows + columns]
        env[model].formatted_read_grouping_sets([], sets, aggregates)

    return run


def _search(model):
    def run(env):
        domain = [("partner_id", "ilike", "customer 0123")]
        spec = view_spec(env, model, "list")
        env[model].web_search_read(domain, spec, limit=80, count_limit=COUNT_LIMIT)

    return run


def _create_plan(env):
    partner = env["res.partner"].search([("name", "=", "Customer 00017")], limit=1)
    values = {"partner_id": partner.id, "state": "draft"}
    env["kam.plan"].web_save(values, view_spec(env, "kam.plan", "form"))


def _create_action(env):
    plan = env["kam.plan"].search([("partner_id.name", "=", "Customer 00000")], limit=1)
    values = {"name": "New", "plan_id": plan.id, "user_id": env.uid}
    env["kam.action"].web_save(values, view_spec(env, "kam.action", "form"))


def _create_lead(env):
    partner = env["res.partner"].search([("name", "=", "Customer 00017")], limit=1)
    values = {"name": "New", "partner_id": partner.id, "type": "opportunity"}
    env["crm.lead"].web_save(values, view_spec(env, "crm.lead", "form"))


def _create_lead_with_activity(env):
    partner = env["res.partner"].search([("name", "=", "Customer 00017")], limit=1)
    values = {"name": "New", "partner_id": partner.id, "type": "opportunity"}
    spec = view_spec(env, "crm.lead", "form")
    saved = env["crm.lead"].web_save(values, spec)
    lead = env["crm.lead"].browse(saved[0]["id"])
    lead.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid, summary="New")


PAIRS = [
    Pair(
        "List, page of 80",
        _list_page("kam.plan"),
        _list_page("crm.lead"),
        "plans",
        "opportunities",
    ),
    Pair(
        "List, page of 80",
        _list_page("kam.action"),
        _list_page("crm.lead"),
        "actions",
        "opportunities",
    ),
    Pair(
        "Kanban, first page",
        _kanban_page("kam.plan", "state"),
        _kanban_page("crm.lead", "stage_id"),
        "plans by state",
        "opportunities by stage",
    ),
    Pair(
        "Kanban, first page",
        _kanban_page("kam.action", "state"),
        _kanban_page("crm.lead", "stage_id"),
        "actions by state",
        "opportunities by stage",
    ),
    Pair(
        "Form",
        _form("kam.plan", "kam_bench.plan"),
        _form("sale.order", "kam_bench.order"),
        "plan: 20 objectives, 200 actions",
        "order: 220 lines",
    ),
    Pair(
        "Pivot",
        _pivot("kam.action", ["user_id"], ["state"], ["__count", "effort:sum"]),
        _pivot("crm.lead", ["user_id"], ["stage_id"], ["__count", "expected_revenue:sum"]),
        "actions by assignee and state",
        "opportunities by salesperson and stage",
    ),
    Pair(
        "Search by customer",
        _search("kam.plan"),
        _search("crm.lead"),
        "plans",
        "opportunities",
    ),
    Pair(
        "Search by customer",
        _search("kam.action"),
        _search("crm.lead"),
        "actions",
        "opportunities",
    ),
    Pair("Create in the form", _create_plan, _create_lead, "plan", "opportunity"),
    Pair(
        "Create in the form",
        _create_action,
        _create_lead_with_activity,
        "action, with its activity",
        "opportunity and an activity on it",
    ),
]
