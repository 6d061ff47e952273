"""The strategy of 10,000 plans: lists, pivots, maps and nightly jobs, beside Odoo's own."""

import statistics
import time
from dataclasses import dataclass

import odoo
from odoo import api
from odoo.tools import SQL

from odoo.addons.kam_planning.models.common.jobs import run_job

from .browser import Browser, serve
from .maps import (
    LOGIN,
    PASSWORD,
    THEIRS,
    call_hierarchy,
    create_user,
    hierarchy_action,
    open_picture,
)
from .measure import measure
from .pairs import USERS, Pair, grouped_list, list_page, measure_pairs, pivot
from .people import Maps
from .strategy_world import SIZES, Strategy, StrategyMaps

LEAD = "crm.lead"
# The maps are compared with a hierarchy of so many partners.
PARTNERS = 500
# So many nodes of the map of a plan are opened.
OPEN_NODES = 500
CONCEPT = ("concept", ".o_kam_concept_node", "get_concept_branch")
STRATEGY = ("strategy_map", ".o_kam_strategy_card", "get_strategy_map")
# Records that are made due for each nightly step.
DUE = (1000, 5000)

CHAPTER = """
const { action } = odoo.__WOWL_DEBUG__.root.env.services;
const frame = () => new Promise(requestAnimationFrame);
const rest = () => new Promise((resolve) => setTimeout(resolve, 500));
await action.doAction("mail.action_discuss", { clearBreadcrumbs: true });
while (document.querySelector("%(card)s")) { await frame(); }
const plan = { type: "ir.actions.act_window", res_model: "kam.plan", res_id: %(plan)s };
await action.doAction({ ...plan, views: [[false, "form"]] }, { clearBreadcrumbs: true });
const entry = () => document.querySelector(".o_kam_navigator_entry[name=%(chapter)s]");
while (!entry() || document.querySelector(".o_kam_chapter[aria-busy]")) { await frame(); }
await rest();
performance.clearResourceTimings();
const start = performance.now();
entry().click();
while (!document.querySelector("%(card)s")) { await frame(); }
await frame(); await frame();
const painted = performance.now();
const answer = performance.getEntriesByType("resource").find((one) => one.name.includes("%(rpc)s"));
const cards = document.querySelectorAll("%(card)s").length;
return [painted - start, painted - answer.responseEnd, cards];
"""
# The outline has all nodes that are open in the page; then the picture is drawn, and the outline.
UNFOLD = """
const frame = () => new Promise(requestAnimationFrame);
const all = (part) => document.querySelectorAll(`.o_kam_concept_outline ${part}`);
const turn = async (wanted) => {
    const start = performance.now();
    document.querySelector(".o_kam_concept_twin").click();
    while (!document.querySelector(wanted)) { await frame(); }
    await frame(); await frame();
    return performance.now() - start;
};
if (!all("").length) { await turn(".o_kam_concept_outline"); }
const count = () => all("[role=treeitem]").length;
while (count() < %(wanted)s) {
    const [fold] = all("[aria-expanded=false] .o_kam_concept_fold");
    const folded = fold || all(".o_kam_concept_more")[0];
    if (!folded) { break; }
    const before = count();
    folded.click();
    while (count() === before) { await frame(); }
}
const picture = await turn(".o_kam_concept_node");
const outline = await turn(".o_kam_concept_outline");
return [picture, outline, count()];
"""


def _of_colleague(name):
    """Records of one colleague, whoever asks."""

    def domain(env):
        colleague = env["res.users"].sudo().search([("login", "=", "bench0")])
        return [(name, "=", colleague.id)]

    return domain


@dataclass
class Lines:
    """One kind of lines, and the fields by which their lists are searched and grouped.

    :param str group: the first grouping of the list
    :param str column: what is nearest to the stage of an opportunity
    :param list measures: totals of the pivot
    """

    model: str
    name: str
    manager: str
    customer: str
    group: str
    group_label: str
    column: str
    column_label: str
    text: list
    their_text: list
    measures: list

    def make_pairs(self):
        """What is done with a list of these lines, beside the list of opportunities."""
        by_group = f"{self.name} by {self.group_label}"
        by_manager = f"{self.name} by key account manager"
        return [
            self._compare_lists("List, page of 80", [], []),
            self._compare_lists("Search by name", self.text, self.their_text),
            self._compare_lists(
                "Search by customer",
                [(self.customer, "ilike", "customer 0123")],
                [("partner_id", "ilike", "customer 0123")],
            ),
            self._compare_lists(
                "Of one colleague", _of_colleague(self.manager), _of_colleague("user_id")
            ),
            self._compare_lists(
                "To confirm, beside those that close within 60 days",
                [("is_stale", "=", True)],
                [("date_deadline", "<=", "today +60d")],
            ),
            Pair(
                "Grouped list",
                grouped_list(self.model, self.group),
                grouped_list(LEAD, "stage_id"),
                by_group,
                "opportunities by stage",
            ),
            Pair(
                "Grouped list",
                grouped_list(self.model, self.manager),
                grouped_list(LEAD, "user_id"),
                by_manager,
                "opportunities by salesperson",
            ),
            Pair(
                "Pivot",
                pivot(self.model, [self.manager], [self.column], self.measures),
                pivot(LEAD, ["user_id"], ["stage_id"], ["__count", "expected_revenue:sum"]),
                f"{by_manager} and {self.column_label}",
                "opportunities by salesperson and stage",
            ),
        ]

    def _compare_lists(self, label, domain, their_domain):
        ours, theirs = list_page(self.model, domain), list_page(LEAD, their_domain)
        return Pair(label, ours, theirs, self.name, "opportunities")


KINDS = [
    Lines(
        "kam.risk",
        "risks",
        manager="kam_user_id",
        customer="partner_id",
        group="level",
        group_label="level",
        column="level",
        column_label="level",
        text=[("name", "ilike", "risk 123")],
        their_text=[("name", "ilike", "opportunity 123")],
        measures=["__count", "money:sum"],
    ),
    Lines(
        "kam.value",
        "values",
        manager="kam_user_id",
        customer="partner_id",
        group="state",
        group_label="state",
        column="state",
        column_label="state",
        text=[("name", "ilike", "value 123")],
        their_text=[("name", "ilike", "opportunity 123")],
        measures=["__count", "promised_total:sum"],
    ),
    Lines(
        "kam.competitor.position",
        "positions",
        manager="kam_user_id",
        customer="account_id",
        group="competitor_id",
        group_label="competitor",
        column="strength",
        column_label="strength",
        text=[("competitor_id", "ilike", "competitor 07")],
        their_text=[("user_id", "ilike", "bench7")],
        measures=["__count", "exposed_revenue:sum", "threat:avg"],
    ),
]
PAIRS = [pair for lines in KINDS for pair in lines.make_pairs()]


def measure_strategy(registry, leads, runs):
    """Make the strategy of all plans, and measure its lists, maps and jobs.

    :param int leads: how many opportunities there are, and how many lines of each kind are made
    :return: lines of Markdown tables
    """
    made, plans, root, uid = _make(registry, leads)
    lines = [made, ""]
    print(made, flush=True)
    # Like beside like: the same user sees all on both sides, or three in four on both.
    for logins in list(USERS)[:2]:
        lines += measure_pairs(registry, logins, PAIRS, runs)
    lines += _measure_maps(registry, uid, plans, root, runs)
    return lines + _measure_jobs(registry)


def _make(registry, leads):
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        counts = Strategy(env, leads).run()
        plans = StrategyMaps(env).run()
        maps = Maps(env)
        root = maps.make_hierarchy(PARTNERS)
        maps.make_hierarchy_view()
        uid = create_user(env)
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
    made = ", ".join(f"{number:,} {table}" for table, number in counts.items())
    return f"In a database of {made}, beside {leads:,} opportunities:", plans, root, uid


# maps


def _measure_maps(registry, uid, plans, root, runs):
    theirs = measure(registry, uid, call_hierarchy(root), runs)
    lines = [
        "| picture | lines | RPC (ms) | queries | opened (ms) | of these after the RPC | cards "
        f"| Odoo's hierarchy of {PARTNERS}: RPC (ms) | queries | opened (ms) | ratio "
        "| unfolded to as many cards (ms) | cards | ratio |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    with serve(registry.db_name) as url, Browser() as browser:
        browser.log_in(url, registry.db_name, LOGIN, PASSWORD)
        for label, kind in (("map of the plan", CONCEPT), ("strategy map", STRATEGY)):
            for size in SIZES:
                ours = measure(registry, uid, _call(kind[2])(plans[size]), runs)
                opened, after, cards = _open_chapter(browser, kind, plans[size], runs)
                action = hierarchy_action(root)
                their_opened, *_rest, unfolded, as_many = open_picture(
                    browser, action, THEIRS, runs, cards
                )
                lines.append(
                    f"| {label} | {size:,} | {ours.seconds * 1000:.0f} | {ours.queries} "
                    f"| {opened:.0f} | {after:.0f} | {cards:.0f} | {theirs.seconds * 1000:.0f} "
                    f"| {theirs.queries} | {their_opened:.0f} | {opened / their_opened:.2f} "
                    f"| {unfolded:.0f} | {as_many:.0f} | {opened / unfolded:.2f} |"
                )
                print(lines[-1], flush=True)
        nodes = _unfold(browser, plans[SIZES[0]], runs)
    branch = measure(registry, uid, _call("get_concept_branch", "values")(plans[SIZES[0]]), runs)
    text = (
        f"A branch of the map of the plan with {SIZES[0]} lines: {branch.seconds * 1000:.0f} ms, "
        f"{branch.queries} queries. With {nodes[2]:.0f} nodes open its picture is drawn anew in "
        f"{nodes[0]:.0f} ms, its outline in {nodes[1]:.0f} ms."
    )
    print(text, flush=True)
    return [*lines, "", text, ""]


def _call(method, *arguments):
    def of(plan):
        return lambda env: getattr(env["kam.plan"].browse(plan), method)(*arguments)

    return of


def _medians(rows):
    return tuple(statistics.median(column) for column in zip(*rows, strict=True))


def _open_chapter(browser, kind, plan, runs):
    """Medians over the runs after one that warms up.

    :return: tuple (ms from the click to the picture, ms of these after the answer, cards)
    """
    chapter, card, rpc = kind
    script = CHAPTER % {"chapter": chapter, "card": card, "rpc": rpc, "plan": plan}
    return _medians([browser.run(script) for _run in range(runs + 1)][1:])


def _unfold(browser, plan, runs):
    """Medians: ms of the picture, of the outline, and how many nodes are open."""
    _open_chapter(browser, CONCEPT, plan, 1)
    script = UNFOLD % {"wanted": OPEN_NODES}
    return _medians([browser.run(script) for _run in range(runs + 1)][1:])


# nightly jobs


def _measure_jobs(registry):
    """What each step of the nightly jobs costs for so many records: lines of a table."""
    lines = [
        "| nightly step | records | seconds | queries | queries per 1,000 |",
        "|---|--:|--:|--:|--:|",
    ]
    for label, (statement, get_step) in JOBS.items():
        for count in DUE:
            with registry.cursor() as cr:
                context = {"mail_notify_force_send": False}
                env = api.Environment(cr, odoo.SUPERUSER_ID, context)
                cr.execute(SQL(statement, count=count))
                cr.commit()
                step = get_step(env)
                due = step.count()
                before, start = cr.sql_log_count, time.perf_counter()
                run_job(env, [step])
                seconds, queries = time.perf_counter() - start, cr.sql_log_count - before
            lines.append(
                f"| {label} | {due:,} | {seconds:.1f} | {queries} | {queries * 1000 / due:.0f} |"
            )
            print(lines[-1], flush=True)
    return lines


JOBS = {
    "risks whose acceptance is over": (
        "UPDATE kam_risk SET state = 'accepted', response = 'accept', accepted_by_id = user_id, "
        "accepted_until = '2020-01-01' WHERE id IN (SELECT id FROM kam_risk WHERE state = 'open' "
        "ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.risk"]._get_expiry_step(),
    ),
    "values without an answer": (
        "UPDATE kam_value SET claim_date = '2020-01-01', reminded_date = NULL WHERE id IN (SELECT "
        "id FROM kam_value WHERE state = 'delivered' ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.value"]._get_unanswered_step(),
    ),
    "contracts of competitors that end": (
        "UPDATE kam_competitor_position SET contract_end = now()::date + 60, reminded = NULL "
        "WHERE id IN (SELECT id FROM kam_competitor_position ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.competitor.position"]._get_contract_step(),
    ),
    "key dates that are over": (
        "UPDATE kam_key_date SET is_yearly = TRUE, date = now()::date - 400, next_date = "
        "now()::date - 35 WHERE id IN (SELECT id FROM kam_key_date ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.key.date"]._get_steps()[0],
    ),
    "key dates that are near": (
        "UPDATE kam_key_date SET next_date = now()::date + 9, remind_date = now()::date - 21, "
        "reminded_date = NULL "
        "WHERE id IN (SELECT id FROM kam_key_date ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.key.date"]._get_steps()[1],
    ),
    "figures of competitors": (
        "UPDATE kam_competitor_position SET figures_date = NULL WHERE id IN (SELECT id FROM "
        "kam_competitor_position ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.competitor.position"]._get_refresh_step_sudo(),
    ),
    "values that are measured": (
        "UPDATE kam_value SET measure_id = (SELECT min(id) FROM kam_measure WHERE source = "
        "'manual'), figures_date = NULL WHERE id IN (SELECT id FROM kam_value WHERE state IN "
        "('proposed', 'agreed') ORDER BY id LIMIT %(count)s)",
        lambda env: env["kam.value"]._get_refresh_step_sudo(),
    ),
}
