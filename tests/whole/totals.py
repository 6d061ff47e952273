"""A world in which everything is told twice, and what its totals are: counted in plain sets."""

import random
from datetime import datetime
from itertools import combinations

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from ..common.common import KamCommon

MONTHS = [fields.Date.to_date("2026-01-01") + relativedelta(months=n) for n in range(12)]
RATE = 4.0


def is_number(value):
    return value is not None and value is not False


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


class TotalsCommon(KamCommon):
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
        cls.env.flush_all()

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
        for record in records:
            record.invalidate_recordset()
            record.sudo()._store_figures(
                {record.id: {name: value() for name, value in columns.items()}}
            )

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
        cls.env.add_to_compute(cls.targets._fields["target_amount"], cls.targets)

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
