"""What has to be true of the demonstration's portfolio; no tests of its own, for a class that
loads everything.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median

from northwind_loader.portfolio import load_first_round, load_portfolio

from .common import add_months, read_rows

MODELS = (
    *("kam.criterion", "kam.assessment.round", "kam.assessment", "kam.assessment.result"),
    *("kam.capacity", "kam.step", "kam.proof", "calendar.event"),
)
# Of 2,177 measured, with two rounds of seven customers.
MOST_PORTFOLIO_QUERIES = 2500


class PortfolioChecks:
    """Mixed into a class with ``loaded``, ``today`` and `_load_portfolio` called."""

    @classmethod
    def _load_portfolio(cls):
        before = cls.env.cr.sql_log_count
        load_portfolio(cls.loaded)
        cls.portfolio_queries = cls.env.cr.sql_log_count - before
        cls.first, cls.second = (cls.loaded.ref(f"round_{name}") for name in ("first", "second"))

    def _manager(self):
        return self.env["res.users"].search([("login", "=", "andrew.fuller")])

    def _criterion(self, name):
        return self.env.ref(f"kam_planning.criterion_{name}")

    def _result(self, one, customer):
        return one.result_ids.filtered(lambda result: result.account_id.ref == customer)

    def _orders_of(self, customer, until, months):
        """Orders of a customer: tuples (day, employee, asked for, left or None)."""
        found = []
        for row in read_rows("orders"):
            days = [
                row[name] and date.fromisoformat(row[name]) + self.shift
                for name in ("order_date", "required_date", "shipped_date")
            ]
            if row["customer_id"] == customer and add_months(until, -months) < days[0] <= until:
                found.append((days[0], row["employee_id"], days[1], days[2] or None))
        return found

    # rounds

    def test_portfolio_rounds_of_all_customers(self):
        days = [self.today - timedelta(days=21), add_months(self.today - timedelta(days=21), -12)]
        self.assertEqual([self.second.date, self.first.date], days)
        for one in (self.first, self.second):
            self.assertEqual((one.state, one.date_closed), ("closed", one.date + timedelta(days=9)))
            self.assertEqual(set(one.result_ids.account_id.mapped("ref")), set(self.customers))
            self.assertEqual(len(one.rater_ids), 3)
            scores = self.env["kam.assessment"].search([("round_id", "=", one.id)])
            self.assertEqual(scores.rater_id, one.rater_ids)
            self.assertEqual(set(scores.mapped("date_scored")), {one.date})
            for score in scores:
                self.assertEqual(score.create_uid, score.rater_id)
                self.assertRegex(score.reason, r"looking back \d+ months\.$")

    def test_portfolio_scores_follow_from_the_files(self):
        scores, checked = self.env["kam.assessment"].search([]), Counter()
        for score in scores:
            login, until = score.rater_id.login, score.round_id.date
            months = {"andrew.fuller": 12, "steven.buchanan": 6, "laura.callahan": 18}[login]
            orders = self._orders_of(score.account_id.ref, until, months)
            if score.criterion_id == self._criterion("wallet"):
                active = {day.replace(day=1) for day, *_rest in orders}
                expected = 10 * min(months, len(active)) / months
            elif score.criterion_id == self._criterion("maturity"):
                expected = min(10, 1.5 + 1.5 * len({employee for _d, employee, *_r in orders}))
            elif score.criterion_id == self._criterion("service"):
                left = [one for one in orders if one[3] and one[3] <= until]
                late = [one for one in orders if one not in left and one[2] < until]
                on_time = [one for one in left if one[3] <= one[2]]
                expected = 10 * len(on_time) / len(left + late)
            else:
                continue
            checked[score.criterion_id, login] += 1
            self.assertAlmostEqual(score.score, expected, delta=0.2501, msg=score.reason)
        self.assertEqual(len(checked), 7)

    def test_portfolio_growth_is_measured_once_there_are_two_years(self):
        first, second = self.first, self.second
        for one, customer in ((first, "QUICK"), (second, "QUICK"), (second, "MEREP")):
            result = self._result(one, customer)
            parts = {part["label"]: part for part in result.get_explanation()["parts"]}
            growth = parts["Growth over a year"]
            before = self._revenue(customer, one.date, years_before=1)
            if one == first:
                self.assertEqual((before, growth["value"]), (0.0, None))
                continue
            percent = 100 * (self._revenue(customer, one.date) / before - 1)
            self.assertEqual(growth["number"], f"{percent:+.1f} %")
            points = 10 * min(1, max(0, (percent + 50) / 200))
            self.assertAlmostEqual(growth["value"], points, places=2)

    def test_portfolio_what_plans_know_comes_with_the_second_round(self):
        result = self._result(self.second, "QUICK")
        sources = {part["label"]: part["source"] for part in result.get_explanation()["parts"]}
        self.assertTrue(sources["Maturity of the relationship"])
        self.assertTrue(sources["Value compared with the next best"])
        before = self._result(self.first, "QUICK")
        sources = {part["label"]: part["source"] for part in before.get_explanation()["parts"]}
        self.assertFalse(sources["Maturity of the relationship"])
        self.assertEqual(before.strength_confidence, 65.0)
        self.assertEqual(result.strength_confidence, 100.0)

    def test_portfolio_nothing_is_known_of_who_never_ordered(self):
        for one in (self.first, self.second):
            result = self._result(one, "PARIS")
            self.assertFalse(result.quadrant)
            self.assertEqual(result.attractiveness_confidence, 0.0)

    def test_portfolio_matrix_has_bubbles_arrows_and_aims(self):
        results = self.env["kam.assessment.result"]
        matrix = results.with_user(self._manager()).get_matrix([])
        self.assertEqual(matrix["round"]["id"], self.second.id)
        self.assertEqual(len(matrix["bubbles"]), len(self.customers) - 1)
        self.assertTrue(any(bubble["arrow"] for bubble in matrix["bubbles"]))
        self.assertTrue(any(bubble["target"] for bubble in matrix["bubbles"]))
        mine = results.with_user(self.renewed.user_id).get_matrix([])["bubbles"]
        accounts = self.env["kam.plan"].with_user(self.renewed.user_id).search([]).partner_id
        self.assertLessEqual({one["account_id"] for one in mine}, set(accounts.ids))

    def test_portfolio_medians(self):
        result = self._result(self.second, "VICTE")
        scores = self.env["kam.assessment"].search(
            [("round_id", "=", self.second.id), ("account_id", "=", result.account_id.id)]
        )
        given = defaultdict(list)
        for score in scores:
            given[score.criterion_id].append(score.score)
        known = {name: median(given[self._criterion(name)]) for name in ("wallet", "maturity")}
        known["service"] = median(given[self._criterion("service")])
        strength = (25 * known["wallet"] + 25 * known["maturity"] + 15 * known["service"]) / 6.5
        self.assertAlmostEqual(result.strength, strength, places=4)

    # what followed

    def test_portfolio_pilot(self):
        pilot = self.second.result_ids.filtered(lambda one: one.proposal == "pilot")
        self.assertEqual(set(pilot.account_id.mapped("ref")), {"VICTE", "GALED"})
        plans = [self.loaded.ref(f"plan_pilot_{number}") for number in (1, 2)]
        for plan, result in zip(plans, pilot.sorted("rank"), strict=True):
            self.assertEqual(plan.partner_id, result.account_id)
            self.assertEqual((plan.stage_key, plan.state), ("incubation", "active"))
            self.assertEqual(plan.create_uid, self._manager())
            self.assertTrue(plan.figures_date)

    def test_portfolio_capacity_of_all(self):
        staff = self.loaded.ids("res.users", "employee")
        place = [("company_id", "=", self.running.company_id.id)]
        lines = self.env["kam.capacity"].search([("user_id", "in", list(staff.values())), *place])
        self.assertEqual(len(lines), 9)
        shares = {line.user_id.login: line.share for line in lines}
        self.assertEqual((shares["andrew.fuller"], shares["anne.dodsworth"]), (30.0, 50.0))
        self.assertEqual({True, False}, set(lines.filtered("account_count").mapped("is_estimated")))
        self.assertEqual(len(lines.with_user(self._manager()).search(place)), len(lines))

    def test_portfolio_attention(self):
        lines = self.env["kam.attention"].with_user(self._manager()).search([])
        states = {line.account_id.ref: line.state for line in lines}
        self.assertEqual(states["MEREP"], "over")
        self.assertEqual(states["ERNSH"], "under")
        self.assertIn("fair", states.values())
        entries = self.env["kam.attention.entry"].with_user(self._manager())
        visits = entries.search([("kind", "=", "meeting")]).filtered(
            lambda entry: entry.name == "Visit to QUICK-Stop"
        )
        # Ten visits of two hours, by two of us.
        self.assertEqual((len(visits), sum(visits.mapped("hours"))), (10, 40.0))
        self.assertFalse([entry for entry in visits if entry.day.weekday() > 4])
        calls = entries.search([("kind", "=", "call"), ("account_id.ref", "=", "QUICK")])
        days = sorted(entry.day for entry in calls if entry.name == "Call Horst Kloss")
        self.assertEqual(len(days), 12)
        self.assertGreater((days[-1] - days[0]).days, 250)
        costs = {line.account_id.ref: line.cost_to_serve for line in lines}
        self.assertEqual(
            costs["PARIS"], 45.0 * lines.filtered(lambda line: line.account_id.ref == "PARIS").hours
        )

    def test_portfolio_step_down(self):
        falling = self.plans["falling"]
        step = self.loaded.ref("step_falling")
        self.assertEqual((step.plan_id, step.kind, step.state), (falling, "down", "done"))
        self.assertEqual(step.user_id, self._manager())
        self.assertTrue(step.with_user(self._manager()).may_undo)
        tier = falling.partner_id.with_company(falling.company_id).kam_tier_id
        self.assertEqual(tier, self.env.ref("kam_planning.tier_watch"))
        decided = step.decision_text.splitlines()
        self.assertEqual(len(decided), 3)
        for text in ("kept", "ended – One talk a year", "handed over to Laura Callahan"):
            self.assertEqual(len([line for line in decided if text in line]), 1, text)
        self.assertIn(self.second.name, step.evidence)
        self.assertIn("Visited every quarter", step.letter)

    def test_portfolio_proof_says_that_there_are_too_few(self):
        proof = self.loaded.ref("proof_programme")
        self.assertEqual((proof.verdict, proof.count), ("too_few", 0))
        self.assertTrue(proof.text.startswith("Too few (0)"))
        # Plans are too young, or their customers bought nothing two years before.
        self.assertGreaterEqual(proof.early_count, 5)

    def test_portfolio_takes_few_queries_and_a_second_run_none_of_it(self):
        self.assertLess(self.portfolio_queries, MOST_PORTFOLIO_QUERIES)
        said = len(self.said)
        load_first_round(self.loaded)
        load_portfolio(self.loaded)
        self.assertEqual(self.said[said:], [])
