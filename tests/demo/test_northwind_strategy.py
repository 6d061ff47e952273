"""The strategy of the example plans, for the customers that have them in the demonstration."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from northwind_loader import strategy
from northwind_loader.strategy import load_strategy

from odoo.tests import tagged

from odoo.addons.kam_planning.models.common.days import today_of

from .common import add_months, read_rows
from .strategy import MODELS, StrategyCase

RICH = ("running", "submitted")
SWITCHES = (
    *("show_goals", "show_appraisal", "show_competitors", "show_investments", "show_forces"),
    *("show_risks", "show_values", "show_deliveries", "show_key_dates", "show_strategy_map"),
)


def amount_of(rows):
    """Net amount of lines of the files."""
    return sum(
        round(float(row["unit_price"]), 2)
        * float(row["quantity"])
        * (1 - round(float(row["discount"]), 2))
        for row in rows
    )


@tagged("standard", "post_install", "-at_install")
class TestNorthwindStrategy(StrategyCase):
    customers = ("QUICK", "SAVEA", "ERNSH")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = timedelta(days=cls.loaded.calendar.shift_days)
        # The day of the figures, and the day where the company is, from which days ahead count.
        cls.today = cls.loaded.calendar.today
        cls.now = today_of(cls.running.company_id)
        cls.rows = defaultdict(list)
        for row in read_rows("order_details"):
            cls.rows[row["order_id"]].append(row)

    def _orders(self, customer):
        """The orders of a customer with the days of now, straight from the file."""
        orders = []
        for row in read_rows("orders"):
            if row["customer_id"] == customer:
                days = (row["order_date"], row["required_date"], row["shipped_date"])
                days = [day and date.fromisoformat(day) + self.shift for day in days]
                orders.append((row["order_id"], *days))
        return orders

    def _sold(self, customer, after, until, category=None):
        names = {row["category_id"]: row["category_name"] for row in read_rows("categories")}
        category_of = {r["product_id"]: names[r["category_id"]] for r in read_rows("products")}
        return amount_of(
            row
            for key, ordered, _required, _shipped in self._orders(customer)
            if after < ordered <= until
            for row in self.rows[key]
            if category in (None, category_of[row["product_id"]])
        )

    def test_customers_are_those_of_the_demonstration(self):
        refs = {kind: plan.partner_id.ref for kind, plan in self.plans.items()}
        self.assertEqual(refs, {"running": "QUICK", "submitted": "SAVEA", "renewed": "ERNSH"})

    def test_light_stays_light(self):
        for kind in RICH:
            self.assertTrue(all(self.plans[kind][name] for name in SWITCHES), kind)
        for plan in self.renewed | self.renewed.previous_plan_id:
            self.assertFalse(any(plan[name] for name in SWITCHES), plan.name)

    def test_how_much_is_in_each_plan(self):
        names = ("customer.goal", "appraisal", "investment", "competitor.position", "risk")
        names += ("force", "value", "delivery.note", "key.date")
        counts = {
            kind: [len(self._lines(f"kam.{name}", kind)) for name in names] for kind in self.plans
        }
        self.assertEqual(
            counts,
            {
                "running": [8, 14, 3, 2, 6, 11, 6, 4, 5],
                "submitted": [6, 13, 3, 2, 4, 10, 3, 3, 4],
                "renewed": [2, 0, 0, 1, 0, 0, 0, 2, 1],
            },
        )

    def test_goals(self):
        for kind in RICH:
            goals = self._lines("kam.customer.goal", kind)
            self.assertEqual(set(goals.mapped("source")), {"assumed", "customer", "public"})
            initiatives = goals.filtered(lambda goal: goal.kind == "initiative")
            self.assertEqual(set(initiatives.mapped("parent_id.kind")), {"goal"})
            self.assertTrue(all(goals.mapped("evidence")))
            on_map = self._lines("kam.stakeholder", kind).partner_id
            self.assertTrue(goals.contact_id)
            self.assertLessEqual(goals.contact_id, on_map)
            self.assertEqual(goals.mapped("create_uid"), self.plans[kind].user_id)

    def test_objectives_are_linked_but_for_one(self):
        for kind in RICH:
            unlinked = self.plans[kind].objective_ids.filtered(lambda one: not one.goal_ids)
            self.assertIn("Reach everyone who decides", unlinked.mapped("name"))
            self.assertTrue(self.plans[kind].objective_ids.offering_ids)
            answered = self.plans[kind].objective_ids.goal_ids
            unanswered = self._lines("kam.customer.goal", kind) - answered
            self.assertTrue(unanswered)

    def test_objectives_are_announced_and_proved(self):
        shares = {"running": (80.0, 100.0), "submitted": (100.0, 96.0)}
        for kind in RICH:
            objective = self.plans[kind].objective_ids.filtered(
                lambda one: one.name == "Become their most reliable supplier"
            )
            kinds = objective.target_ids.measure_id.mapped("kind")
            self.assertEqual(sorted(kinds), ["lagging", "leading"])
            measure = self.loaded.ref("measure_on_time")
            entries = self._lines("kam.measure.entry", kind)
            entries = entries.filtered_domain([("measure_id", "=", measure.id)]).sorted("date")
            orders = self._orders(self.plans[kind].partner_id.ref)
            for number, entry in enumerate(entries):
                after, until = (add_months(self.today, -12 * (2 - number - n)) for n in (0, 1))
                left = [o for o in orders if after < o[1] <= until and o[3]]
                on_time = [o for o in left if o[3] <= o[2]]
                self.assertAlmostEqual(entry.value, 100 * len(on_time) / len(left), places=1)
                self.assertAlmostEqual(entry.value, shares[kind][number], delta=3)

    def test_late_orders_are_named(self):
        late = {
            "running": ("Northwind 10515 (16 days), Northwind 10451 (7 days)", 13770.96),
            "submitted": ("Northwind 10847 (5 days)", 4931.92),
        }
        for kind, (text, amount) in late.items():
            risk = self.loaded.ref(f"risk_{kind}_late")
            self.assertIn(text, risk.description)
            self.assertAlmostEqual(risk.amount, amount, places=2)
            finding = self.loaded.ref(f"appraisal_{kind}_late")
            self.assertIn(text, finding.evidence)
            self.assertTrue(finding.is_red_flag)
            self.assertIn(text, self.loaded.ref(f"force_{kind}_late").evidence)

    def test_falling_categories_are_told(self):
        half, year = add_months(self.today, -6), add_months(self.today, -12)
        for kind, category in (("running", "Meat/Poultry"), ("submitted", "Seafood")):
            customer = self.plans[kind].partner_id.ref
            now = self._sold(customer, half, self.today, category)
            before = self._sold(customer, year, half, category)
            finding = self.loaded.ref(f"appraisal_{kind}_falling")
            self.assertEqual(finding.name, f"Their orders of {category} fall")
            text = f"{before:,.0f} USD in one half-year, {now:,.0f} USD in the next"
            self.assertIn(text, finding.evidence)
            risk = self.loaded.ref(f"risk_{kind}_moved")
            self.assertAlmostEqual(risk.amount, before - now, places=2)

    def test_discounts_are_to_stop(self):
        for kind in RICH:
            customer = self.plans[kind].partner_id.ref
            given = sum(
                round(float(row["unit_price"]), 2)
                * float(row["quantity"])
                * round(float(row["discount"]), 2)
                for key, ordered, _required, _shipped in self._orders(customer)
                if add_months(self.today, -12) < ordered <= self.today
                for row in self.rows[key]
            )
            stop = self.loaded.ref(f"investment_{kind}_discounts")
            self.assertEqual(stop.kind, "stop")
            self.assertAlmostEqual(stop.amount, given, delta=0.01)
            self.assertFalse(self.plans[kind].lacks_stop)

    def test_appraisal_became_work_by_one_click(self):
        lines = self._lines("kam.appraisal", "running")
        kinds = {"trend", "opportunity", "strength", "vulnerability", "threat"}
        self.assertEqual(set(lines.mapped("kind")), kinds)
        for link in ("objective_id", "risk_id", "force_id", "action_id", "value_id"):
            made = lines.mapped(link)
            self.assertTrue(made, link)
            self.assertEqual(made.plan_id, self.running)
        self.assertEqual(len(lines.filtered("effect_unknown")), 1)

    def test_competitors_hold_cells(self):
        lost = {"running": ("Condiments", "Meat/Poultry"), "submitted": ("Produce", "Seafood")}
        for kind, categories in lost.items():
            rival = self.loaded.ref(f"rival_{kind}")
            positions = self._lines("kam.competitor.position", kind)
            self.assertIn(rival, positions.competitor_id)
            self.assertTrue(all(positions.mapped("strength")))
            position = positions.filtered(lambda one, rival=rival: one.competitor_id == rival)
            whole = position.cell_ids.filtered(lambda cell: not cell.buying_center_id)
            self.assertEqual(set(whole.offering_id.mapped("name")), set(categories))
            self.assertAlmostEqual(position.exposed_revenue, sum(whole.mapped("revenue")), places=2)
            self.assertEqual(position.contract_end, add_months(self.now, 3))
            manager = self.plans[kind].user_id
            self.assertEqual(position.with_user(manager).lost_count, 1)
            lead = self.loaded.ref(f"lost_{kind}")
            self.assertEqual((lead.won_status, lead.kam_lost_to_id), ("lost", rival))

    def test_risks_were_rated_as_time_went_on(self):
        risk = self.loaded.ref("risk_running_late")
        readings = risk.reading_ids.sorted("date")
        self.assertEqual(readings.mapped("rating"), [16, 12, 8])
        days = [(self.now - reading.date.date()).days for reading in readings]
        self.assertEqual(days, [110, 45, 8])
        self.assertTrue(all(readings.mapped("reason")))
        self.assertEqual(risk.confirmed_date, readings[-1].date)
        # Rated 110 days ago; a medium risk is rated again after three months.
        self.assertTrue(self.loaded.ref("risk_running_person").is_stale)
        self.assertEqual(set(risk.action_ids.mapped("state")), {"done"})
        self.assertTrue(risk.rate_again)
        accepted = self.loaded.ref("risk_running_overdue")
        self.assertEqual((accepted.state, accepted.response), ("accepted", "accept"))
        self.assertEqual(accepted.accepted_by_id, self.running.sponsor_id)
        self.assertEqual(accepted.accepted_until, add_months(self.now, 6))
        responses = self._lines("kam.risk", "running").mapped("response")
        self.assertLessEqual({"avoid", "reduce", "share", "accept"}, set(responses))

    def test_forces_were_judged_again(self):
        force = self.loaded.ref("force_running_late")
        self.assertEqual(force.reading_ids.sorted("date").mapped("strength"), [5, 3])
        effect = force.effect_ids
        self.assertEqual((effect.expected_strength, effect.found_strength), (3, 3))
        self.assertTrue(effect.is_moved)
        # Driving 4 + 3, restraining 3 + 3 + 2.
        self.assertAlmostEqual(force.objective_id.chance, 100 * 8 / 17, places=2)
        # Invoices from 2 to 1 by the service levels.
        self.assertAlmostEqual(force.objective_id.expected_chance, 100 * 8 / 16, places=2)

    def test_values_in_all_states(self):
        states = Counter(self._lines("kam.value", "running").mapped("state"))
        every = {"proposed", "agreed", "delivered", "confirmed", "partly", "disputed"}
        self.assertEqual(states, dict.fromkeys(every, 1))
        orders = [
            order
            for order in self._orders("QUICK")
            if add_months(self.today, -12) < order[1] <= self.today
        ]
        goods_in = self.loaded.ref("value_running_goods_in")
        # From 6 hours to 4.5, 42 USD an hour.
        self.assertAlmostEqual(goods_in.amount, 1.5 * len(orders) * 42, places=2)
        answer = goods_in.answer_ids
        self.assertAlmostEqual(answer.confirmed_amount, len(orders) * 42, places=2)
        self.assertEqual(answer.contact_id.name, "Ines Vogt")
        self.assertEqual(len(goods_in.reading_ids), 3)
        for answer in self._lines("kam.value", "running").answer_ids:
            self.assertIn(b"We looked at", answer.attachment_ids.raw)
        on_time = self.loaded.ref("value_running_on_time")
        # 20 of a hundred orders, 180 USD each.
        self.assertAlmostEqual(on_time.amount, 0.2 * len(orders) * 180, places=2)
        self.assertEqual(on_time.rewarded_lead_id.kam_plan_id, self.running)

    def test_scorecard_of_both_sides(self):
        for kind in RICH:
            plan = self.plans[kind]
            card = plan.with_user(plan.user_id).value_scorecard
            self.assertEqual((card["customer"]["count"], card["us"]["count"]), (3, 3))
            on_time = next(r for r in card["criteria"] if r["name"] == "Delivery on time")
            # 5, 3, 5 / 5, 2, 4 / 5, 3, 4 and 5, 4, 4 / 5, 4, 5 / 4, 3, 4.
            for found, expected in zip(on_time["customer"], (5, 8 / 3, 13 / 3), strict=True):
                self.assertAlmostEqual(found, expected)
            for found, expected in zip(on_time["us"], (14 / 3, 11 / 3, 13 / 3), strict=True):
                self.assertAlmostEqual(found, expected)

    def test_what_left_is_delivered(self):
        for order in self.data.orders:
            sale = self.loaded.ref(f"order_{order.key}")
            for line in sale.order_line:
                expected = line.product_uom_qty if order.shipped else 0.0
                self.assertEqual(line.qty_delivered, expected, order.key)

    def test_deliveries_have_notes(self):
        manager = self.renewed.user_id
        deliveries = self.env["kam.delivery"].with_user(manager)
        for key, state in (("11008", "late"), ("11072", "on_time")):
            sale = self.loaded.ref(f"order_{key}")
            lines = deliveries.search([("order_id", "=", sale.id)])
            self.assertEqual(set(lines.mapped("state")), {state})
            self.assertTrue(lines.filtered(lambda line: line.note and line.needs))
        notes = self._lines("kam.delivery.note", "running").mapped("name")
        self.assertTrue(any("16 days after" in note for note in notes))

    def test_samples_move_no_figure(self):
        for kind in RICH:
            plan = self.plans[kind]
            orders = self.env["sale.order"].search([("partner_id", "=", plan.partner_id.id)])
            samples = orders.filtered(lambda order: "Samples" in (order.client_order_ref or ""))
            self.assertEqual((len(samples), samples.amount_untaxed), (1, 0.0))
            self.assertEqual(len(samples.order_line.product_id), 2)
            customer = plan.partner_id.ref
            taken = self._sold(customer, add_months(self.today, -12), self.today)
            self.assertAlmostEqual(plan.order_intake, taken, delta=0.05)

    def test_key_dates_lie_ahead(self):
        for kind in self.plans:
            dates = self._lines("kam.key.date", kind)
            self.assertTrue(all(day > self.now for day in dates.mapped("next_date")), kind)
        kinds = {"contract_end", "tender", "budget", "price_talks", "fiscal_year"}
        self.assertEqual(set(self._lines("kam.key.date", "running").mapped("kind")), kinds)

    def test_every_figure_is_filled_in(self):
        for model in MODELS[:18]:
            for kind in self.plans:
                lines = self._lines(model, kind)
                for line in lines:
                    for name in ("name", "evidence", "note", "description", "our_answer"):
                        if name in line._fields:
                            self.assertNotIn("{", line[name] or "", line)

    def test_nobody_gets_mail(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)

    def test_a_killed_run_was_completed(self):
        self.assertTrue(self.killed)
        for kind, steps in strategy.STEPS.items():
            for name in steps:
                self.assertEqual(
                    self.loaded.ref(f"strategy_{kind}_{name}"), self.plans[kind], (kind, name)
                )

    def test_second_run_adds_nothing(self):
        before = self._count()
        load_strategy(self.loaded)
        self.assertEqual(self._count(), before)

    def test_what_a_user_deletes_stays_deleted(self):
        self._lines("kam.key.date", "running").unlink()
        load_strategy(self.loaded)
        self.assertFalse(self._lines("kam.key.date", "running"))


@tagged("standard", "post_install", "-at_install")
class TestNorthwindStrategyOfOthers(StrategyCase):
    """Customers whose orders say less: what they do not say is left out."""

    def test_nothing_is_told_that_the_orders_do_not_say(self):
        self.assertEqual(self.running.partner_id.ref, "BLONP")
        self.assertIsNone(self.loaded.ref("risk_running_late"))
        self.assertIsNone(self.loaded.ref("appraisal_running_late"))
        names = self._lines("kam.appraisal", "running").mapped("name")
        self.assertTrue(names)
        self.assertFalse([name for name in names if "{" in name or "all our" in name])
        self.assertTrue(self._lines("kam.value", "running"))
