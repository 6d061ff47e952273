"""Every figure of a foreign trading world is what plain Python says.

The suite looks at one small world; `make fuzz` at many larger ones (KAM_FUZZ_WORLDS, KAM_FUZZ_SIZE,
KAM_FUZZ_SEED).
"""

import logging
import os
from datetime import date, timedelta
from itertools import pairwise

from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.kam_planning.tools.periods import Period

from .facts import World
from .plans import (
    JOB,
    expected_of_cell,
    expected_of_plan,
    expected_of_target,
    forget,
    months_kept,
)
from .records import Records
from .truth import Truth

_logger = logging.getLogger(__name__)

WORLDS = int(os.environ.get("KAM_FUZZ_WORLDS", "1"))
SIZE = int(os.environ.get("KAM_FUZZ_SIZE", "40"))
SEED = int(os.environ.get("KAM_FUZZ_SEED", "7"))
MEASURES = (
    "revenue",
    "margin",
    "margin_rate",
    "order_intake",
    "quotations",
    "pipeline",
    "weighted_pipeline",
    "won",
    "lost",
    "decided",
    "win_rate",
    "overdue",
    "days_to_pay",
    "meetings",
    "mails_in",
    "activities",
)
SPLIT = ("revenue", "margin", "order_intake")
CENT = 0.006


def months_of(first, count):
    """First and last days of months, from that of a day on."""
    start, found = first.replace(day=1), []
    for _month in range(count):
        following = (start + timedelta(days=32)).replace(day=1)
        found.append((start, following - timedelta(days=1)))
        start = following
    return found


def periods_of(today):
    """Months, quarters, years, single days at edges, and all time."""
    months = months_of(date(today.year - 2, 1, 1), 36)
    quarters = [(months[n][0], months[n + 2][1]) for n in range(0, 36, 3)]
    years = [(months[n][0], months[n + 11][1]) for n in (0, 12, 24)]
    days = [(today - timedelta(days=n),) * 2 for n in (-1, 0, 1, 364, 365, 366)]
    days += [(date(2024, 2, 29),) * 2, (date(today.year - 1, 12, 31),) * 2]
    open_ended = [(None, today), (today, None), (None, None)]
    return months + quarters + years + days + open_ended


@tagged("standard", "post_install", "-at_install")
class TestWorld(TransactionCase):
    def _compare(self, what, found, expected, tolerance=CENT):
        """Count one figure, and keep it when it is not what it has to be."""
        self.count += 1
        found = None if found is False else found
        alike = (
            found is expected
            if found is None or expected is None
            else abs(found - expected) <= tolerance * max(1, abs(expected) / 1e6)
        )
        if not alike:
            self.differences.append((what, found, expected))

    def test_figures_are_what_plain_python_says(self):
        self.count, self.differences = 0, []
        for seed in range(SEED, SEED + WORLDS):
            world = World(seed, groups=max(2, SIZE // 15), documents=SIZE)
            with freeze_time(world.now), self.env.cr.savepoint() as savepoint:
                self._look_at(world)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_all_caches()
        _logger.info("%s figures of %s worlds compared", self.count, WORLDS)
        if self.differences:
            few = "\n".join(map(str, self.differences[:: len(self.differences) // 40 + 1]))
            self.fail(f"{len(self.differences)} of {self.count} figures differ, such as\n{few}")
        self.assertGreater(self.count, 1000 * WORLDS)

    def _look_at(self, world):
        records = Records(self.env(context={"tracking_disable": True}), world)
        for number, company in enumerate(records.companies):
            truth = Truth(world, number)
            self._compare_measures(world, records, truth, company)
            self._compare_offerings(world, records, truth, company)
            self._compare_entries(world, records, truth, company)
        forget(self.env)
        with self.enter_registry_test_mode():
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()
        for number in (0, 1):
            self._compare_kept(world, records.plans, Truth(world, number), number)

    def _compare_measures(self, world, records, truth, company):
        accounts = [n.index for n in world.nodes if n.is_company or n.parent is None]
        partners = self.env["res.partner"].union(*(records.partners[n] for n in accounts))
        periods = periods_of(truth.today)
        for name in MEASURES:
            measure = self.env.ref(f"kam_planning.measure_{name}")
            found = measure._get_figures(partners, [Period(*p) for p in periods], company)[measure]
            nothing = measure._get_nothing()
            for account in accounts:
                key = records.partners[account].id
                for at, period in enumerate(periods):
                    self._compare(
                        (world.seed, company.name, name, account, period),
                        found.get((key, at), nothing),
                        truth.figure(name, account, period),
                    )

    def _compare_entries(self, world, records, truth, company):
        accounts = [node.index for node in world.nodes if node.is_company]
        partners = self.env["res.partner"].union(*(records.partners[n] for n in accounts))
        periods = periods_of(truth.today)
        latest = self.env.ref("kam_planning.measure_satisfaction")
        for measure, expected in (
            (latest, truth.latest_entry),
            (records.adding, truth.added_entries),
        ):
            found = measure._get_figures(partners, [Period(*p) for p in periods], company)[measure]
            for account in accounts:
                key = records.partners[account].id
                for at, period in enumerate(periods):
                    place = (world.seed, company.name, measure.name, account, period)
                    self._compare(place, found.get((key, at)), expected(account, period))

    def _compare_offerings(self, world, records, truth, company):
        accounts = [n.index for n in world.nodes if n.is_company or n.parent is None]
        partners = self.env["res.partner"].union(*(records.partners[n] for n in accounts))
        periods = [truth.last_year(), truth.last_year(before=1), (None, None)]
        for name in SPLIT:
            measure = self.env.ref(f"kam_planning.measure_{name}")
            found = measure._get_figures(
                partners, [Period(*p) for p in periods], company, records.offerings
            )[measure]
            for account in accounts:
                for at, period in enumerate(periods):
                    for number, offering in enumerate(records.offerings):
                        key = (records.partners[account].id, at, offering.id)
                        self._compare(
                            (world.seed, company.name, name, account, period, number),
                            found.get(key, 0.0),
                            truth.figure(name, account, period, number),
                        )

    def _compare_kept(self, world, plans, truth, number):
        """What the nightly job keeps on plans, targets and cells of one company."""
        for (company, account), plan in plans.plans.items():
            if company == number:
                self._compare_fields(plan, expected_of_plan(truth, account), (world.seed, account))
                self._compare_months(plan, truth, account, world.seed)
        for (company, account, *what), target in plans.targets.items():
            if company == number:
                self._compare_undated(target, truth, account, what, world.seed)
                actual, forecast = expected_of_target(truth, account, *what)
                found = target.actual_value if target.has_actual else None
                place = (world.seed, "target", company, account, *what)
                self._compare((*place, "actual"), found, actual)
                if actual is not None:
                    self._compare((*place, "forecast"), target.forecast_value, forecast)
        for (company, account, offering), cell in plans.cells.items():
            if company == number:
                place = (world.seed, company, account, offering)
                self._compare_fields(cell, expected_of_cell(truth, account, offering), place)

    def _compare_undated(self, target, truth, account, what, seed):
        """Opportunities beside the forecast of a target that is not over."""
        name, period, offering = what
        counts = name in ("revenue", "order_intake") and period[1] >= truth.today
        for field, measure in (("count", "undated"), ("value", "undated_pipeline")):
            where = (account, (None, None), offering)
            expected = truth.figure(measure, *where) if counts else 0
            place = (seed, "target", account, *what, field)
            self._compare(place, target[f"undated_{field}"], expected)

    def _compare_fields(self, record, expected, place):
        for name, value in expected.items():
            self._compare((record._name, name, *place), record[name], value)

    def _compare_months(self, plan, truth, account, seed):
        months, found = months_kept(truth.today), dict(plan.figures["months"])
        self._compare((seed, "months", account), len(found), len(months))
        for start, following in pairwise([*months, months[-1] + timedelta(days=31)]):
            period = (start, following.replace(day=1) - timedelta(days=1))
            expected = truth.figure("revenue", account, period)
            self._compare((seed, "month", account, start), found.get(str(start)), expected)
