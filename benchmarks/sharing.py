"""The customer's page beside Odoo's page of an order, as the same portal user reads both."""

import statistics
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

from werkzeug.test import Client

import odoo
import odoo.http
from odoo import Command, api, fields
from odoo.service import security

from .measure import Measure
from .sharing_drift import measure_drift

# So many lines has the plan as it leaves, and so many the order.
LINES = 40
MOST_QUERIES = 25
LOGIN = "bench_customer"
VALUE = {
    "method": "Returned orders in percent of all orders",
    "unit": "percent",
    "baseline_value": 3.2,
    "target_value": 2.1,
    "volume": 40000,
    "unit_value": 18,
    "our_share": 70,
}
# What Odoo does once after a start is no part of a page.
WARM_UPS = 3


def measure_sharing(registry, runs):
    """Measure the customer's page, and the comparison of what was agreed: lines of tables."""
    share, order, quotation = _make(registry)
    page = f"/my/account-plans/{share}"
    lines = [
        f"| {LINES} lines, read by the customer | ms | queries (at most {MOST_QUERIES}) "
        "| Odoo's page of an order | ms | queries | ratio |",
        "|---|--:|--:|---|--:|--:|--:|",
    ]
    with _log_in(registry) as client:
        found = _measure_both(client, (page, f"/my/orders/{order}"), runs)
        lines.append(_tell("plan that is agreed", "confirmed", *found))
        _propose(registry, share)
        found = _measure_both(client, (page, f"/my/orders/{quotation}"), runs)
        lines.append(_tell("version that waits for consent", "to be signed", *found))
    print("\n".join(lines), flush=True)
    drift = measure_drift(registry, runs)
    print("\n".join(drift), flush=True)
    return [*lines, "", *drift]


def _tell(label, beside, ours, theirs):
    return (
        f"| {label} | {1000 * ours.seconds:.1f} | {ours.queries} | {beside} "
        f"| {1000 * theirs.seconds:.1f} | {theirs.queries} | {ours.seconds / theirs.seconds:.2f} |"
    )


def _measure_both(client, paths, runs):
    """Read two pages in turn, so that both meet the same machine: a `Measure` of each."""
    found = {path: [] for path in paths}
    for number in range(runs + WARM_UPS):
        for path in paths:
            start = time.perf_counter()
            response = client.get(path)
            content = response.get_data()
            seconds = time.perf_counter() - start
            if response.status_code != 200 or b"Line 1" not in content:
                raise RuntimeError(f"{path} was not shown: {response.status}")
            if number >= WARM_UPS:
                found[path].append((seconds, threading.current_thread().query_count))
    return [
        Measure(*(statistics.median(one) for one in zip(*found[path], strict=True)))
        for path in paths
    ]


@contextmanager
def _log_in(registry):
    """A client of Odoo's WSGI application, logged in as the customer's portal user."""
    store = odoo.http.root.session_store
    session = store.new()
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        user = env["res.users"].search([("login", "=", LOGIN)])
        session.update(odoo.http.get_default_session(), db=cr.dbname, _trace_disable=True)
        session.uid, session.login = user.id, LOGIN
        session.context = dict(user.with_user(user).context_get())
        session.session_token = security.compute_session_token(session, user.with_user(user).env)
    store.save(session)
    client = Client(odoo.http.root)
    client.set_cookie("session_id", session.sid)
    try:
        yield client
    finally:
        store.delete(session)


def _make(registry):
    """A plan that is shared and agreed, an order and a quotation, all of one customer.

    :return: ids of the share, the order and the quotation
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"tracking_disable": True})
        person = _make_person(env)
        found = _make_share(env, person), *(_make_order(env, person, s) for s in ("sale", "sent"))
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
        return [one.id for one in found]


def _make_person(env):
    # That of the last run, where its database is used again.
    for user in env["res.users"].search([("login", "=", LOGIN)]):
        user.login = f"{LOGIN}_{user.id}"
    env.flush_all()
    customer = env["res.partner"].create({"name": "Bench Customer", "is_company": True})
    values = {"name": "Bench Buyer", "parent_id": customer.id, "email": "buyer@bench.example"}
    person = env["res.partner"].create(values)
    groups = [Command.set(env.ref("base.group_portal").ids)]
    env["res.users"].create({"login": LOGIN, "partner_id": person.id, "group_ids": groups})
    return person


def _make_share(env, person):
    """All that a page may have, agreed: seven kinds of lines, a document, a meeting, a comment."""
    today, customer = fields.Date.today(), person.parent_id
    period = {"date_start": today - timedelta(days=30), "date_end": today + timedelta(days=330)}
    plan = env["kam.plan"].create({"partner_id": customer.id, "is_shared": True, **period})
    _make_lines(env, plan, person)
    share = env["kam.share"].create({"plan_id": plan.id, "intro": "Welcome.\nThis is our plan."})
    file = env["ir.attachment"].create({"name": "offer.txt", "raw": b"offer"})
    share.attachment_ids = [Command.link(file.id)]
    review = {"plan_id": plan.id, "kind": "customer", "date_planned": today + timedelta(days=20)}
    review = env["kam.review"].create(review)
    item = {"review_id": review.id, "title": "Line 1", "visibility": "customer"}
    env["kam.review.item"].create(item)
    rights = {"share_id": share.id, "partner_id": person.id, "can_agree": True}
    access = env["kam.share.access"].create(rights)
    access.write({"invited_date": today, "last_seen_date": today})
    share._propose_sudo()
    share._take_answer_sudo(access, "agreed", signed_name="Bench Buyer")
    share._comment_sudo(access, "When do you come?")
    share._tell_customer_sudo("On Monday.")
    return share


def _make_lines(env, plan, person):
    """`LINES` lines that leave, the plan among them."""
    place = {"account_id": plan.partner_id.id, "is_shared": True}
    line = {"plan_id": plan.id, "is_shared": True}
    today = fields.Date.today()
    due = {**line, "date_deadline": today + timedelta(days=60)}
    objectives = env["kam.objective"].create([{**due, "name": f"Line {n}"} for n in range(6)])
    rest = LINES - 1 - len(objectives) - 3 - 2 - 2 - 2
    env["kam.action"].create(
        [
            {
                **due,
                "name": f"Line {n}",
                "objective_id": objectives[n % 6].id,
                "contact_id": person.id if n % 2 else False,
            }
            for n in range(rest)
        ]
    )
    env["kam.value"].create([{**line, **VALUE, "name": f"Line {n}"} for n in range(3)])
    env["kam.risk"].create([{**line, "name": f"Line {n}"} for n in range(2)])
    env["kam.customer.goal"].create([{**place, "name": f"Line {n}"} for n in range(2)])
    date = {"kind": "tender", "date": due["date_deadline"]}
    env["kam.key.date"].create([{**place, **date, "name": f"Line {n}"} for n in range(2)])


def _make_order(env, person, state):
    products = env["product.product"].create(
        [{"name": f"Line {n}", "list_price": 10 + n} for n in range(LINES)]
    )
    lines = [Command.create({"product_id": product.id}) for product in products]
    order = env["sale.order"].create({"partner_id": person.id, "order_line": lines})
    order.state = state
    return order


def _propose(registry, share_id):
    """Every fifth action is moved, and the next version is asked for."""
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"tracking_disable": True})
        share = env["kam.share"].browse(share_id)
        actions = env["kam.action"].search([("plan_id", "=", share.plan_id.id)])
        actions[::5].date_deadline = fields.Date.today() + timedelta(days=90)
        share._propose_sudo()
        cr.commit()
