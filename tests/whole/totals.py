"""A world in which everything is told twice, and what its totals are: counted in plain sets."""

import random
from datetime import datetime
from itertools import combinations

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tools import SQL

from ..common.common import KamCommon
from ..strategy.totals import StrategyTwice

MONTHS = [fields.Date.to_date("2026-01-01") + relativedelta(months=n) for n in range(12)]
RATE = 4.0


def is_number(value):
    return value is not None and value is not False


def mean(records, name):
    values = [record[name] for record in records if is_number(record[name])]
    return sum(values) / len(values) if values else False


def total(records, name):
    return sum(record[name] for record in records) if records else False


def largest(records, name):
    return max((record[name] for record in records), default=False)


def weighted(records, name, weigh):
    pairs = [(weigh(r), r[name]) for r in records if is_number(r[name]) and weigh(r) is not None]
    whole = sum(weight for weight, _value in pairs)
    return sum(weight * value for weight, value in pairs) / whole if whole else False


def share(parts, wholes):
    return 100.0 * sum(parts) / sum(wholes) if sum(wholes) else False


def weigh_objective(objective):
    return None if objective.state == "dropped" else objective.weight


def weigh_action(action):
    return None if action.state == "cancelled" else action.weight * (action.effort or 1.0)


def count_once(extents, rank):
    """Those of some things that are no part of another.

    :param dict extents: {thing: set of atoms}
    :param rank: function of a thing; of two that are the same the later one counts
    :return: list of things, or None where two of them overlap
    """
    counted = [
        one
        for one, atoms in extents.items()
        if not any(
            atoms < others or (atoms == others and rank(one) < rank(other))
            for other, others in extents.items()
            if other != one
        )
    ]
    overlap = any(extents[one] & extents[other] for one, other in combinations(counted, 2))
    return None if overlap else counted


class TotalsCommon(StrategyTwice, KamCommon):
    """Two companies with currencies of their own; Group > North > Plant, and Alone; four offerings:
    Drinks with its part Tea, Salt, and Mixed, which shares a product with Salt.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rng = random.Random(12)
        currency = cls.env["res.currency"].create({"name": "KAT", "symbol": "k"})
        cls.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": RATE, "name": "2020-01-01"}
        )
        cls.foreign_company = cls.env["res.company"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        cls.companies = cls.env.company | cls.foreign_company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.companies.ids})
        partners = cls.env["res.partner"]
        cls.group = partners.create({"name": "Group", "is_company": True})
        cls.north = partners.create(
            {"name": "North", "is_company": True, "parent_id": cls.group.id}
        )
        cls.plant = partners.create(
            {"name": "Plant", "is_company": True, "parent_id": cls.north.id}
        )
        cls.alone = partners.create({"name": "Alone", "is_company": True})
        cls._create_offerings()
        cls._create_plans_told_twice()
        cls._create_targets()
        cls._create_cells()
        cls._create_work()
        cls._create_people()
        cls._create_entries()
        cls._create_values()
        cls._create_risks()
        cls._create_situation()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _create_offerings(cls):
        names = ("Cold", "Green", "Black", "Fine", "Coarse", "Spice")
        products = [p.id for p in cls.env["product.product"].create([{"name": n} for n in names])]
        cold, green, black, fine, coarse, spice = products
        cls.offerings, cls.products_of = cls.env["kam.offering"], {False: frozenset(products)}
        for name, own, every, parent in (
            ("Drinks", [cold], [cold, green, black], None),
            ("Tea", [green, black], [green, black], 0),
            ("Salt", [fine, coarse], [fine, coarse], None),
            ("Mixed", [coarse, spice], [coarse, spice], None),
        ):
            offering = cls.env["kam.offering"].create(
                {
                    "name": name,
                    "product_ids": [Command.set(own)],
                    "parent_id": cls.offerings[parent].id if parent is not None else False,
                }
            )
            cls.offerings |= offering
            cls.products_of[offering.id] = frozenset(every)

    @classmethod
    def _set(cls, records, **columns):
        """Keep figures as the nightly job would: {column: function giving a value}."""
        cls.env.flush_all()
        for record in records:
            for name, value in columns.items():
                number = value()
                cls.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(records._table),
                        SQL.identifier(name),
                        None if number is False else number,
                        record.id,
                    )
                )
        records.invalidate_model()

    @classmethod
    def _any(cls, *others):
        """A random number, or one of `others` once in a while."""
        if others and cls.rng.random() < 0.25:
            return cls.rng.choice(others)
        return float(cls.rng.randint(1, 900))

    @classmethod
    def _create_plans_told_twice(cls):
        cls.plans = cls.env["kam.plan"]
        for company in cls.companies:
            for partner in (cls.group, cls.north, cls.plant, cls.alone):
                for year in (2025, 2026):
                    values = {"partner_id": partner.id, "company_id": company.id}
                    dates = {"date_start": f"{year}-01-01", "date_end": f"{year}-12-31"}
                    cls.plans |= cls.env["kam.plan"].create({**values, **dates})
        money = ("revenue", "revenue_prior", "margin", "order_intake", "pipeline")
        money += ("weighted_pipeline", "overdue")
        cls._set(
            cls.plans,
            **{name: lambda: cls._any(False, 0.0) for name in money},
            revenue_growth=lambda: cls._any(False),
            margin_rate=lambda: cls._any(False),
            progress=lambda: cls._any(False),
            health=lambda: cls._any(False),
            hygiene=lambda: cls._any(False),
            confidence=lambda: cls._any(False),
            figures_date=lambda: datetime(2026, 3, cls.rng.randint(1, 28)),
        )

    @classmethod
    def _create_targets(cls):
        revenue, orders, rate = (
            cls.env.ref(f"kam_planning.measure_{name}")
            for name in ("revenue", "order_intake", "margin_rate")
        )
        cls.targets = cls.env["kam.target"]
        for plan in cls.plans[1::2]:
            for measure, start, months in (
                (revenue, 0, 12),
                *((revenue, 3 * quarter, 3) for quarter in range(4)),
                (revenue, 1, 4),
                (orders, 0, 12),
                (rate, 0, 12),
            ):
                streams = [False, *cls.offerings.ids] if measure == revenue else [False]
                for stream in cls.rng.sample(streams, min(2, len(streams))):
                    cls.targets |= cls._create_target(plan, measure, stream, start, months)
        cls._set(
            cls.targets,
            actual_value=lambda: cls._any(False, 0.0),
            forecast_value=lambda: cls._any(False),
            attainment=lambda: cls._any(False, 0.0),
        )
        for name in ("target_amount", "actual_amount", "forecast_amount"):
            cls.env.add_to_compute(cls.targets._fields[name], cls.targets)

    @classmethod
    def _create_target(cls, plan, measure, stream, start, months):
        return cls.env["kam.target"].create(
            {
                "plan_id": plan.id,
                "measure_id": measure.id,
                "offering_id": stream,
                "date_start": MONTHS[start],
                "date_end": MONTHS[start] + relativedelta(months=months, days=-1),
                "target_value": cls._any(),
            }
        )

    @classmethod
    def _create_cells(cls):
        cls.cells, cls.centers = cls.env["kam.whitespace"], cls.env["kam.buying.center"]
        for company in cls.companies:
            values = {"account_id": cls.group.id, "company_id": company.id}
            wide, site, idea = (
                cls.env["kam.buying.center"].create({**values, **more})
                for more in (
                    {"name": "Wide", "partner_id": cls.north.id},
                    {"name": "Site", "partner_id": cls.plant.id},
                    {"name": "Idea"},
                )
            )
            site.parent_id = wide
            cls.centers |= wide | site | idea
            places = [(cls.group, c) for c in (cls.env["kam.buying.center"], wide, site, idea)]
            places += [(cls.north, idea.browse()), (cls.alone, idea.browse())]
            cls.cells |= cls.env["kam.whitespace"].create(
                [
                    {
                        "account_id": account.id,
                        "company_id": company.id,
                        "buying_center_id": center.id,
                        "offering_id": offering.id,
                    }
                    for account, center in places
                    for offering in cls.offerings
                ]
            )
        cls._set(
            cls.cells,
            revenue=lambda: cls._any(0.0),
            revenue_prior=lambda: cls._any(0.0),
            pipeline=lambda: cls._any(0.0),
            potential=lambda: cls._any(False, 0.0),
            share_of_wallet=lambda: cls._any(False),
            success_chance=lambda: cls.rng.choice([None, 0, 40, 90]),
            figures_date=lambda: datetime(2026, 3, cls.rng.randint(1, 28)),
        )

    @classmethod
    def _create_work(cls):
        cls.objectives, cls.actions = cls.env["kam.objective"], cls.env["kam.action"]
        for plan in cls.plans[:5]:
            for state in ("open", "achieved", "dropped", "open"):
                objective = cls.env["kam.objective"].create({"plan_id": plan.id, "name": "Grow"})
                objective.state = state
                cls.objectives |= objective
                cls.actions |= cls.env["kam.action"].create(
                    [
                        {"plan_id": plan.id, "objective_id": objective.id, "name": action_state}
                        for action_state in ("to_do", "done", "cancelled")
                    ]
                )
        weight = {"weight": lambda: cls.rng.choice([0.0, 1.0, 2.5])}
        percent = {"progress": lambda: float(cls.rng.randint(0, 100))}
        cls._set(cls.objectives, **weight, progress=lambda: cls.rng.choice([None, 0.0, 30.0, 90.0]))
        cls._set(cls.actions, **weight, **percent, effort=lambda: cls.rng.choice([0.0, 1.0, 4.0]))
        for action in cls.actions:
            cls._set(action, state=lambda name=action.name: name)

    @classmethod
    def _create_people(cls):
        cls.people = cls.env["kam.stakeholder"].create(
            [{"account_id": cls.group.id, "name": f"Person {number}"} for number in range(6)]
        )
        cls.relationships = cls.env["kam.relationship"].create(
            [
                {"stakeholder_id": person.id, "user_id": user.id}
                for person in cls.people[:4]
                for user in (cls.kam, cls.mate)
            ]
        )
        cls.gaps = (
            cls.env["kam.gap"]
            .sudo()
            .create(
                [
                    {
                        "account_id": cls.group.id,
                        "company_id": cls.env.company.id,
                        "kind": "silence",
                        "stakeholder_id": person.id,
                    }
                    for person in cls.people
                ]
            )
        )
        strength = {"strength": lambda: cls.rng.choice([None, 0.0, 40.0, 75.5])}
        count = cls.rng.randint
        cls._set(cls.people, **strength, coverage_count=lambda: count(0, 3))
        cls._set(cls.relationships, **strength, level_gap=lambda: count(0, 3))
        cls._set(cls.gaps, times_back=lambda: count(0, 3))

    @classmethod
    def _create_entries(cls):
        happy = cls.env.ref("kam_planning.measure_satisfaction")
        machines = cls.env["kam.measure"].create(
            {"name": "Machines", "source": "manual", "unit": "count"}
        )
        cls.entries = cls.env["kam.measure.entry"].create(
            [
                {
                    "account_id": account.id,
                    "company_id": company.id,
                    "measure_id": measure.id,
                    "value": cls.rng.randint(0, 100),
                }
                for company in cls.companies
                for measure in (happy, machines)
                for account in (cls.group, cls.alone)
            ]
        )

    # what a record tells of, as a set of atoms

    def _places(self, partner):
        below = {
            self.group: self.group | self.north | self.plant,
            self.north: self.north | self.plant,
        }
        return {("partner", p.id) for p in below.get(partner, partner)}

    def _places_of_cell(self, cell):
        center = cell.buying_center_id
        if center:
            own = self._places(center.partner_id) if center.partner_id else set()
            return own or {("centre", center.id)}
        ideas = self.centers.filtered(
            lambda c: not c.partner_id and c.account_id == cell.account_id
        )
        return self._places(cell.account_id) | {("centre", idea.id) for idea in ideas}

    def _extent(self, record):
        if record._name == "kam.plan":
            places, products, months = self._places(record.partner_id), [0], [0]
        elif record._name == "kam.whitespace":
            places, months = self._places_of_cell(record), [0]
            products = self.products_of[record.offering_id.id]
        elif record._name == "kam.competitor.position":
            places, months = self._places(record.account_id), [0]
            products = record.competitor_id.ids
        else:
            places = self._places(record.partner_id)
            products = self.products_of[record.offering_id.id]
            months = [m for m in MONTHS if record.date_start <= m <= record.date_end]
        company = record.company_id.id
        return {(company, p, q, m) for p in places for q in products for m in months}

    # what the totals are

    def _in_one_currency(self, record, value):
        return value / (RATE if record.company_id == self.foreign_company else 1.0)

    def _sum_once(self, records, getters):
        """Sums of some values over those records that know them all, or None."""
        known = [record for record in records if all(is_number(get(record)) for get in getters)]
        extents = {record: self._extent(record) for record in known}
        dates = "figures_date" in records._fields and records._name != "kam.target"
        rank = (lambda r: (r.figures_date, r.id)) if dates else (lambda r: r.id)
        counted = count_once(extents, rank)
        if not counted:
            return None
        return [sum(self._in_one_currency(r, get(r)) for r in counted) for get in getters]
