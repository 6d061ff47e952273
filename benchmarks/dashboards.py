"""The two dashboards at 10,000 plans: all that one of them reads when it is opened."""

import json
from pathlib import Path

from .measure import measure
from .pairs import find_users

# All sources of a dashboard together may take so long.
MOST_MS = 2000
FILES = Path(__file__).parents[1] / "kam_planning" / "data" / "dashboards"
DASHBOARDS = {"Portfolio": "dashboard_portfolio", "Rhythm": "dashboard_rhythm"}
READERS = {"bench_all": "who sees all", "bench0": "key account manager"}


def read_sources(name):
    """Give what a dashboard reads.

    :param str name: of the dashboard's external id
    :return: list of tuples (model, domain, groupings, aggregates), each one request of its own
    """
    # Not from the record: a scratch database is cloned without its files.
    data = json.loads((FILES / f"{name.removeprefix('dashboard_')}_dashboard.json").read_text())
    sources = []
    for pivot in data["pivots"].values():
        rows = [row["fieldName"] for row in pivot["rows"]]
        sums = [one["id"] for one in pivot["measures"]]
        sources.append((pivot["model"], pivot["domain"], [[], rows] if rows else [[]], sums))
    for sheet in data["sheets"]:
        for figure in sheet["figures"]:
            if meta := figure["data"].get("metaData"):
                domain = figure["data"]["searchParams"]["domain"]
                sources.append((meta["resModel"], domain, [meta["groupBy"]], [meta["measure"]]))
    return sources


def open_dashboard(name):
    """Read all sources of a dashboard, as the web client asks for them."""

    def run(env):
        for model, domain, groupings, sums in read_sources(name):
            env[model].formatted_read_grouping_sets(domain, groupings, sums)

    return run


def measure_dashboards(registry, runs):
    """Measure both dashboards for who sees all and for a key account manager: lines of a Markdown
    table.
    """
    lines = [f"| dashboard | reader | ms (at most {MOST_MS:,}) | queries |", "|---|---|--:|--:|"]
    print("\n".join(lines), flush=True)
    for uid, reader in zip(find_users(registry, READERS), READERS.values(), strict=True):
        for label, name in DASHBOARDS.items():
            found = measure(registry, uid, open_dashboard(name), runs)
            lines.append(f"| {label} | {reader} | {found.seconds * 1000:.0f} | {found.queries} |")
            print(lines[-1], flush=True)
    return lines
