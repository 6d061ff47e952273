"""Relationship maps beside Odoo's own hierarchy view, in the server and in a browser; strength."""

import statistics
import time

import odoo
from odoo import Command, api

from odoo.addons.kam_planning.models.common.jobs import run_job

from .browser import Browser, serve
from .load import measure_load
from .measure import measure
from .people import Maps, Traffic

LOGIN, PASSWORD = "bench_map", "bench-map-1"
FRAMES = 90
# A frame of a screen with 60 of them a second that is missed at least once.
DROPPED = 25
MODEL = "res.partner"
# Card, and the call that brings it.
OURS = (".o_kam_map_card", "get_map")
THEIRS = (".o_hierarchy_node", "hierarchy_read")

OPEN = """
const { action } = odoo.__WOWL_DEBUG__.root.env.services;
const frame = () => new Promise(requestAnimationFrame);
await action.doAction("mail.action_discuss", { clearBreadcrumbs: true });
while (document.querySelector("%(card)s")) { await frame(); }
await new Promise((resolve) => setTimeout(resolve, 200));
performance.clearResourceTimings();
const start = performance.now();
await action.doAction(%(action)s, { clearBreadcrumbs: true });
while (!document.querySelector("%(card)s")) { await frame(); }
await frame(); await frame();
const painted = performance.now();
const answer = performance.getEntriesByType("resource").find((one) => one.name.includes("%(rpc)s"));
const count = () => document.querySelectorAll("%(card)s").length;
const cards = count();
// Odoo's hierarchy: unfold the first of the last row, until as many people are shown or it ends.
for (let shown = cards; shown < %(wanted)s; shown = count()) {
    const rows = document.querySelectorAll(".o_hierarchy_row");
    const folded = [...rows].at(-1).querySelector(".o_hierarchy_node_button.btn-primary");
    if (!folded) { break; }
    folded.click();
    while (count() <= shown) { await frame(); }
}
await frame(); await frame();
return [painted - start, painted - answer.responseEnd, cards, performance.now() - start, count()];
"""
# The pointer pulls the map, then Ctrl and the wheel zoom it, once a frame.
MOVE = """
const canvas = document.querySelector(".o_kam_map_canvas");
const box = canvas.getBoundingClientRect();
const point = { pointerId: 7, button: 0, bubbles: true };
let [x, y] = [box.right - 3, box.bottom - 3];
canvas.dispatchEvent(new PointerEvent("pointerdown", { ...point, clientX: x, clientY: y }));
const times = [];
let last = await new Promise(requestAnimationFrame);
for (let n = 0; n < %(frames)s; n++) {
    if (n < %(frames)s / 2) {
        x -= 20; y -= 4;
        window.dispatchEvent(new PointerEvent("pointermove", { ...point, clientX: x, clientY: y }));
    } else {
        const place = { clientX: box.x + 300, clientY: box.y + 200, bubbles: true };
        const deltaY = n %% 30 < 15 ? -1 : 1;
        const wheel = { ...place, cancelable: true, ctrlKey: true, deltaY };
        canvas.dispatchEvent(new WheelEvent("wheel", wheel));
    }
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
}
window.dispatchEvent(new PointerEvent("pointerup", { ...point, clientX: x, clientY: y }));
return times;
"""


def measure_maps(registry, runs, crowd):
    """Make the maps and measure opening and moving them.

    :param int crowd: people on the largest map, which only the server reads
    :return: lines of Markdown tables
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        maps = Maps(env).run()
        uid = create_user(env)
        company = env.company.id
        colleagues = env["res.users"].search([("login", "=like", "bench%")], order="id", limit=9)
        cr.commit()
    server = {
        size: (
            measure(registry, uid, _call_map(account, company), runs),
            measure(registry, uid, call_hierarchy(root), runs),
        )
        for size, (account, root) in maps.items()
    }
    with serve(registry.db_name) as url, Browser() as browser:
        browser.log_in(url, registry.db_name, LOGIN, PASSWORD)
        seen = {
            size: (
                ours := open_picture(browser, _map_action(account, company), OURS, runs),
                open_picture(browser, hierarchy_action(root), THEIRS, runs, ours[2]),
            )
            for size, (account, root) in maps.items()
        }
        moved = []
        for _run in range(runs + 1):
            open_picture(browser, _map_action(maps[5000][0], company), OURS, 0)
            moved.append(browser.run(MOVE % {"frames": FRAMES}))
    lines = [*_table(server, seen), "", _describe_frames(moved[1:]), ""]
    print("\n".join(lines), flush=True)
    return lines + measure_load(registry, uid, colleagues.ids, crowd)


def create_user(env):
    """The user who draws the maps: id."""
    user = env["res.users"].search([("login", "=", LOGIN)])
    groups = ("group_kam_manager", "group_kam_people")
    values = {
        "name": LOGIN,
        "login": LOGIN,
        "password": PASSWORD,
        "group_ids": [Command.set([env.ref(f"kam_planning.{group}").id for group in groups])],
    }
    return (user or env["res.users"].create(values)).id


def _call_map(account, company):
    return lambda env: env["kam.stakeholder"].get_map(account, company)


def call_hierarchy(root):
    """Read the upper levels of Odoo's hierarchy, as its view does."""
    specification = {"name": {}, "function": {}, "write_date": {}}
    return lambda env: env[MODEL].hierarchy_read(
        [("id", "=", root)], dict(specification), "parent_id", "child_ids"
    )


def _map_action(account, company):
    return (
        "{ type: 'ir.actions.client', tag: 'kam_map', "
        f"params: {{ account_id: {account}, company_id: {company} }} }}"
    )


def hierarchy_action(root):
    """The action, in JavaScript, that opens Odoo's hierarchy."""
    return (
        f"{{ type: 'ir.actions.act_window', name: 'Hierarchy', res_model: '{MODEL}', "
        f"views: [[false, 'hierarchy']], domain: [['id', '=', {root}]] }}"
    )


def open_picture(browser, action, kind, runs, wanted=0):
    """Medians over the runs after one that warms up.

    :param int wanted: cards until which Odoo's hierarchy is unfolded
    :return: tuple (ms from the click to the picture, ms of these after the answer, cards, ms until
        as many cards as wanted are there, how many these are)
    """
    card, rpc = kind
    script = OPEN % {"action": action, "card": card, "rpc": rpc, "wanted": int(wanted)}
    runs_of_script = [browser.run(script) for _run in range(runs + 1)]
    return tuple(
        statistics.median(column)
        for column in zip(*runs_of_script[1:] or runs_of_script, strict=True)
    )


def _table(server, seen):
    lines = [
        "| people | map: RPC (ms) | queries | opened (ms) | of these after the RPC | cards "
        "| Odoo's hierarchy: RPC (ms) | queries | opened (ms) | cards | ratio "
        "| unfolded to as many cards (ms) | cards | ratio |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size, (ours, theirs) in server.items():
        opened, after, cards, *_rest = seen[size][0]
        their_opened, _after, their_cards, unfolded, as_many = seen[size][1]
        lines.append(
            f"| {size:,} | {ours.seconds * 1000:.0f} | {ours.queries} | {opened:.0f} | {after:.0f} "
            f"| {cards:.0f} | {theirs.seconds * 1000:.0f} | {theirs.queries} | {their_opened:.0f} "
            f"| {their_cards:.0f} | {opened / their_opened:.2f} "
            f"| {unfolded:.0f} | {as_many:.0f} | {opened / unfolded:.2f} |"
        )
    return lines


def _describe_frames(runs):
    """Medians over the runs, each the lengths of its frames in ms."""
    dropped = [sum(duration > DROPPED for duration in times) for times in runs]
    return (
        f"Panning and zooming the map of 5,000 people, {FRAMES} frames, {len(runs)} times: a frame "
        f"takes {statistics.median(map(statistics.median, runs)):.1f} ms, the longest "
        f"{statistics.median(map(max, runs)):.1f} ms; {statistics.median(dropped):.0f} of "
        f"{FRAMES} are dropped (medians; at worst {max(dropped)})."
    )


def measure_strength(registry, relationships, contacts):
    """Read the strength of all relationships, as the nightly job does.

    :return: lines of a Markdown table
    """
    with registry.cursor() as cr:
        counts = Traffic(api.Environment(cr, odoo.SUPERUSER_ID, {}), relationships, contacts).run()
    made = ", ".join(f"{number:,} {table}" for table, number in counts.items())
    lines = [
        f"In a database of {made}:",
        "",
        "| strength, as the nightly job reads it | seconds | queries | queries per 1,000 |",
        "|---|--:|--:|--:|",
    ]
    for label in ("all relationships", "again, nothing is due"):
        with registry.cursor() as cr:
            env = api.Environment(cr, odoo.SUPERUSER_ID, {})
            relationships = env["kam.relationship"].search_count([])
            before, start = cr.sql_log_count, time.perf_counter()
            run_job(env, [step for _rank, step in env["kam.relationship"]._get_refresh_steps()])
            seconds, queries = time.perf_counter() - start, cr.sql_log_count - before
        lines.append(
            f"| {label}: {relationships:,}, {contacts:,} mails and meetings "
            f"| {seconds:.0f} | {queries} "
            f"| {queries * 1000 / relationships:.1f} |"
        )
    print("\n".join(lines), flush=True)
    return lines
