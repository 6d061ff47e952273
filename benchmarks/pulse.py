"""What keeps plans alive: nightly scores and changes, comparing, opening reviews, the history."""

import time
from contextlib import contextmanager
from unittest.mock import patch

import odoo
from odoo import api
from odoo.tools import SQL

from .measure import measure, peak_memory
from .pairs import find_users, form
from .pulse_world import LINES, Pulse
from .specs import page_spec

# A comparison of so many lines may take so long.
MOST_MS = 300
# Queries of the jobs for 1,000 plans, beyond those of the measures.
MOST_QUERIES = 30
# What 10,000 plans may keep in a year if both numbers of all moved every night.
PLANS, MOST_BYTES = 10_000, 2 * 10**9
KEPT_DAYS, KEPT_WEEKS = 90, 39
SAMPLE = 100_000
KINDS = ("health", "hygiene")
# One of a measure's two ways of being read; the other one is called by it, or by ours.
READERS = ("_get_figures", "_get_figures_of_scope")


def measure_pulse(registry, lines, runs):
    """Measure what keeps plans alive: lines of Markdown tables.

    :param int lines: how many risks, values and competitors' positions there are
    """
    made = _make(registry, lines)
    print(made[0], flush=True)
    report = [made[0], "", *_measure_nights(registry), ""]
    report += [*_measure_comparison(registry, made[1], runs), ""]
    report += [*_measure_opening(registry, runs), ""]
    return [*report, *_measure_size(registry)]


def _make(registry, lines):
    """Make what is looked at: tuple (text, ids of two snapshots)."""
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        world = Pulse(env, lines)
        counts = world.run()
        snapshots = world.take_snapshots()
        world.plan_review()
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
    made = ", ".join(f"{number:,} {table}" for table, number in counts.items())
    return f"In a database of {made}:", snapshots


# nights


def _measure_nights(registry):
    """What the two jobs cost for all plans: lines of a table."""
    lines = [
        "| nightly job | plans | seconds | queries | of these the measures' "
        f"| others per 1,000 plans (at most {MOST_QUERIES}) | memory added (MB) | kept |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for label, method, statement in NIGHTS:
        lines.append(_measure_night(registry, label, method, statement))
        print(lines[-1], flush=True)
    return lines


NIGHTS = (
    (
        "scores, of a fifth of the plans",
        "_cron_scores",
        "DELETE FROM kam_score; UPDATE kam_plan "
        "SET scores_date = CASE WHEN id %% 5 > 0 THEN now() AT TIME ZONE 'UTC' END",
    ),
    (
        "scores, all of them for the first time",
        "_cron_scores",
        "DELETE FROM kam_score; UPDATE kam_plan SET scores_date = NULL",
    ),
    (
        "scores, nothing moved",
        "_cron_scores",
        "UPDATE kam_plan SET scores_date = now() AT TIME ZONE 'UTC' - interval '1 day'",
    ),
    (
        "changes, of a fifth of the plans",
        "_cron_changes",
        "DELETE FROM kam_change; UPDATE kam_plan "
        "SET changes_date = CASE WHEN id %% 5 > 0 THEN now() AT TIME ZONE 'UTC' END",
    ),
    (
        "changes, all of them for the first time",
        "_cron_changes",
        "DELETE FROM kam_change; UPDATE kam_plan SET changes_date = NULL",
    ),
    ("changes, nothing happened", "_cron_changes", "UPDATE kam_plan SET changes_date = NULL"),
)


def _measure_night(registry, label, method, statement):
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        cr.execute(SQL(statement))
        cr.commit()
        step = env["kam.plan"]._get_score_step_sudo()
        if method == "_cron_changes":
            *_before, step = env["kam.plan"]._get_change_steps_sudo()
        plans, memory = step.count(), peak_memory()
        before, start = cr.sql_log_count, time.perf_counter()
        with _counting(env) as counted:
            getattr(env["kam.plan"], method)()
        seconds, queries = time.perf_counter() - start, cr.sql_log_count - before
        kept = env["kam.score" if method == "_cron_scores" else "kam.change"].search_count([])
    others = (queries - sum(counted)) * 1000 / plans
    return (
        f"| {label} | {plans:,} | {seconds:.1f} | {queries} | {sum(counted)} | {others:.1f} "
        f"| {peak_memory() - memory:.0f} | {kept:,} |"
    )


@contextmanager
def _counting(env):
    """Count the queries of the measures: a list of numbers, one for each reading."""
    model, counted, inside = env.registry["kam.measure"], [], []

    def counting(read):
        def run(self, *args, **keywords):
            if inside:
                return read(self, *args, **keywords)
            inside.append(True)
            before = self.env.cr.sql_log_count
            try:
                return read(self, *args, **keywords)
            finally:
                counted.append(self.env.cr.sql_log_count - before)
                inside.clear()

        return run

    first, second = READERS
    with (
        patch.object(model, first, counting(getattr(model, first))),
        patch.object(model, second, counting(getattr(model, second))),
    ):
        yield counted


# comparing


def _measure_comparison(registry, snapshots, runs):
    """Compare two snapshots, all lines of which differ, and one with today."""
    first, second = snapshots
    (uid,) = find_users(registry, ["bench_all"])
    lines = [
        f"| comparison of {LINES} lines | ms (at most {MOST_MS}) | queries |",
        "|---|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for label, one, other in (
        ("two snapshots, all lines changed", first, second),
        ("with today, all lines changed", first, False),
        ("with today, nothing changed", second, False),
    ):
        found = measure(registry, uid, _compare(one, other), runs)
        lines.append(f"| {label} | {found.seconds * 1000:.0f} | {found.queries} |")
        print(lines[-1], flush=True)
    return lines


def _compare(one, other):
    return lambda env: env["kam.snapshot"].browse(one).get_comparison(other)


# opening a review


def _measure_opening(registry, runs):
    """Open the form of a review and that of its plan, as the web client reads them; then the first
    page of each, which it reads after them.
    """
    lines = [
        "| opened as | | review (ms) | queries | its plan (ms) | queries | ratio (at most 1.0) |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    with registry.cursor() as cr:
        # The nights before wrote many rows, of which PostgreSQL would know within minutes.
        cr.execute("ANALYZE")
    for login, label in (("bench_all", "who sees all"), ("bench0", "key account manager")):
        (uid,) = find_users(registry, [login])
        for part, ours, theirs in OPENED:
            review, plan = (measure(registry, uid, one, runs) for one in (ours, theirs))
            lines.append(
                f"| {label} | {part} | {review.seconds * 1000:.1f} | {review.queries} "
                f"| {plan.seconds * 1000:.1f} | {plan.queries} "
                f"| {review.seconds / plan.seconds:.2f} |"
            )
            print(lines[-1], flush=True)
    return lines


def _open_agenda(env):
    review = _get_made(env, "review")
    review.web_read(page_spec(env, review._name, "agenda"))
    review.get_opening()


def _open_overview(env):
    plan = _get_made(env, "plan")
    plan.get_chapter_marks()
    plan.get_overview()


def _get_made(env, name):
    res_id = env["ir.config_parameter"].sudo().get_param(f"kam_bench.{name}")
    return env[f"kam.{name}"].browse(int(res_id))


OPENED = (
    ("form", form("kam.review", "kam_bench.review"), form("kam.plan", "kam_bench.plan")),
    ("first page", _open_agenda, _open_overview),
)


# the history


def _measure_size(registry):
    """What a year of both numbers of all plans takes, from a sample of rows as they are kept."""
    sizes = {}
    with registry.cursor() as cr:
        for kind in KINDS:
            cr.execute("CREATE TEMPORARY TABLE bench_score (LIKE kam_score INCLUDING INDEXES)")
            cr.execute(SQL(SAMPLED, kind=kind, sample=SAMPLE))
            cr.execute(
                "SELECT avg(pg_column_size(row.*)), pg_total_relation_size('bench_score')::float8 "
                "/ count(*) FROM bench_score AS row"
            )
            sizes[kind] = cr.fetchone()
            cr.execute("DROP TABLE bench_score")
        cr.rollback()
    rows = KEPT_DAYS + KEPT_WEEKS
    year = PLANS * rows * sum(whole for _row, whole in sizes.values())
    lines = ["| kept | bytes of a row | with its share of pages and indexes |", "|---|--:|--:|"]
    lines += [f"| {kind} | {row:.0f} | {whole:.0f} |" for kind, (row, whole) in sizes.items()]
    text = (
        f"If both numbers of {PLANS:,} plans moved every night, a year would be {PLANS:,} × {rows} "
        f"rows of each: {year / 10**9:.2f} GB (at most {MOST_BYTES / 10**9:.0f})."
    )
    print("\n".join([*lines, text]), flush=True)
    return [*lines, "", text]


SAMPLED = """
    INSERT INTO bench_score
    SELECT (jsonb_populate_record(kept, jsonb_build_object(
               'id', n, 'res_id', n %% 10000, 'date', kept.date - n / 10000 * interval '1 day'))).*
      FROM generate_series(1, %(sample)s) AS n
      JOIN (SELECT score.*, row_number() OVER (ORDER BY id) - 1 AS number,
                   count(*) OVER () AS of_all
              FROM kam_score score WHERE res_model = 'kam.plan' AND kind = %(kind)s) AS numbered
        ON numbered.number = n %% numbered.of_all
      JOIN kam_score kept ON kept.id = numbered.id
"""
