"""Figures entered by hand: the latest counts or they add up, and a group's entry is the group's."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.kam_planning.tools.periods import ALL_TIME, Period

from ..common.common import TODAY
from .common import FiguresCommon

MONTHS = [
    Period(date(2026, 1, 1), date(2026, 1, 31)),
    Period(date(2026, 2, 1), date(2026, 2, 28)),
    Period(date(2026, 3, 1), date(2026, 3, 31)),
]
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


@freeze_time(TODAY)
class ByHandCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls._measure("satisfaction")
        cls.sales = cls._by_hand(name="Revenue from the other ERP", entry_mode="sum")

    @classmethod
    def _by_hand(cls, **values):
        return cls.env["kam.measure"].create({"source": "manual", "unit": "currency", **values})

    def _enter(self, measure, account, day, value, **values):
        return self.env["kam.measure.entry"].create(
            {
                "account_id": account.id,
                "measure_id": measure.id,
                "date": day,
                "value": value,
                **values,
            }
        )

    def _read(self, measure, accounts, periods):
        """The figures of each account, period by period; None where nothing is known."""
        figures = measure._get_figures(accounts, periods, self.company)[measure]
        read = [[figures.get((a.id, n)) for n in range(len(periods))] for a in accounts]
        return read if len(accounts) > 1 else read[0]


class TestLatest(ByHandCommon):
    def test_a_measure_takes_the_latest_unless_it_says_otherwise(self):
        self.assertEqual(self._by_hand(name="Any").entry_mode, "latest")
        self.assertEqual(self.level.entry_mode, "latest")

    def test_an_entry_of_the_group_is_not_overridden_by_a_subsidiary(self):
        self._enter(self.level, self.customer, "2026-01-10", 80)
        self._enter(self.level, self.north, "2026-02-20", 30)
        self._enter(self.level, self.plant, "2026-03-01", 10)
        accounts = self.customer | self.north | self.plant
        self.assertEqual(self._read(self.level, accounts, [QUARTER]), [[80], [30], [10]])

    def test_what_only_a_subsidiary_says_is_not_known_of_the_group(self):
        self._enter(self.level, self.plant, "2026-02-20", 30)
        accounts = self.customer | self.north | self.plant
        self.assertEqual(self._read(self.level, accounts, [QUARTER]), [[None], [None], [30]])

    def test_the_latest_of_each_period_counts(self):
        for day, value in (("2026-01-31", 60), ("2026-02-01", 70), ("2026-02-28", 50)):
            self._enter(self.level, self.customer, day, value)
        self.assertEqual(
            self._read(self.level, self.customer, [*MONTHS, QUARTER, ALL_TIME]),
            [60, 50, None, 50, 50],
        )

    def test_entries_of_another_company_do_not_count(self):
        self._enter(self.level, self.customer, "2026-01-31", 60)
        self._enter(self.level, self.customer, "2026-02-01", 10, company_id=self.other_company.id)
        self.assertEqual(self._read(self.level, self.customer, [QUARTER]), [60])


class TestSum(ByHandCommon):
    def test_monthly_figures_of_another_system_add_up(self):
        """As they come in a file: 1,000 in January to 10,000 in October."""
        rows = [
            ["Acme", "Revenue from the other ERP", f"2026-{month:02d}-28", str(1000 * month)]
            for month in range(1, 11)
        ]
        header = ["account_id", "measure_id", "date", "value"]
        result = self.env["kam.measure.entry"].with_user(self.kam).load(header, rows)
        self.assertFalse(result["messages"])
        quarters = [
            Period(date(2026, 1, 1), date(2026, 3, 31)),
            Period(date(2026, 4, 1), date(2026, 6, 30)),
            Period(date(2026, 7, 1), date(2026, 9, 30)),
            Period(date(2026, 10, 1), date(2026, 12, 31)),
            Period(date(2026, 1, 1), date(2026, 12, 31)),
            Period(date(2025, 1, 1), date(2025, 12, 31)),
        ]
        self.assertEqual(
            self._read(self.sales, self.customer, quarters),
            [6000, 15000, 24000, 10000, 55000, None],
        )

    def test_the_same_file_twice_counts_once(self):
        rows = [["Acme", "Revenue from the other ERP", "2026-01-28", "1000"]]
        header = ["account_id", "measure_id", "date", "value"]
        entries = self.env["kam.measure.entry"].with_user(self.kam)
        first = entries.load(header, rows)["ids"]
        self.assertTrue(first)
        self.assertEqual(entries.load(header, rows)["ids"], first)
        self.assertEqual(self._read(self.sales, self.customer, [QUARTER]), [1000])
        rows[0][3] = "1500"
        self.assertEqual(entries.load(header, rows)["ids"], first)
        self.assertEqual(self._read(self.sales, self.customer, [QUARTER]), [1500])

    def test_the_same_day_twice_is_refused_whoever_enters_it(self):
        entry = self._enter(self.sales, self.customer, "2026-01-28", 1000)
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._enter(self.sales, self.customer, "2026-01-28", 5, user_id=self.kam.id)
            other = self._enter(self.sales, self.customer, "2026-01-29", 1)
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                other.write({"date": "2026-01-28"})
                other.flush_recordset()
        for values in (
            {"company_id": self.other_company.id},
            {"account_id": self.north.id},
            {"measure_id": self.level.id, "value": 50},
        ):
            self.assertTrue(entry.copy(values), "another company, account or measure")

    def test_the_group_has_its_own_month_and_else_that_of_its_parts(self):
        """January by the group itself, February by north and its plant, March by the plant."""
        for account, day, value in (
            (self.customer, "2026-01-05", 1000),
            (self.north, "2026-01-31", 400),
            (self.plant, "2026-01-31", 50),
            (self.north, "2026-02-10", 300),
            (self.plant, "2026-02-11", 70),
            (self.plant, "2026-03-31", 60),
            (self.plant, "2026-03-15", 8),
        ):
            self._enter(self.sales, account, day, value)
        self.assertEqual(
            self._read(
                self.sales, self.customer | self.north | self.plant, [*MONTHS, QUARTER, ALL_TIME]
            ),
            [
                [1000, 300, 68, 1368, 1368],
                [400, 300, 68, 768, 768],
                [50, 70, 68, 188, 188],
            ],
        )

    def test_parts_beside_each_other_add_up(self):
        south = self.env["res.partner"].create(
            {"name": "Acme South", "is_company": True, "parent_id": self.customer.id}
        )
        self._enter(self.sales, south, "2026-01-10", 5)
        self._enter(self.sales, self.north, "2026-01-20", 30)
        self._enter(self.sales, self.plant, "2026-01-20", 700)
        self.assertEqual(self._read(self.sales, self.customer, MONTHS[:1]), [35])

    def test_a_subsidiary_is_told_of_by_its_own_entries_only(self):
        self._enter(self.sales, self.customer, "2026-01-05", 1000)
        self._enter(self.sales, self.plant, "2026-01-05", 20)
        self.assertEqual(
            self._read(self.sales, self.north | self.stranger, MONTHS[:1]), [[20], [None]]
        )

    def test_the_months_of_a_period_make_its_figure_whatever_its_borders(self):
        """The group told of January on the 5th: north's entry of the 31st counts nowhere."""
        self._enter(self.sales, self.customer, "2026-01-05", 1000)
        self._enter(self.sales, self.north, "2026-01-31", 400)
        halves = [
            Period(date(2026, 1, 1), date(2026, 1, 15)),
            Period(date(2026, 1, 16), date(2026, 1, 31)),
        ]
        self.assertEqual(self._read(self.sales, self.customer, halves), [1000, None])

    def test_all_customers_together(self):
        self._enter(self.sales, self.customer, "2026-01-05", 1000)
        self._enter(self.sales, self.north, "2026-01-05", 400)
        self._enter(self.sales, self.stranger, "2026-01-05", 7)
        figures = self.sales._get_figures_of_scope(None, [QUARTER], self.company)[self.sales]
        self.assertEqual(figures, {(0, 0): 1007})

    def test_a_loop_of_partners_stops_nothing(self):
        self._enter(self.sales, self.plant, "2026-01-05", 5)
        self._enter(self.level, self.plant, "2026-01-05", 5)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %s WHERE id = %s", (self.plant.id, self.customer.id)
        )
        self.env.invalidate_all()
        self.assertEqual(self._read(self.sales, self.customer, [QUARTER]), [5])
        self.assertEqual(self._read(self.level, self.customer, [QUARTER]), [None])

    def test_percentages_do_not_add_up(self):
        with self.assertRaisesRegex(ValidationError, "Customer Satisfaction"):
            self.level.entry_mode = "sum"
        with self.assertRaises(AccessError):
            self.sales.with_user(self.kam).entry_mode = "latest"

    def test_a_ratio_over_nothing_entered_is_not_known(self):
        ratio = self.env["kam.measure"].create(
            {
                "name": "Share by the other ERP",
                "source": "ratio",
                "unit": "percent",
                "numerator_id": self.sales.id,
                "denominator_id": self._measure("revenue").id,
            }
        )
        self._invoice(400, months_ago=1)
        self.assertEqual(self._read(ratio, self.customer, [QUARTER]), [None])
        self._enter(self.sales, self.customer, "2026-01-28", 100)
        self.assertEqual(self._read(ratio, self.customer, [QUARTER]), [25])

    def test_one_query_however_many_accounts_and_entries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "is_company": True} for n in range(50)]
        )
        for partner in partners:
            self._enter(self.sales, partner, "2026-01-28", 10)
        few = self._count_queries(lambda: self._read(self.sales, partners[:1], MONTHS))
        many = self._count_queries(lambda: self._read(self.sales, partners, MONTHS))
        self.assertEqual(few, many)


class TestTargets(ByHandCommon):
    def _target(self, measure, value, **values):
        return (
            self.env["kam.target"]
            .with_user(self.kam)
            .create(
                {
                    "plan_id": self.plan.id,
                    "measure_id": measure.id,
                    "target_value": value,
                    **values,
                }
            )
        )

    def test_what_adds_up_has_a_pace_once_something_is_known(self):
        target = self._target(self.sales, 12000, baseline=9000)
        self.assertIs(target.pace_needed, False, "nobody entered anything yet")
        self._enter(self.sales, self.customer, "2026-01-28", 1000)
        self._enter(self.sales, self.customer, "2026-02-28", 2000)
        target._refresh_figures()
        self.assertEqual((target.actual_value, target.attainment), (3000, 25))
        # From 2 March on 305 days are left.
        self.assertAlmostEqual(target.pace_needed, 9000 * 30.4375 / 305)

    def test_a_level_counts_from_its_baseline_and_has_no_pace(self):
        self._enter(self.level, self.customer, "2026-01-28", 80)
        target = self._target(self.level, 90, baseline=80)
        self.assertEqual((target.actual_value, target.attainment), (80, 0))
        self.assertIs(target.pace_needed, False)
        self._enter(self.level, self.customer, "2026-02-28", 85)
        target._refresh_figures()
        self.assertEqual(target.attainment, 50)

    def test_what_nobody_entered_the_year_before_is_no_baseline(self):
        values = {"plan_id": self.plan.id, "measure_id": self.sales.id, "target_value": 1600}
        wizards = self.env["kam.target.generate"].with_user(self.kam)
        self.assertIs(wizards.create(values).baseline, False)
        self._enter(self.sales, self.customer, date(2025, 5, 28), 100)
        wizard = wizards.create(values)
        self.assertEqual(wizard.baseline, 100)
        wizard.action_generate()
        targets = self.plan.target_ids.sorted("date_start")
        year = targets.filtered(lambda target: target.date_end.month == 12)[:1]
        self.assertEqual(year.baseline, 100)
        self.assertEqual((targets - year).mapped("baseline"), [False, 100, False, False])

    def test_the_year_of_what_adds_up_is_split_by_its_season(self):
        for month, value in ((2, 100), (5, 100), (8, 200), (11, 400)):
            self._enter(self.sales, self.customer, date(2025, month, 28), value)
        wizard = self.env["kam.target.generate"].with_user(self.kam)
        form = Form(wizard.with_context(default_plan_id=self.plan.id))
        form.measure_id = self.sales
        self.assertEqual(form.baseline, 800)
        form.target_value = 1600
        form.split = "season"
        form.with_year = False
        form.save().action_generate()
        quarters = self.plan.target_ids.sorted("date_start")
        self.assertEqual(quarters.mapped("target_value"), [200, 200, 400, 800])
