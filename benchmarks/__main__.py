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
from .measure import peak_memory
from .operations import PAIRS
from .pairs import USERS, measure_pairs
from .results import put
from .trade import Trade

DATABASE = "kam_bench"
PARTS = ("figures", "screens", "imports", "maps", "strength", "strategy", "pulse", "portfolio")
PARTS += ("sharing", "management")
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


def measure_screens(registry, runs):
    """Measure screens and the daily job: lines of Markdown tables."""
    lines = []
    for logins in USERS:
        lines += measure_pairs(registry, logins, PAIRS, runs)
    job = measure_daily_job(registry)
    print("\n".join(job))
    return lines + job


def main():
    arguments = parse_arguments()
    if not arguments.keep:
        clone(os.environ.get("KAM_BENCH_TEMPLATE", "kam_bench_fresh"))
    odoo.tools.config.parse_config(["-d", DATABASE, "--log-level=error"], setup_logging=True)
    # They know our models, which can be imported only now that Odoo knows the add-ons path.
    from .dashboards import measure_dashboards  # noqa: PLC0415
    from .figures import measure_figures  # noqa: PLC0415
    from .management import measure_reports  # noqa: PLC0415
    from .maps import measure_maps, measure_strength  # noqa: PLC0415
    from .portfolio import measure_portfolio  # noqa: PLC0415
    from .pulse import measure_pulse  # noqa: PLC0415
    from .sharing import measure_sharing  # noqa: PLC0415
    from .strategy import measure_strategy  # noqa: PLC0415

    registry = Registry(DATABASE)
    made = "the database of the last run" if arguments.keep else generate(registry, arguments)
    parts = {
        "figures": lambda: measure_figures(registry),
        "screens": lambda: measure_screens(registry, arguments.runs),
        "strategy": lambda: measure_strategy(registry, arguments.plans * 20, arguments.runs),
        "pulse": lambda: measure_pulse(registry, arguments.plans * 20, arguments.runs),
        "portfolio": lambda: measure_portfolio(registry, arguments.runs),
        "sharing": lambda: measure_sharing(registry, arguments.runs),
        "management": lambda: [
            *measure_reports(registry, arguments.runs),
            "",
            *measure_dashboards(registry, arguments.runs),
        ],
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
