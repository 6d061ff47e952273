"""The figures of the demonstration against the CSV files, computed by code of its own."""

from collections import defaultdict
from datetime import date, timedelta

from northwind_loader.figures import load_figures
from northwind_loader.plans import load_plans

from odoo.tests import tagged

from odoo.addons.kam_planning.models.common.days import day_of

from .common import NorthwindCase, add_months, read_rows


class Files:
    """What one customer bought, straight from the files: list of (day, category, amount)."""

    def __init__(self, customer, shift_days):
        names = {row["category_id"]: row["category_name"] for row in read_rows("categories")}
        category_of = {
            row["product_id"]: names[row["category_id"]] for row in read_rows("products")
        }
        shift = timedelta(days=shift_days)
        self.sales, self.orders = [], []
        orders = {r["order_id"]: r for r in read_rows("orders") if r["customer_id"] == customer}
        for row in read_rows("order_details"):
            order = orders.get(row["order_id"])
            if not order:
                continue
            price = round(float(row["unit_price"]), 2)
            amount = price * float(row["quantity"]) * (1 - round(float(row["discount"]), 2))
            category = category_of[row["product_id"]]
            invoiced = date.fromisoformat(order["shipped_date"] or order["order_date"]) + shift
            ordered = date.fromisoformat(order["order_date"]) + shift
            self.sales.append((invoiced, category, round(amount, 2)))
            self.orders.append((ordered, category, round(amount, 2)))

    def total(self, rows, after, until, category=None):
        """Sum of what lies after one day and up to another."""
        return sum(
            amount
            for day, name, amount in rows
            if after < day <= until and category in (None, name)
        )


@tagged("standard", "post_install", "-at_install")
class TestNorthwindFigures(NorthwindCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_plans(cls.loaded)
        load_figures(cls.loaded)
        cls.plans = cls.env["kam.plan"].union(
            *(cls.loaded.ref(f"plan_{kind}") for kind in ("running", "renewed", "submitted"))
        )
        cls.today = cls.loaded.calendar.today
        cls.year_ago = add_months(cls.today, -12)
        cls.two_ago = add_months(cls.today, -24)
        shift = cls.loaded.calendar.shift_days
        cls.files = {plan: Files(plan.partner_id.ref, shift) for plan in cls.plans}

    def _assert_amount(self, amount, expected, message=None):
        self.assertAlmostEqual(amount, expected, delta=0.05, msg=message)

    def test_the_snapshot(self):
        for plan, files in self.files.items():
            now = files.total(files.sales, self.year_ago, self.today)
            before = files.total(files.sales, self.two_ago, self.year_ago)
            self.assertTrue(now)
            self._assert_amount(plan.revenue, now, plan.name)
            self._assert_amount(plan.revenue_prior, before, plan.name)
            ordered = files.total(files.orders, self.year_ago, self.today)
            self._assert_amount(plan.order_intake, ordered, plan.name)
            self.assertEqual(day_of(plan.figures_date, plan.company_id), self.today)

    def test_the_share_in_our_revenue(self):
        """Of the three customers that the test loads, and whatever the database holds besides."""
        every = sum(
            files.total(files.sales, self.year_ago, self.today) for files in self.files.values()
        )
        self.env.cr.execute(
            """
            SELECT COALESCE(-SUM(line.balance), 0) FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
             WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.display_type = 'product' AND move.company_id = %s
               AND move.invoice_date > %s AND move.invoice_date <= %s
            """,
            [self.env.company.id, self.year_ago, self.today],
        )
        total = float(self.env.cr.fetchone()[0])
        self.assertGreaterEqual(total + 1, every)
        for plan in self.plans:
            self.assertAlmostEqual(plan.revenue_share, 100 * plan.revenue / total, places=3)

    def test_months_and_categories(self):
        for plan, files in self.files.items():
            months = defaultdict(float)
            for day, _category, amount in files.sales:
                if day <= self.today:
                    months[day.strftime("%Y-%m-01")] += amount
            for month, amount in plan.figures["months"]:
                self._assert_amount(amount, months[month], f"{plan.name} {month}")
            for name, now, before in plan.figures["categories"]:
                expected = files.total(files.sales, self.year_ago, self.today, name)
                self._assert_amount(now, expected, name)
                expected = files.total(files.sales, self.two_ago, self.year_ago, name)
                self._assert_amount(before, expected, name)

    def test_every_grid_is_filled(self):
        names = {row["category_name"] for row in read_rows("categories")}
        for plan, files in self.files.items():
            cells = self.env["kam.whitespace"].search(
                [("account_id", "=", plan.partner_id.id), ("buying_center_id", "=", False)]
            )
            cell_of = {cell.offering_id.name: cell for cell in cells}
            self.assertTrue(names < set(cell_of), "and a service that is still to come")
            for name in names:
                now = files.total(files.sales, self.year_ago, self.today, name)
                before = files.total(files.sales, self.two_ago, self.year_ago, name)
                self._assert_amount(cell_of[name].revenue, now, name)
                self._assert_amount(cell_of[name].revenue_prior, before, name)
                if now > 0:
                    self.assertEqual(cell_of[name].state, "customer")
            self.assertTrue(cells.filtered("need"))
            self.assertEqual(len(plan.partner_id.kam_plan_ids.partner_id), 1)
            centers = self.env["kam.buying.center"].search(
                [("account_id", "=", plan.partner_id.id)]
            )
            self.assertEqual(len(centers), 2)
            self.assertEqual(len(centers.whitespace_ids), 2 * len(names))

    def test_every_plan_has_targets(self):
        for plan, files in self.files.items():
            targets = plan.target_ids.filtered(lambda t: t.measure_id.unit == "currency")
            self.assertEqual(len(targets), 5)
            for target in targets:
                start = target.date_start - timedelta(days=1)
                actual = files.total(files.sales, start, target.date_end)
                self._assert_amount(target.actual_value, actual, target.display_name)
                if target.actual_value:
                    attainment = 100 * actual / target.target_value
                    self.assertAlmostEqual(target.attainment, attainment, places=1)
            year = self.loaded.ref(f"target_{self._kind(plan)}")
            quarters = targets - year
            self.assertAlmostEqual(sum(quarters.mapped("target_value")), year.target_value)
            self.assertEqual(year.objective_id.plan_id, plan)

    def _kind(self, plan):
        kinds = ("running", "renewed", "submitted")
        return next(kind for kind in kinds if self.loaded.ref(f"plan_{kind}") == plan)

    def test_a_second_load_makes_nothing_twice(self):
        models = ("kam.target", "kam.whitespace", "kam.offering", "kam.buying.center")
        models += ("kam.measure.entry", "mail.message")
        before = {model: self.env[model].search_count([]) for model in models}
        load_figures(self.loaded)
        self.assertEqual({model: self.env[model].search_count([]) for model in models}, before)
