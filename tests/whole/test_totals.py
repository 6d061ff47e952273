"""Every number that lists, pivots and graphs can add up gives a right total, or offers none."""

from operator import itemgetter

from lxml import etree

from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon
from ..common.truths import Truth, growth, known_sum, of_both, total_by_place
from .totals import (
    TotalsCommon,
    is_number,
    largest,
    mean,
    share,
    total,
    weigh_action,
    weigh_objective,
    weighted,
)

NUMBERS = ("integer", "float", "monetary")
SUBSETS = 60
TOTALS = ("sum_currency", "sum", "avg", "max")


# A number that gets an aggregator needs its truth here.
TRUTHS = {
    "kam.plan": {
        **dict.fromkeys(
            ("revenue", "revenue_prior", "margin", "order_intake", "pipeline"), Truth.once
        ),
        **dict.fromkeys(("weighted_pipeline", "overdue"), Truth.once),
        "revenue_growth": Truth.ratio(growth, itemgetter("revenue_prior")),
        "margin_rate": Truth.ratio(itemgetter("margin"), itemgetter("revenue")),
        "progress": Truth.plain(mean),
        # What is not known is in no average.
        **dict.fromkeys(("health", "hygiene", "confidence"), Truth.plain(mean)),
        **dict.fromkeys(("running_target", "running_reached"), Truth.once),
        "running_share": Truth.ratio(of_both("running_reached"), of_both("running_target")),
        "late_action_count": Truth.plain(total),
        "open_gap_count": Truth.plain(total_by_place),
        "value_confirmed": Truth.known_money,
    },
    "kam.target": {
        **dict.fromkeys(("target_amount", "actual_amount", "forecast_amount"), Truth.once_within),
        "attainment": Truth.plain(mean),
    },
    "kam.whitespace": {
        **dict.fromkeys(("revenue", "revenue_prior", "potential"), Truth.once),
        "pipeline": Truth.money,
        "share_of_wallet": Truth.ratio(itemgetter("revenue"), known_sum("revenue", "potential")),
        "success_chance": Truth.plain(mean),
    },
    "kam.value": {
        **dict.fromkeys(
            (f"{step}_total" for step in ("promised", "delivered", "confirmed", "disputed")),
            Truth.known_money,
        ),
        "confirmation_rate": Truth.plain_ratio("confirmed_total", "delivered_total"),
    },
    "kam.objective": {"progress": lambda _c, r, name: weighted(r, name, weigh_objective)},
    "kam.account.map": {
        **dict.fromkeys(
            ("person_count", "known_count", "real_count", "gap_count"), Truth.plain(total)
        ),
        "coverage": lambda _c, maps, _name: share(
            maps.mapped("known_count"), maps.mapped("real_count")
        ),
    },
    "kam.action": {
        "effort": Truth.plain(total),
        "progress": lambda _c, r, name: weighted(r, name, weigh_action),
    },
    "kam.measure.entry": {"value": Truth.one_kind},
    "kam.gap": {"times_back": Truth.plain(total)},
    "kam.invoice.payment": {"days": Truth.plain(mean)},
    "kam.plan.template.action": {"effort": Truth.plain(total)},
    "kam.relationship": {"level_gap": Truth.plain(largest), "strength": Truth.plain(mean)},
    "kam.attention": dict.fromkeys(
        ("hours", "margin", "potential", "value", "cost_to_serve"), Truth.once
    ),
    # Of one account; of a group and its part see `test_attention`.
    "kam.attention.entry": {"hours": Truth.plain(total)},
    # Month by month; of a group and its part see `test_reports`.
    "kam.plan.report": {
        **dict.fromkeys(("health", "hygiene", "confidence"), Truth.plain(mean)),
        **dict.fromkeys(("target_amount", "actual_amount"), Truth.once),
        "attainment": Truth.ratio(itemgetter("actual_amount"), itemgetter("target_amount")),
    },
    "kam.action.report": {
        **dict.fromkeys(("begun_count", "done_count"), Truth.plain(total)),
        **dict.fromkeys(("open_count", "overdue_count"), Truth.within_a_month),
        **dict.fromkeys(("on_time", "days_late", "lead_days", "age_days"), Truth.plain(mean)),
    },
    "kam.risk": dict.fromkeys(("amount", "money"), Truth.latest),
    "kam.appraisal": {"effect": Truth.plain(mean)},
    "kam.investment": dict.fromkeys(("amount", "hours", "expected_return"), Truth.latest),
    "kam.competitor.position": {
        "exposed_revenue": Truth.once_of_one_rival,
        **dict.fromkeys(("strength", "threat"), Truth.plain(mean)),
    },
    "kam.risk.reading": {"rating": Truth.plain(mean)},
    "kam.review.punctuality": {"days_late": Truth.plain(mean)},
    "kam.assessment.result": {"margin": Truth.known_money},
    "kam.survey.round": dict.fromkeys(("ours_percent", "theirs_percent", "gap"), Truth.plain(mean)),
    "kam.survey.line": dict.fromkeys(("ours_mean", "theirs_mean", "gap"), Truth.plain(mean)),
    "kam.force.reading": {"strength": Truth.plain(mean)},
    "kam.stakeholder": {"strength": Truth.plain(mean), "coverage_count": Truth.plain(mean)},
}


def own_numbers(env):
    """Our fields with a number that a database can add up: list of (model, field)."""
    return [
        (model, field)
        for model in env.values()
        if not model._abstract
        for field in model._fields.values()
        if field.type in NUMBERS and "kam_planning" in field._modules and field.name != "id"
    ]


class TestDeclared(KamCommon):
    def test_every_number_says_how_it_is_added_up(self):
        for model, field in own_numbers(self.env):
            if field.store and not field.related:
                with self.subTest(model=model._name, field=field.name):
                    self.assertIn("aggregator", vars(field), "say aggregator=..., or None for none")

    def test_every_number_with_a_total_has_its_truth(self):
        found = {}
        for model, field in own_numbers(self.env):
            if field._description_aggregator(self.env):
                found.setdefault(model._name, set()).add(field.name)
        self.assertEqual(found, {model: set(truths) for model, truths in TRUTHS.items()})

    def test_what_depends_on_a_number_that_may_be_unknown_may_be_unknown(self):
        for model, field in own_numbers(self.env):
            if field.related:
                with self.subTest(model=model._name, field=field.name):
                    self.assertEqual(field.falsy_value, field.related_field.falsy_value)


class TestViewsAddUpNothing(KamCommon):
    def _arches(self):
        views = self.env["ir.model.data"].search(
            [("module", "=", "kam_planning"), ("model", "=", "ir.ui.view")]
        )
        for view in self.env["ir.ui.view"].browse(views.mapped("res_id")).filtered("model"):
            yield view, etree.fromstring(view.arch_db)

    def test_no_list_adds_up_the_rows_it_shows(self):
        for view, arch in self._arches():
            for field in arch.iterfind(".//field"):
                with self.subTest(view=view.xml_id, field=field.get("name")):
                    self.assertFalse({"sum", "avg", "max", "min"}.intersection(field.attrib))

    def test_measures_and_sums_of_columns_have_a_total(self):
        for view, arch in self._arches():
            names = [node.get("name") for node in arch.xpath("//field[@type='measure']")]
            names += [node.get("sum_field") for node in arch.xpath("//progressbar[@sum_field]")]
            described = self.env[view.model].fields_get(names, ["aggregator"]) if names else {}
            for name in names:
                with self.subTest(view=view.xml_id, field=name):
                    self.assertTrue(described[name].get("aggregator"))


@freeze_time(TODAY)
class TestTotals(TotalsCommon):
    def _read(self, records, groupby=()):
        """Groups as a pivot reads them: pairs (records, {total: value})."""
        truths = TRUTHS[records._name]
        specs = []
        for name in truths:
            field = records._fields[name]
            is_money = field.type == "monetary"
            specs.append(f"{name}:{'sum_currency' if is_money else field.aggregator}")
            specs += [f"{name}:sum"] if is_money else []
        groups = records.formatted_read_group(
            [("id", "in", records.ids)], groupby, [*specs, "id:array_agg"]
        )
        for group in groups:
            yield records.browse(group["id:array_agg"]), group

    def _assert_totals(self, records, groupby=()):
        for members, group in self._read(records, groupby):
            for name, truth in TRUTHS[records._name].items():
                expected = truth(self, members, name)
                for func in TOTALS:
                    if f"{name}:{func}" not in group:
                        continue
                    if func == "sum" and f"{name}:sum_currency" in group:
                        known = members.filtered(lambda r, n=name: is_number(r[n]))
                        rate = self._in_one_currency(known[:1], 1.0)
                        alike = len(known.company_id.currency_id) == 1
                        expected = expected / rate if alike and is_number(expected) else False
                    got = group[f"{name}:{func}"]
                    case = f"{name}:{func} of {members}"
                    self.assertEqual(is_number(got), is_number(expected), f"{case} {expected}")
                    self.assertAlmostEqual(float(got), float(expected), 4, case)

    def _assert_all(self, records, *groupbys):
        self.assertGreater(len(records), 1)
        self._assert_totals(records)
        for name in groupbys:
            self._assert_totals(records, [name])
        ids = records.ids
        for number in range(SUBSETS):
            some = self.rng.sample(ids, self.rng.randint(1, min(len(ids), 2 + number // 4)))
            self._assert_totals(records.browse(some))

    def test_risks_and_judgements(self):
        self._assert_all(self.risks, "company_id", "partner_id", "plan_id", "level")
        self._assert_all(self.risks.reading_ids, "company_id", "risk_id")
        self._assert_all(self.objectives.force_ids.reading_ids, "kind", "force_id")

    def test_plans(self):
        self._assert_all(self.plans, "company_id", "partner_id", "date_end:year")

    def test_targets(self):
        self._assert_all(self.targets, "company_id", "partner_id", "measure_id", "plan_id")
        for measure in self.targets.measure_id:
            for company in self.companies:
                self._assert_all(
                    self.targets.filtered(
                        lambda t, m=measure, c=company: (t.measure_id, t.company_id) == (m, c)
                    ),
                    "offering_id",
                )

    def test_whitespace(self):
        self._assert_all(
            self.cells, "company_id", "account_id", "offering_id", "buying_center_id", "state"
        )

    def test_work_people_and_entries(self):
        self._assert_all(self.objectives, "plan_id", "state")
        self._assert_all(self.actions, "plan_id", "objective_id", "state")
        self._assert_all(self.people, "company_id")
        maps = self.env["kam.account.map"].search([])
        self._assert_all(maps, "company_id", "user_id", "map_maturity")
        self._assert_all(self.relationships, "user_id")
        self._assert_all(self.gaps, "stakeholder_id")
        self._assert_all(self.entries, "company_id", "measure_id", "account_id")
        self._assert_all(self.values, "company_id", "partner_id", "plan_id")
        self._assert_all(self.full.action_ids, "objective_id")

    def test_punctuality(self):
        reviews = self.env["kam.review"].create(
            [{"plan_id": p.id, "state": "held", "date_held": "2026-02-01"} for p in self.plans]
        )
        lines = self.env["kam.review.punctuality"].search([("review_id", "in", reviews.ids)])
        self.assertEqual(len(lines), len(self.plans))
        self._set(lines, days_late=lambda: self.rng.choice((None, -3, 0, 8)))
        self._assert_all(lines, "company_id", "kind", "plan_id")

    def test_surveys(self):
        rounds = self.env["kam.survey.round"].create([{"plan_id": p.id} for p in self.plans])
        scores = (None, 0.0, 33.3, 75.5)
        names = ("ours_percent", "theirs_percent", "gap")
        self._set(rounds, **dict.fromkeys(names, lambda: self.rng.choice(scores)))
        names = ("ours_mean", "theirs_mean", "gap")
        means = (None, 0.0, 1.25, 4.5)
        self._set(rounds.line_ids, **dict.fromkeys(names, lambda: self.rng.choice(means)))
        self._assert_all(rounds, "company_id", "partner_id", "plan_id")
        self._assert_all(rounds.line_ids, "company_id", "question_id", "round_id")

    def test_portfolio(self):
        rounds = self.env["kam.assessment.round"].create(
            [{"name": c.name, "company_id": c.id} for c in self.plans.company_id]
        )
        pairs = {(r.id, p.partner_id.id) for p in self.plans for r in rounds}
        places = [{"round_id": one, "account_id": account} for one, account in sorted(pairs)]
        results = self.env["kam.assessment.result"].create(places)
        self._set(results, margin=lambda: self.rng.choice((None, 0, 3, 75)))
        self._assert_all(results, "company_id", "round_id", "account_id")

    def test_a_plan_and_the_group_of_its_objectives_say_the_same(self):
        plan = self.plans[0]
        self._set(plan.objective_ids, progress=lambda: float(self.rng.randint(1, 90)))
        plan._compute_progress()
        domain = [("plan_id", "=", plan.id)]
        [group] = self.objectives.formatted_read_group(domain, [], ["progress:avg"])
        self.assertAlmostEqual(group["progress:avg"], plan.progress)

    def test_offerings_that_share_products_have_no_total_together(self):
        cells = self.cells.filtered(
            lambda c: c.account_id == self.alone and c.company_id == self.env.company
        )
        drinks, tea, salt, mixed = cells
        self.assertEqual(self._total(drinks | tea), drinks.revenue)
        self.assertEqual(self._total(drinks | salt), drinks.revenue + salt.revenue)
        self.assertFalse(self._total(drinks | salt | mixed))

    def _total(self, records, name="revenue:sum"):
        return records.formatted_read_group([("id", "in", records.ids)], [], [name])[0][name]

    def test_groups_are_sorted_by_their_right_totals(self):
        groups = self.cells.formatted_read_group(
            [("company_id", "=", self.env.company.id)],
            ["account_id"],
            ["revenue:sum"],
            order="revenue:sum DESC",
        )
        totals = [group["revenue:sum"] for group in groups if group["revenue:sum"]]
        self.assertEqual(totals, sorted(totals, reverse=True))
