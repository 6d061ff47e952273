"""Measure our operations beside Odoo's own, on a large generated database.

make bench                          all, at full size
make bench ARGS="--plans 1000"      smaller
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import odoo
from odoo import api
from odoo.modules.registry import Registry

from .daily_job import measure_daily_job
from .generator import Generator, Size
from .imports import measure_imports
from .measure import measure, peak_memory
from .operations import PAIRS
from .results import put
from .trade import Trade

DATABASE = "kam_bench"
# Who works on our side, who on Odoo's.
USERS = {
    ("bench_all", "bench_all"): "A user who sees all records on both sides, no record rule filters",
    ("bench0", "bench_filtered"): "A key account manager whose plans and actions record rules "
    "filter, beside a salesperson whose opportunities rules of the same kind filter (three in four "
    "are visible on both sides)",
    ("bench0", "bench_all"): "The same key account manager, beside a user who sees all "
    "opportunities",
}
PARTS = ("figures", "screens", "imports", "maps", "strength")
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def parse_arguments():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=1_000_000, help="invoice lines")
    parser.add_argument("--contacts", type=int, default=1_000_000, help="mails and meetings")
    parser.add_argument("--relationships", type=int, default=100_000)
    parser.add_argument("--imported", type=int, default=2000, help="plans and actions to import")
    parser.add_argument("--crowd", type=int, default=50_000, help="people on the largest map")
    parser.add_argument("--only", choices=list(PARTS), help="measure one part alone")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each operation")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="use the database of the last run")
    parser.add_argument("--save", action="store_true", help=f"write the tables to docs/{PAGE.name}")
    return parser.parse_args()


def clone(template):
    """Make the scratch database anew from one with the add-on freshly installed."""
    # Without FORCE, which would also want to end the server's own workers.
    for statement in (
        f"DROP DATABASE IF EXISTS {DATABASE}",
        f"CREATE DATABASE {DATABASE} TEMPLATE {template}",
    ):
        subprocess.run(["psql", "-q", "postgres", "-c", statement], check=True)


def generate(registry, arguments):
    size = Size(arguments.plans, arguments.plans * 6, arguments.plans * 20, seed=arguments.seed)
    start = time.perf_counter()
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        counts = Generator(env, size).run()
        counts |= Trade(env, arguments.lines).run()
    made = ", ".join(f"{number:,} {model}" for model, number in counts.items())
    print(f"Made in {time.perf_counter() - start:.0f} s (seed {size.seed}): {made}\n", flush=True)
    return made


def find_users(registry, logins):
    """Ids of users by their logins, in the same order."""
    with registry.cursor() as cr:
        users = api.Environment(cr, odoo.SUPERUSER_ID, {})["res.users"]
        return [users.search([("login", "=", login)]).id for login in logins]


def measure_pairs(registry, logins, title, runs):
    """Measure all pairs, each side as its user.

    :return: lines of a Markdown table below its title
    """
    our_uid, their_uid = find_users(registry, logins)
    lines = [
        f"**{title}**",
        "",
        "| operation | ours | ms | queries | Odoo's | ms | queries | ratio |",
        "|---|---|--:|--:|---|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for pair in PAIRS:
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


def measure_screens(registry, runs):
    """Measure screens and the daily job: lines of Markdown tables."""
    lines = []
    for logins, title in USERS.items():
        lines += measure_pairs(registry, logins, title, runs)
    job = measure_daily_job(registry)
    print("\n".join(job))
    return lines + job


def main():
    arguments = parse_arguments()
    if not arguments.keep:
        clone(os.environ.get("KAM_BENCH_TEMPLATE", "kam_bench_fresh"))
    odoo.tools.config.parse_config(["-d", DATABASE, "--log-level=error"], setup_logging=True)
    # They know our models, which can be imported only now that Odoo knows the add-ons path.
    from .figures import measure_figures  # noqa: PLC0415
    from .maps import measure_maps, measure_strength  # noqa: PLC0415

    registry = Registry(DATABASE)
    made = "the database of the last run" if arguments.keep else generate(registry, arguments)
    parts = {
        "figures": lambda: measure_figures(registry),
        "screens": lambda: measure_screens(registry, arguments.runs),
        "imports": lambda: measure_imports(registry, arguments.imported, arguments.seed),
        "maps": lambda: measure_maps(registry, arguments.runs, arguments.crowd),
        "strength": lambda: measure_strength(registry, arguments.relationships, arguments.contacts),
    }
    text = f"Made: {made}. Medians of {arguments.runs} runs on {os.cpu_count()} cores."
    measured = {"made": [text]}
    for name in [arguments.only] if arguments.only else PARTS:
        measured[name] = parts[name]()
    print(f"\nPeak memory of this process: {peak_memory():.0f} MB")
    if arguments.save:
        page = PAGE.read_text()
        for name, lines in measured.items():
            page = put(page, name, lines)
        PAGE.write_text(page)


sys.exit(main())
