"""The Northwind demonstration: what the files say is what Odoo shows, once and only once."""

import doctest
from collections import defaultdict
from datetime import date, timedelta

from northwind_loader import dataset, employees, places, run
from northwind_loader.account_figures import read_figures
from northwind_loader.history import sharing
from northwind_loader.payments import is_paid
from northwind_loader.plan_texts import fill
from northwind_loader.plans import load_plans
from northwind_loader.portfolio import facts, rules
from northwind_loader.reward import rules as reward_rules
from northwind_loader.shifting import Calendar, days_to_shift
from northwind_loader.summary import summarise
from northwind_loader.worldwide import figures

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common import CUSTOMERS, FOLDER, NorthwindCase, expected_amounts, read_rows


@tagged("standard", "post_install", "-at_install")
class TestNorthwindFiles(TransactionCase):
    """Pure functions; the database is not touched."""

    def test_examples_in_docstrings_hold(self):
        modules = (dataset, employees, facts, figures, places, reward_rules, rules, run, sharing)
        for module in modules:
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_all_records_are_read(self):
        data = dataset.read(FOLDER)
        counts = [len(data.customers), len(data.employees), len(data.categories)]
        counts += [len(data.products), len(data.orders), sum(len(o.lines) for o in data.orders)]
        self.assertEqual(counts, [91, 9, 8, 77, 830, 2155])

    def test_shift_puts_last_order_a_week_before_today(self):
        today = date(2026, 3, 4)
        last = dataset.read(FOLDER).last_ordered
        calendar = Calendar(last, days_to_shift(last, today))
        self.assertEqual(calendar.shift(last), date(2026, 2, 25))
        self.assertEqual(calendar.today, today)
        self.assertIsNone(calendar.shift(None))

    def test_salesperson_took_most_orders(self):
        data = dataset.read(FOLDER)
        self.assertEqual(data.salespersons()["QUICK"], "2")
        self.assertNotIn("PARIS", data.salespersons(), "PARIS never ordered")

    def test_recent_invoices_are_open_and_old_ones_paid(self):
        data = dataset.read(FOLDER)
        calendar = Calendar(data.last_ordered, 0)
        paid = {order.key: is_paid(order, calendar) for order in data.orders}
        recent = [o for o in data.orders if o.invoiced > calendar.today - timedelta(days=30)]
        old = [o for o in data.orders if o.invoiced < calendar.today - timedelta(days=200)]
        self.assertFalse(any(paid[order.key] for order in recent))
        self.assertTrue(all(paid[order.key] for order in old))


@tagged("standard", "post_install", "-at_install")
class TestNorthwindLoad(NorthwindCase):
    """The trading records."""

    def test_orders_and_invoices_are_worth_what_the_files_say(self):
        expected = {key: float(amount) for key, amount in expected_amounts(CUSTOMERS).items()}
        self.assertGreater(len(expected), 20)
        sales = self._by_key("sale.order", "order")
        moves = self._by_key("account.move", "invoice")
        for records in (sales, moves):
            amounts = {key: record.amount_total for key, record in records.items()}
            self.assertEqual(amounts.keys(), expected.keys())
            for key, amount in amounts.items():
                self.assertAlmostEqual(amount, expected[key], places=2, msg=key)

    def test_orders_are_confirmed_and_keep_their_days(self):
        rows = {row["order_id"]: row for row in read_rows("orders")}
        shift = timedelta(days=self.loaded.calendar.shift_days)
        for key, sale in self._by_key("sale.order", "order").items():
            ordered = date.fromisoformat(rows[key]["order_date"]) + shift
            self.assertEqual((sale.state, sale.date_order.date()), ("sale", ordered), key)

    def test_invoices_are_posted_on_the_day_of_delivery(self):
        rows = {row["order_id"]: row for row in read_rows("orders")}
        shift = timedelta(days=self.loaded.calendar.shift_days)
        moves = self._by_key("account.move", "invoice")
        for key, move in moves.items():
            day = rows[key]["shipped_date"] or rows[key]["order_date"]
            self.assertEqual(move.invoice_date, date.fromisoformat(day) + shift, key)
        self.assertEqual({move.state for move in moves.values()}, {"posted"})

    def test_invoices_are_paid_as_decided(self):
        moves = self._by_key("account.move", "invoice")
        for order in self.data.orders:
            paid = is_paid(order, self.loaded.calendar)
            self.assertEqual(moves[order.key].payment_state, "paid" if paid else "not_paid")
            self.assertEqual(bool(moves[order.key].amount_residual), not paid, order.key)

    def test_customers_have_contact_and_salesperson(self):
        rows = {row["customer_id"]: row for row in read_rows("customers")}
        for key, company in self._by_key("res.partner", "customer").items():
            contact = company.child_ids
            self.assertEqual(contact.name, rows[key]["contact_name"])
            self.assertEqual(contact.function, rows[key]["contact_title"])
            self.assertEqual(company.city, rows[key]["city"])
            self.assertTrue(company.country_id and company.user_id)

    def test_teams_follow_reporting_lines(self):
        users = self._by_key("res.users", "employee")
        teams = self._by_key("crm.team", "team")
        reports = defaultdict(set)
        for row in read_rows("employees"):
            reports[row["reports_to"]].add(users[row["employee_id"]])
        for leader, team in teams.items():
            self.assertEqual(team.user_id, users[leader])
            self.assertEqual(set(team.member_ids), reports[leader])

    def test_discontinued_products_stay_but_are_not_sold(self):
        products = self._by_key("product.product", "product")
        for row in read_rows("products"):
            is_sold = products[row["product_id"]].sale_ok
            self.assertEqual(is_sold, row["discontinued"] == "0", row["product_name"])

    def test_products_leave_a_margin(self):
        for key, product in self._by_key("product.product", "product").items():
            self.assertTrue(0 < product.standard_price < product.list_price, key)

    def test_company_with_books_of_its_own_is_left_alone(self):
        self.env.ref("base.main_company").name = "Somebody Else"
        with self.assertRaisesRegex(UserError, "Somebody Else"):
            self._load()
        self.assertEqual(self.env.ref("base.main_company").name, "Somebody Else")

    def test_nobody_gets_mail(self):
        models = ["sale.order", "account.move", "res.partner"]
        ids = self.env["mail.message"].search([("model", "in", models)]).ids
        self.assertFalse(self.env["mail.mail"].search([("mail_message_id", "in", ids)]))

    def test_every_batch_is_committed_before_it_is_reported(self):
        reports = [index for index, line in enumerate(self.said) if "/" in line]
        self.assertTrue(reports)
        self.assertLessEqual(set(reports), set(self.commits))

    def test_second_load_changes_nothing(self):
        models = ("res.partner", "res.users", "crm.team", "product.product", "sale.order")
        models += ("account.move", "account.payment", "mail.message", "ir.model.data")
        before = {model: self.env[model].search_count([]) for model in models}
        said = len(self.said)
        self._load()
        self.assertEqual({model: self.env[model].search_count([]) for model in models}, before)
        self.assertEqual(self.said[said:], [], "no batch was needed")

    def test_interrupted_load_is_completed(self):
        order = self.data.orders[0].key
        sale = self.loaded.ref(f"order_{order}")
        sale.invoice_ids.button_draft()
        sale.invoice_ids.unlink()
        self.assertIsNone(self.loaded.ref(f"invoice_{order}"))
        self._load()
        self.assertEqual(self.loaded.ref(f"invoice_{order}").amount_untaxed, sale.amount_untaxed)


@tagged("standard", "post_install", "-at_install")
class TestNorthwindPlans(NorthwindCase):
    """The example plans, made for the same three customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails_before = cls.env["mail.mail"].search_count([])
        load_plans(cls.loaded)
        cls.running = cls.loaded.ref("plan_running")
        cls.renewed = cls.loaded.ref("plan_renewed")
        cls.submitted = cls.loaded.ref("plan_submitted")
        cls.plans = cls.running | cls.renewed | cls.submitted

    def test_plans_go_to_the_customers_with_most_revenue(self):
        totals = {}
        for customer in CUSTOMERS:
            name = self.data.customers[customer]["company_name"]
            totals[name] = sum(expected_amounts([customer]).values())
        ranked = sorted(totals, key=totals.get, reverse=True)
        self.assertEqual(self.plans.mapped("partner_id.name"), ranked)

    def test_plans_are_in_different_states(self):
        self.assertEqual(self.plans.mapped("state"), ["active", "active", "submitted"])
        self.assertEqual(self.renewed.previous_plan_id.state, "closed")
        self.assertTrue(self.renewed.objective_ids.previous_objective_id)

    def test_people_made_the_plans_themselves(self):
        for plan in self.plans | self.renewed.previous_plan_id:
            self.assertEqual(plan.create_uid, plan.user_id)
            self.assertEqual(plan.user_id, plan.partner_id.user_id)
            self.assertNotEqual(plan.sponsor_id, plan.user_id)
            customers_side = plan.member_ids.filtered(lambda m: m.side == "customer")
            self.assertEqual(customers_side.contact_id, plan.partner_id.child_ids)
            self.assertIn(plan.partner_id.child_ids, plan.member_ids.counterpart_id)

    def test_every_section_says_something_with_figures(self):
        for plan in self.plans:
            self.assertFalse(plan.section_ids.filtered("is_empty"), plan.name)
            overview = plan.section_ids.filtered(lambda s: s.name == "Business overview")
            figures = read_figures(self.env, plan.partner_id, self.loaded.calendar.today)
            self.assertIn(f"{figures.revenue:,.0f} USD", overview.content)
            self.assertNotIn("{", overview.content)

    def test_figures_are_those_of_the_files(self):
        partner = self.running.partner_id
        figures = read_figures(self.env, partner, self.loaded.calendar.today)
        last_year = self.loaded.calendar.today - timedelta(days=365)
        amounts = expected_amounts([partner.ref])
        days = {o.key: self.loaded.calendar.shift(o.invoiced) for o in self.data.orders}
        expected = sum(amount for key, amount in amounts.items() if days[key] > last_year)
        self.assertAlmostEqual(figures.revenue, float(expected), places=2)
        by_category = sum(amount for _name, amount in figures.categories)
        self.assertAlmostEqual(by_category, figures.revenue, delta=0.05)

    def test_running_plan_shows_work_in_all_states(self):
        states = set(self.running.action_ids.mapped("state"))
        self.assertEqual(states, {"todo", "in_progress", "done"})
        self.assertEqual(self.running.overdue_action_count, 1)
        statuses = set(self.running.objective_ids.mapped("status"))
        self.assertTrue(statuses & {"at_risk", "off_track"} and "on_track" in statuses, statuses)
        self.assertIn("manual", self.running.objective_ids.mapped("progress_mode"))
        self.assertTrue(self.running.lead_ids.expected_revenue)
        done = self.running.action_ids.filtered(lambda a: a.state == "done")
        self.assertTrue(all(done.mapped("feedback")))

    def test_running_plan_has_reviews_held_and_planned(self):
        held, planned = self.running.review_ids.sorted("date_planned")
        self.assertEqual((held.state, planned.state), ("held", "planned"))
        self.assertTrue(held.minutes and planned.event_id)
        self.assertEqual(held.decision_ids.action_id.plan_id, self.running)
        days = (self.running.next_review_date - self.loaded.calendar.today).days
        self.assertTrue(0 < days <= 14, days)

    def test_only_what_was_shared_leaves(self):
        (shared,) = self.running._read_shared_sudo()
        self.assertTrue(shared["section_ids"] and shared["objective_ids"])
        self.assertLess(len(shared["objective_ids"]), len(self.running.objective_ids))
        self.assertFalse(self.submitted._read_shared_sudo())

    def test_open_actions_have_their_activities(self):
        for action in self.plans.action_ids.filtered("is_open"):
            self.assertEqual(action.activity_id.user_id, action.user_id, action.name)

    def test_plans_fill_no_mail_queue(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)

    def test_second_load_makes_no_plan_twice(self):
        models = ("kam.plan", "kam.action", "kam.review", "mail.activity", "mail.message")
        before = {model: self.env[model].search_count([]) for model in models}
        load_plans(self.loaded)
        self.assertEqual({model: self.env[model].search_count([]) for model in models}, before)

    def test_summary_counts_what_is_there(self):
        text = "\n".join(summarise(self.loaded))
        revenue = sum(expected_amounts(CUSTOMERS).values())
        self.assertIn("3 customers, 9 employees, 77 products", text)
        self.assertIn(f"revenue {revenue:,.2f} USD", text)
        self.assertIn(self.running.name, text)

    def test_texts_without_figures_stay_as_they_are(self):
        figures = read_figures(self.env, self.running.partner_id, self.loaded.calendar.today)
        self.assertEqual(fill({"weight": 2.0, "name": "x"}, figures), {"weight": 2.0, "name": "x"})
