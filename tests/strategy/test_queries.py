"""What lists, pivots and nightly reminders of the strategy cost: the same for 1 line and for 50."""

from odoo.tests import freeze_time

from benchmarks.specs import view_aggregates, view_spec

from ..common.common import TODAY
from .common import StrategyCommon

MANY = 50
OVER = "2026-01-01"
FIGURES = {"baseline_value": 100, "target_value": 60, "current_value": 70, "volume": 12}


@freeze_time(TODAY)
class QueriesCommon(StrategyCommon):
    @classmethod
    def _lines(cls, model, count, **values):
        """Lines of the plan, whose names are their numbers."""
        at = {"plan_id": cls.plan.id}
        if "account_id" in cls.env[model]._fields:
            at = {"account_id": cls.customer.id}
        return (
            cls.env[model]
            .with_user(cls.kam)
            .create([{"name": f"Line {n}", **at, **values} for n in range(count)])
        )

    @classmethod
    def _rivals(cls, count):
        return cls.env["res.partner"].create(
            [{"name": f"Rival {n}", "is_company": True} for n in range(count)]
        )

    @classmethod
    def _positions(cls, count, **values):
        return (
            cls.env["kam.competitor.position"]
            .with_user(cls.kam)
            .create(
                [
                    {"account_id": cls.customer.id, "competitor_id": rival.id, **values}
                    for rival in cls._rivals(count)
                ]
            )
        )

    def _make(self, model, count):
        makers = {
            "kam.competitor.position": lambda n: self._positions(n, strength=3),
            "kam.value": lambda n: self._lines(model, n, **FIGURES, unit_value=50),
            "kam.risk": lambda n: self._lines(model, n, probability="4", impact="4", amount=9),
            "kam.force": lambda n: self._lines(
                model, n, objective_id=self.objective.id, kind="driving", strength="3"
            ),
            "kam.investment": lambda n: self._lines(model, n, kind="focus", amount=100),
            "kam.appraisal": lambda n: self._lines(model, n, kind="strength", effect="2"),
            "kam.key.date": lambda n: self._lines(model, n, kind="tender", date="2026-12-01"),
            "kam.customer.goal": lambda n: self._lines(model, n, source="customer"),
        }
        return makers[model](count)

    @property
    def models(self):
        return (
            *("kam.customer.goal", "kam.appraisal", "kam.competitor.position", "kam.investment"),
            *("kam.force", "kam.risk", "kam.value", "kam.key.date"),
        )


@freeze_time(TODAY)
class TestListQueries(QueriesCommon):
    def _find(self, lines):
        return self.env[lines._name].with_user(self.kam), [("id", "in", lines.ids)]

    def _open(self, view):
        def run(lines):
            model, domain = self._find(lines)
            spec = view_spec(model.env, model._name, view)
            found = model.web_search_read(domain, spec, limit=80, count_limit=10_001)
            self.assertEqual(len(found["records"]), len(lines))

        return run

    def _filter(self, field, value):
        def run(lines):
            model, domain = self._find(lines)
            spec = view_spec(model.env, model._name, "list")
            model.web_search_read([*domain, (field, "in", [value])], spec, limit=80)

        return run

    def _group(self, field):
        def run(lines):
            model, domain = self._find(lines)
            totals = view_aggregates(model.env, model._name, "list")
            groups = model.web_read_group(domain, [field], totals, limit=80)["groups"]
            self.assertEqual(sum(group["__count"] for group in groups), len(lines))

        return run

    def test_lists(self):
        operations = {
            "list": self._open("list"),
            "kanban": self._open("kanban"),
            "to confirm": self._filter("is_stale", True),
            "of an account manager": self._filter("kam_user_id", self.kam.id),
            "by account manager": self._group("kam_user_id"),
            "by tier": self._group("tier_id"),
        }
        for name in self.models:
            many = self._make(name, MANY)
            for label, operation in operations.items():
                with self.subTest(model=name, operation=label):
                    operation(many)
                    one = self._count_queries(lambda run=operation, rows=many: run(rows[:1]))
                    more = self._count_queries(lambda run=operation, rows=many: run(rows))
                    self.assertLessEqual(more, one)

    def test_totals_of_risks_and_positions_ask_only_of_what_is_told_twice(self):
        """The database, not this process, finds out that nothing is."""
        for name in ("kam.risk", "kam.competitor.position"):
            lines = self._make(name, MANY)
            with self.subTest(model=name):
                query = lines._search([("id", "in", lines.ids)])
                self.assertEqual(lines._read_parts(query), [])
                rows = self.env.execute_query(lines._get_total_rows_sql(query.subselect()))
                self.assertEqual(rows, [])

    def test_what_is_told_twice_is_asked(self):
        part = self.env["res.partner"].create(
            {"name": "Acme South", "is_company": True, "parent_id": self.customer.id}
        )
        whole = self._positions(2)
        self.env["kam.plan"].create({"partner_id": part.id, "user_id": self.kam.id})
        inner = self.env["kam.competitor.position"].create(
            {"account_id": part.id, "competitor_id": whole[0].competitor_id.id}
        )
        elsewhere = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        other = self.env["kam.competitor.position"].create(
            {"account_id": elsewhere.id, "competitor_id": whole[0].competitor_id.id}
        )
        query = whole._search([("id", "in", (whole | inner | other).ids)])
        rows = self.env.execute_query(whole._get_total_rows_sql(query.subselect()))
        self.assertEqual({row[0] for row in rows}, set((whole | inner).ids))
        self.assertEqual(whole._read_parts(query), [(inner.id, whole[0].id, True)])


@freeze_time(TODAY)
class TestJobQueries(QueriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)

    def _due(self, kind, count):
        """Lines for which a nightly step has something to do."""
        if kind == "kam.value":
            lines = self._lines(kind, count, current_value=1, state="delivered").sudo()
            values = "claim_date = '2026-01-01', reminded_date = NULL"
        elif kind == "kam.risk":
            lines = self._lines(kind, count).sudo()
            values = "state = 'accepted', response = 'accept', accepted_until = '2026-01-01'"
            values += f", accepted_by_id = {self.manager.id}"
        else:
            lines = self._positions(count).sudo()
            values = "contract_end = '2026-05-01', reminded = NULL"
        self.env.flush_all()
        self.env.cr.execute(f"UPDATE {lines._table} SET {values} WHERE id = ANY(%s)", [lines.ids])
        self.env.invalidate_all()
        return lines

    def test_reminders(self):
        for kind, method, get_step in (
            ("kam.value", "_remind_of_claim", "_get_unanswered_step"),
            ("kam.risk", "_reopen_expired", "_get_expiry_step"),
            ("kam.competitor.position", "_remind_of_contracts", "_get_contract_step"),
        ):
            with self.subTest(model=kind):
                self.assertEqual(getattr(self.env[kind], get_step)().method, method)
                counts = []
                for count in (1, 1, MANY):
                    lines = self._due(kind, count)
                    found = self.env[kind].search(getattr(self.env[kind], get_step)().domain)
                    self.assertEqual(found, lines.with_env(found.env))
                    counts.append(self._count_queries(getattr(found, method)))
                    self.assertEqual(len(lines.activity_ids), count)
                _cold, one, many = counts
                # The rows of 50 activities and followers are written in a few statements more.
                self.assertLessEqual(many, one + 8)

    def test_the_work_of_one_user_is_done_together(self):
        """What costs something for each user costs it once: not for each line by turns."""
        plans = self._activate(self._create_plans(4, user_id=self.kam.id))
        plans[1::2].user_id = self.mate
        values = self.env["kam.value"].create(
            [
                {"plan_id": plan.id, "name": "Claim", "current_value": 1, "state": "delivered"}
                for plan in (*plans, *plans)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_value SET claim_date = %s, reminded_date = NULL WHERE id = ANY(%s)",
            [OVER, values.ids],
        )
        self.env.invalidate_all()
        step = self.env["kam.value"]._get_unanswered_step()
        managers = [value.plan_id.user_id for value in step._find([])]
        turns = sum(one != other for one, other in zip(managers, managers[1:], strict=False))
        self.assertEqual((len(managers), turns), (8, 1))

    def test_figures_of_competitors(self):
        offerings = self.env["kam.offering"].create([{"name": f"Tea {n}"} for n in range(2)])
        positions = self._positions(MANY).sudo()
        cells = self.env["kam.whitespace"].create(
            [
                {
                    "account_id": self.customer.id,
                    "offering_id": offering.id,
                    "competitor_id": position.competitor_id.id,
                }
                for offering, position in zip(offerings, positions, strict=False)
            ]
        )
        positions._refresh_figures()
        one = self._count_queries(positions[:1]._refresh_figures)
        self.assertLessEqual(self._count_queries(positions._refresh_figures), one)
        self.assertEqual(sum(positions.mapped("cell_count")), len(cells))
