"""How the example plans came to be: numbers, reviews and changes of the past, from the files."""

import time
from collections import defaultdict
from datetime import date, timedelta

from northwind_loader.history import load_history
from northwind_loader.portfolio import load_first_round, load_portfolio
from northwind_loader.reward import load_reward
from northwind_loader.shifting import standing_at
from northwind_loader.worldwide import load_worldwide

from odoo.tests import tagged

from odoo.addons.kam_planning.models.common.days import today_of
from odoo.addons.kam_planning.tools.pulse import history

from . import portfolio, steering
from .common import add_months, read_rows
from .strategy import Killed, StrategyCase
from .test_northwind_strategy import amount_of

HISTORY = (
    *("kam.plan", "kam.score", "kam.change", "kam.change.line", "kam.review", "kam.snapshot"),
    *("kam.share", "kam.share.access", "kam.share.answer", "res.users"),
)
# Of 4,600 measured, with a survey and a plan that is shared, agreed and proposed anew.
MOST_QUERIES = 6000
MOST_SECONDS = 60


@tagged("standard", "post_install", "-at_install")
class TestNorthwindHistory(portfolio.PortfolioChecks, steering.SteeringChecks, StrategyCase):
    # The last two are the pilot.
    customers = ("QUICK", "SAVEA", "ERNSH", "MEREP", "PARIS", "VICTE", "GALED")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        started, before = time.monotonic(), cls.env.cr.sql_log_count
        cls._load_in_two_runs()
        cls.seconds = time.monotonic() - started
        cls.queries = cls.env.cr.sql_log_count - before
        cls._load_portfolio()
        cls._load_steering()
        names = ("running", "renewed", "submitted", "falling", "prospect")
        cls.plans = {kind: cls.loaded.ref(f"plan_{kind}") for kind in names}
        cls.ended = cls.renewed.previous_plan_id
        cls.shift = timedelta(days=cls.loaded.calendar.shift_days)
        cls.today = today_of(cls.running.company_id)
        cls.rows = defaultdict(list)
        for row in read_rows("order_details"):
            cls.rows[row["order_id"]].append(row)

    @classmethod
    def _load(cls):
        loaded = super()._load()
        load_first_round(loaded)
        return loaded

    @classmethod
    def _load_in_two_runs(cls):
        """The first one is killed before its sixth step is committed."""
        commits, commit = [], cls.loaded.commit

        def commit_until_killed():
            commits.append(True)
            if len(commits) == 6:
                raise Killed

        cls.loaded.commit = commit_until_killed
        try:
            load_history(cls.loaded)
        except Killed:
            cls.killed_after = len(commits)
        finally:
            cls.loaded.commit = commit
        load_history(cls.loaded)

    # the files

    def _invoices(self, customer):
        """Invoices of a customer: tuples (order, day, amount, rows), straight from the files."""
        invoices = []
        for row in read_rows("orders"):
            if row["customer_id"] == customer:
                day = date.fromisoformat(row["shipped_date"] or row["order_date"]) + self.shift
                rows = self.rows[row["order_id"]]
                invoices.append((row["order_id"], day, round(amount_of(rows), 2), rows))
        return invoices

    def _revenue(self, customer, until, years_before=0):
        """Revenue of the twelve months that end with a day, or of those before."""
        end = add_months(until, -12 * years_before)
        start = add_months(end, -12)
        return sum(
            amount for _key, day, amount, _r in self._invoices(customer) if start < day <= end
        )

    def _overdue(self, customer, on):
        """What was due before a day and not paid by then."""
        loaded_on, dues = self.loaded.calendar.today, {}
        for name in self.customers:
            for key, day, amount, _rows in self._invoices(name):
                due = day + timedelta(days=30)
                is_old = due < loaded_on - timedelta(days=120)
                is_paid = due <= loaded_on - timedelta(days=5) and (is_old or int(key) % 9)
                dues[key] = (name, due, amount, is_paid)
        # All that fell due in a month is paid on one day.
        paid_on = defaultdict(lambda: date.min)
        for _name, due, _amount, is_paid in dues.values():
            if is_paid:
                month = due.replace(day=1)
                paid_on[month] = max(paid_on[month], due)
        return sum(
            amount
            for name, due, amount, is_paid in dues.values()
            if name == customer and due < on and not (is_paid and paid_on[due.replace(day=1)] <= on)
        )

    def _kept(self, plan, kind="health"):
        domain = [("res_model", "=", "kam.plan"), ("res_id", "=", plan.id), ("kind", "=", kind)]
        return self.env["kam.score"].search(domain, order="date, id")

    def _raw(self, score, name):
        """The number of one input as a score keeps it."""
        key = self.env.ref(f"kam_planning.health_input_{name}")._get_key()
        return {part.key: part.raw for part in history.unpack_health(score.components)}[key]

    def _changes(self, kind, plan=None):
        plan = plan or self.running
        return self.env["kam.change"].search([("plan_id", "=", plan.id), ("kind", "=", kind)])

    # numbers

    def test_numbers_of_the_past_are_those_of_the_files(self):
        checked = 0
        for plan in (self.running, self.renewed, self.ended, self.plans["falling"]):
            customer = plan.partner_id.ref
            for score in self._kept(plan):
                day = score.date.date()
                revenue = self._revenue(customer, day)
                share = self._raw(score, "overdue")
                if share is not None:
                    expected = 100 * self._overdue(customer, day) / revenue
                    self.assertAlmostEqual(share, expected, places=1, msg=f"{customer} {day}")
                    checked += 1
                growth = self._raw(score, "growth")
                if growth is not None:
                    before = self._revenue(customer, day, years_before=1)
                    self.assertAlmostEqual(growth, 100 * (revenue / before - 1), places=1)
                    checked += 1
        self.assertGreater(checked, 50)

    def test_a_year_is_told_week_by_week(self):
        days = [score.date.date() for score in self._kept(self.ended)]
        self.assertGreater(len(days), 5)
        self.assertLessEqual(self.today - timedelta(days=364), days[0])
        self.assertLessEqual(days[-1], self.ended.date_end)
        self.assertEqual({(self.today - timedelta(days=1) - day).days % 7 for day in days}, {0})
        falling = self._kept(self.plans["falling"])
        self.assertGreater((falling[-1].date - falling[0].date).days, 150)
        self.assertLessEqual(self.ended.scores_date.date(), self.ended.date_end)

    def test_what_only_stands_today_is_not_known_of_the_past(self):
        for score in self._kept(self.running):
            if score.date.date() < self.today:
                self.assertIsNone(self._raw(score, "heard"))
                self.assertIsNone(self._raw(score, "confirmed"))
        self.assertIsNotNone(self._raw(self._kept(self.running)[-1], "heard"))

    def test_health_is_in_danger_or_not_known(self):
        falling, prospect = self.plans["falling"], self.plans["prospect"]
        self.assertEqual(falling.health_alarm_id, self.env.ref("kam_planning.health_input_growth"))
        self.assertEqual(falling.health_band, "watch")
        self.assertFalse(prospect.health_known)
        self.assertIs(prospect.health, False)
        self.assertEqual(prospect.confidence, 0.0)
        self.assertTrue(prospect.hygiene)
        self.assertTrue(self.running.health_band)
        self.assertTrue(self.submitted.health_known)

    # changes

    def test_kinds_of_changes(self):
        states = {
            change.kind: change.state
            for change in self.env["kam.change"].search([("plan_id", "=", self.running.id)])
            if change.state != "resolved"
        }
        for kind in ("order_lost", "slipped", "contact_left", "contract", "key_date"):
            self.assertEqual(states.get(kind), "open", kind)
        self.assertEqual(self._changes("contact_left").date, self.today - timedelta(days=4))
        slipped = self._changes("slipped")
        self.assertEqual(slipped.date, self.today - timedelta(days=2))
        days = [date.fromisoformat(day) for day in (slipped.old_value, slipped.new_value)]
        self.assertEqual(days[1] - days[0], timedelta(days=45))
        self.assertEqual(slipped.res_id, self.running.lead_ids.filtered("date_deadline").id)

    def test_revenue_fell_as_the_files_say(self):
        falling = self.plans["falling"]
        (change,) = self._changes("revenue_fell", falling)
        categories = {row["category_id"]: row["category_name"] for row in read_rows("categories")}
        of_product = {row["product_id"]: row["category_id"] for row in read_rows("products")}
        name = self.env[change.res_model].browse(change.res_id).name
        # It is to be judged, and tells how it is today.
        self.assertEqual(change.state, "open")
        self.assertLess(change.date, self.today)
        end = self.today.replace(day=1)
        sums = []
        for years in (1, 0):
            start, until = add_months(end, -3 - 12 * years), add_months(end, -12 * years)
            rows = [
                row
                for _key, day, _amount, rows in self._invoices("MEREP")
                if start <= day < until
                for row in rows
                if categories[of_product[row["product_id"]]] == name
            ]
            sums.append(amount_of(rows))
        self.assertAlmostEqual(float(change.old_value), sums[0], places=2)
        self.assertAlmostEqual(float(change.new_value), sums[1], places=2)
        self.assertAlmostEqual(change.amount, sums[0] - sums[1], places=2)

    def test_orders_won_are_those_of_the_files(self):
        won = self.env["kam.change"].search([("kind", "=", "order_won")])
        self.assertTrue(won)
        for change in won:
            order = self.env["sale.order"].browse(change.res_id)
            rows = self.rows[order.origin.removeprefix("Northwind ")]
            self.assertAlmostEqual(change.amount, amount_of(rows), places=2)
            self.assertEqual(change.date, order.date_order.date())

    def test_what_was_judged(self):
        owner = self.running.user_id
        dismissed = self._changes("order_won").filtered(lambda one: one.state == "dismissed")
        self.assertEqual(len(dismissed), 1)
        self.assertIn("ordinary order", dismissed.reason)
        (confirmed,) = self._changes("contract").filtered(lambda one: one.state == "resolved")
        self.assertEqual((dismissed | confirmed).judged_by_id, owner)
        position = self.env["kam.competitor.position"].browse(confirmed.res_id)
        self.assertEqual(position.confirmed_by_id, owner)
        # The one that ends sooner is still to be judged.
        (waiting,) = self._changes("contract") - confirmed
        self.assertLess(waiting.new_value, confirmed.new_value)
        self.assertTrue(self.env["kam.competitor.position"].browse(waiting.res_id).is_touched)

    # reviews

    def test_reviews_kept_the_plan_and_compare(self):
        reviews = self.running.review_ids.filtered(lambda one: one.state == "held")
        snapshots = self.env["kam.snapshot"].search(
            [("plan_id", "=", self.running.id), ("kind", "=", "review")], order="number"
        )
        self.assertEqual(snapshots.review_id, reviews)
        self.assertEqual(
            [one.date.date() for one in snapshots], sorted(reviews.mapped("date_held"))
        )
        first, second = snapshots[-2:]
        self.assertEqual(self.today - first.date.date(), timedelta(days=42))
        self.assertEqual(self.today - second.date.date(), timedelta(days=7))
        comparison = first.with_user(self.running.user_id).get_comparison(second.id)
        found = {
            (group["model"], one["kind"])
            for group in comparison["groups"]
            for one in group["differences"]
        }
        for expected in (
            ("kam.action", "added"),
            ("kam.key.date", "added"),
            ("kam.action", "changed"),
            ("kam.customer.goal", "changed"),
            ("kam.objective", "changed"),
            ("kam.appraisal", "gone"),
        ):
            self.assertIn(expected, found)
        self.assertTrue(0 < comparison["drift"] < 30, comparison["drift"])

    def test_chain_holds_and_stamps_are_of_their_days(self):
        self.assertTrue(self.running.verify_snapshots()["is_sound"])
        action = self.loaded.ref("history_running_action")
        self.assertEqual(action.create_date.date(), self.today - timedelta(days=24))
        self.assertEqual(action.create_uid, self.running.user_id)

    # survey

    def test_both_sides_answered_a_survey(self):
        (survey,) = self.env["kam.survey.round"].search([("plan_id", "=", self.running.id)])
        self.assertTrue(self.running.show_survey)
        self.assertEqual((survey.state, survey.is_latest), ("closed", True))
        self.assertEqual(self.today - survey.date, timedelta(days=70))
        self.assertEqual((survey.ours_people, survey.theirs_people), (3, 3))
        self.assertEqual(survey.line_ids.mapped("standing").count(False), 0)
        # We 4.33, they 2.33: whether promises are kept.
        self.assertAlmostEqual(max(survey.line_ids.mapped("gap")), 2.0)
        self.assertFalse(survey.sudo().activity_ids)

    # what is shared

    def test_customer_sees_what_he_agreed_to(self):
        user = self.loaded.ref("customer_user_running")
        contact = self.running.partner_id.child_ids.sorted("id")[:1]
        self.assertEqual(user.partner_id, contact)
        self.assertTrue(user._is_portal())
        access = self.env["kam.share.access"].with_user(user)._find_live_sudo(user)
        share = access.share_id
        self.assertEqual(share.plan_id, self.running)
        self.assertEqual(len(share.access_ids.filtered("is_live")), 2)
        days = [share.agreed_id.date.date(), share.agreed_date, share.proposed_id.date.date()]
        self.assertEqual([(self.today - day).days for day in days], [75, 70, 5])
        page = share._prepare_page_sudo(access)
        self.assertEqual((page["version"]["number"], page["version"]["by"]), (1, user.name))
        self.assertEqual(page["proposed"]["number"], 2)
        self.assertTrue(page["proposed"]["may_agree"])
        self.assertIn("a fortnight later", page["proposed"]["note"])
        self.assertTrue(page["documents"])
        self.assertEqual(
            [one["author"] for one in page["comments"]], [user.name, share.plan_id.user_id.name]
        )
        standing = [(one["is_over"], one["is_late"], one["may_tick"]) for one in page["you_owe"]]
        self.assertIn((True, False, False), standing)
        self.assertIn((False, True, True), standing)
        self.assertFalse([one for one in page["objectives"] if "purchases" in one["name"]])

    def test_plan_moved_on_since_the_customer_agreed(self):
        share = self.loaded.ref("share_running")
        self.assertTrue(10 <= share.drift <= 30, share.drift)
        share._refresh_drift_sudo()
        self.assertTrue(10 <= share.drift <= 30, share.drift)

    def test_customer_did_something_by_his_own_hand(self):
        user = self.loaded.ref("customer_user_running")
        action = self.loaded.ref("share_running_receiver")
        self.assertEqual(action.ticked_by_id, user.partner_id)
        self.assertEqual((self.today - action.date_done).days, 61)
        value = self.loaded.ref("share_running_tastings")
        answer = value.answer_ids
        self.assertEqual((answer.channel, answer.decision), ("portal", "partly"))
        self.assertEqual((value.amount, answer.confirmed_amount), (2400.0, 1600.0))
        self.assertEqual(answer.create_uid, user)

    # loading

    def test_run_that_was_killed_goes_on_and_a_complete_one_changes_nothing(self):
        self.assertEqual(self.killed_after, 6)
        counts, scored = self._count_all(), self.running.scores_date
        load_first_round(self.loaded)
        load_history(self.loaded)
        load_portfolio(self.loaded)
        load_reward(self.loaded)
        load_worldwide(self.loaded)
        self.assertEqual(self._count_all(), counts)
        self.assertEqual(self.running.scores_date, scored)

    def _count_all(self):
        names = (*HISTORY, *portfolio.MODELS, *steering.MODELS)
        return {**self._count(), **{name: self.env[name].search_count([]) for name in names}}

    def test_nobody_gets_a_mail(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)

    def test_how_long_it_takes(self):
        self.assertLess(self.queries, MOST_QUERIES)
        self.assertLess(self.seconds, MOST_SECONDS)

    def test_clock_stands_and_goes_on_again(self):
        day = self.today - timedelta(days=100)
        with standing_at(self.env, day) as move_to:
            self.assertEqual(today_of(self.running.company_id), day)
            partner = self.env["res.partner"].create({"name": "Then"})
            move_to(day + timedelta(days=1))
            partner.name = "A day later"
            self.env.flush_all()
        self.assertEqual(partner.create_date.date(), day)
        self.assertEqual(partner.write_date.date(), day + timedelta(days=1))
        self.assertEqual(today_of(self.running.company_id), self.today)
