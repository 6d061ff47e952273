"""The operations that are measured: ours, and the nearest one of Odoo's own CRM."""

from .pairs import Pair, form, kanban_page, list_page, pivot
from .specs import view_spec

CUSTOMER = [("partner_id", "ilike", "customer 0123")]


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
        list_page("kam.plan"),
        list_page("crm.lead"),
        "plans",
        "opportunities",
    ),
    Pair(
        "List, page of 80",
        list_page("kam.action"),
        list_page("crm.lead"),
        "actions",
        "opportunities",
    ),
    Pair(
        "Kanban, first page",
        kanban_page("kam.plan", "state"),
        kanban_page("crm.lead", "stage_id"),
        "plans by state",
        "opportunities by stage",
    ),
    Pair(
        "Kanban, first page",
        kanban_page("kam.action", "state"),
        kanban_page("crm.lead", "stage_id"),
        "actions by state",
        "opportunities by stage",
    ),
    Pair(
        "Form",
        form("kam.plan", "kam_bench.plan"),
        form("sale.order", "kam_bench.order"),
        "plan: 20 objectives, 200 actions",
        "order: 220 lines",
    ),
    Pair(
        "Pivot",
        pivot("kam.action", ["user_id"], ["state"], ["__count", "effort:sum"]),
        pivot("crm.lead", ["user_id"], ["stage_id"], ["__count", "expected_revenue:sum"]),
        "actions by assignee and state",
        "opportunities by salesperson and stage",
    ),
    Pair(
        "Search by customer",
        list_page("kam.plan", CUSTOMER),
        list_page("crm.lead", CUSTOMER),
        "plans",
        "opportunities",
    ),
    Pair(
        "Search by customer",
        list_page("kam.action", CUSTOMER),
        list_page("crm.lead", CUSTOMER),
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
