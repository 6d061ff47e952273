"""Our figures beside the same figures read with SQL written by hand, in the same run."""

import statistics
import time
from datetime import timedelta

import odoo
from odoo import api

from odoo.addons.kam_planning.models.common.days import today_of
from odoo.addons.kam_planning.models.measure.kam_plan import FLOWS, STOCKS
from odoo.addons.kam_planning.models.whitespace.kam_whitespace_potential import DEFAULT_BANDS
from odoo.addons.kam_planning.tools import periods

from . import by_hand

RUNS = 3
HEADER = [
    "| figures | ours (s) | queries | by hand (s) | queries | ratio |",
    "|---|--:|--:|--:|--:|--:|",
]


class Figures:
    """The operations; each gives its result as {key: value}, so that both can be compared."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        self.accounts = env["kam.plan"].search([]).partner_id.sorted("id")
        self.today = today_of(self.company)
        self.year, self.before = (periods.last_months(self.today, before=n) for n in (0, 1))
        self.months = periods.calendar_months(self.today)

    def _values(self, accounts):
        return {"accounts": accounts.ids, "company": self.company.id}

    def snapshots(self, accounts):
        """Ours: the snapshots as the nightly job reads them."""
        snapshots = self.env["kam.plan"]._read_snapshots_sudo(accounts, self.company)
        return {key: snapshot["values"]["revenue"][0] for key, snapshot in snapshots.items()}

    def snapshots_by_hand(self, accounts):
        """The same figures: totals of two years, 24 months, categories, and our own total."""
        cr, values = self.env.cr, self._values(accounts)
        revenue = by_hand.read_total(cr, "revenue", values, self.year)
        by_hand.read_total(cr, "revenue", values, self.before)
        span = {"start": self.months[0].start, "end": self.months[-1].end}
        by_hand.read_months(cr, "revenue", {**values, **span})
        for name in FLOWS:
            if name in by_hand.MEASURES:
                by_hand.read_total(cr, name, values, self.year)
                by_hand.read_total(cr, name, values, self.before)
        for name in ("won", "decided"):
            by_hand.read_total(cr, name, values, self.year)
            by_hand.read_total(cr, name, values, self.before)
        for name in STOCKS:
            by_hand.read_total(cr, name, values, None)
        two_ago = self.before.start - timedelta(days=1)
        by_hand.read_categories(cr, values, two_ago, self.before.end, self.today)
        cr.execute(
            f"SELECT -SUM(line.balance)::float8 FROM {by_hand.INVOICES} "
            "WHERE move.invoice_date BETWEEN %(start)s AND %(end)s",  # pylint: disable=sql-injection
            {**values, "start": self.year.start, "end": self.year.end},
        )
        cr.fetchone()
        return {account.id: revenue.get(account.id, 0.0) for account in accounts}

    def _measures(self):
        ref = self.env.ref
        return {name: ref(f"kam_planning.measure_{name}") for name in by_hand.MEASURES}

    def measures(self):
        """Ours: all shipped measures of records and the two ratios, 24 months."""
        measures = self._measures()
        rates = [self.env.ref(f"kam_planning.measure_{n}") for n in ("margin_rate", "win_rate")]
        every = self.env["kam.measure"].union(*measures.values(), *rates)
        figures = every._get_figures(self.accounts, self.months, self.company)
        return {name: figures[measure] for name, measure in measures.items()}

    def measures_by_hand(self):
        """The same, one statement a measure, and the ratios from them."""
        values = self._values(self.accounts)
        values |= {"start": self.months[0].start, "end": self.months[-1].end}
        numbers = {month.start: number for number, month in enumerate(self.months)}
        result = {}
        for name in by_hand.MEASURES:
            figures = by_hand.read_months(self.env.cr, name, values)
            result[name] = {(a, numbers[month]): value for (a, month), value in figures.items()}
        for above, below in (("margin", "revenue"), ("won", "decided")):
            upper = result[above]
            _rate = {k: upper.get(k, 0) / v for k, v in result[below].items() if v}
        return result

    def whitespace(self):
        """Ours: revenue of all cells."""
        return self.env["kam.whitespace"].search([])._read_revenue()

    def whitespace_by_hand(self):
        """The same by account and category, and what belongs to which cell."""
        cr = self.env.cr
        cr.execute(
            "SELECT cell.id, cell.account_id, relation.product_category_id "
            "FROM kam_whitespace cell JOIN kam_offering_product_category_rel relation "
            "ON relation.kam_offering_id = cell.offering_id"
        )
        cells = cr.fetchall()
        start = self.before.start - timedelta(days=1)
        amounts = by_hand.read_categories(
            cr, self._values(self.accounts), start, self.before.end, self.today
        )
        return {
            cell: tuple(amount or 0.0 for amount in amounts[account, category])
            for cell, account, category in cells
            if (account, category) in amounts
        }

    def potentials(self):
        """Ours: the potential of all cells."""
        cells = self.env["kam.whitespace"]
        market = cells._read_market(self.company)
        potentials = {
            cell: market.get_potential(account, offering)
            for cell, account, offering in cells._read_compared_cells(self.company)
        }
        return {
            cell: (
                potential.peer_count,
                None if potential.amount is None else round(potential.amount, 2),
            )
            for cell, potential in potentials.items()
        }

    def potentials_by_hand(self):
        """The same, each cell's peers compared in a lateral sub-query."""
        start = self.before.end
        potentials = by_hand.read_potentials(
            self.env.cr, self.company.id, start, self.today, list(DEFAULT_BANDS)
        )
        return {
            cell: (count, round(amount, 2) if count >= 5 else None)
            for cell, (count, amount) in potentials.items()
        }


def measure_figures(registry):
    """Measure all pairs; a pair whose results differ fails the run.

    :return: lines of a Markdown table
    """
    lines = list(HEADER)
    print("\n".join(lines), flush=True)
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {"lang": "en_US"})
        figures = Figures(env)
        single, every = figures.accounts[:1], figures.accounts
        pairs = [
            ("Snapshot of one account", figures.snapshots, figures.snapshots_by_hand, [single]),
            (
                f"Snapshot of {len(every):,} accounts",
                figures.snapshots,
                figures.snapshots_by_hand,
                [every],
            ),
            (
                f"All shipped measures, {len(every):,} accounts, 24 months",
                figures.measures,
                figures.measures_by_hand,
                [],
            ),
            (
                f"Whitespace of {len(every):,} accounts, 10 offerings",
                figures.whitespace,
                figures.whitespace_by_hand,
                [],
            ),
            ("Potential of all cells", figures.potentials, figures.potentials_by_hand, []),
        ]
        for label, ours, theirs, arguments in pairs:
            lines.append(_compare(env, label, ours, theirs, arguments))
            print(lines[-1], flush=True)
    return lines


def _compare(env, label, ours, theirs, arguments):
    seconds, queries, results = {}, {}, {}
    for operation in (ours, theirs):
        times = []
        for _run in range(RUNS + 1):
            env.flush_all()
            env.invalidate_all()
            before, start = env.cr.sql_log_count, time.perf_counter()
            results[operation] = operation(*arguments)
            times.append(time.perf_counter() - start)
            queries[operation] = env.cr.sql_log_count - before
        seconds[operation] = statistics.median(times[1:])
    _check_same(label, results[ours], results[theirs])
    return (
        f"| {label} | {seconds[ours]:.3f} | {queries[ours]} | {seconds[theirs]:.3f} "
        f"| {queries[theirs]} | {seconds[ours] / seconds[theirs]:.2f} |"
    )


def _check_same(label, ours, theirs):
    """Both must say the same, to the cent."""
    for key in ours.keys() | theirs.keys():
        our_figure, their_figure = ours.get(key), theirs.get(key)
        if isinstance(our_figure, dict):
            _check_same(f"{label}, {key}", our_figure, their_figure)
        elif _differ(our_figure, their_figure):
            raise AssertionError(
                f"{label}: {key} is {our_figure} by ours and {their_figure} by hand"
            )


def _differ(first, second):
    if isinstance(first, tuple) and isinstance(second, tuple):
        return any(_differ(a, b) for a, b in zip(first, second, strict=True))
    if isinstance(first, tuple) or isinstance(second, tuple):
        return True
    return abs((first or 0) - (second or 0)) > 0.011
