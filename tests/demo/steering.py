"""What has to be true of the demonstration's rewards and of its global plan, reckoned anew from the
files; no tests of its own, for a class that loads everything.
"""

from collections import defaultdict
from datetime import date, timedelta

from northwind_loader.reward import load_reward
from northwind_loader.worldwide import load_worldwide

from .common import add_months, read_rows
from .test_northwind_strategy import amount_of

MODELS = (
    *("kam.reward.scheme", "kam.reward.line", "kam.reward.statement", "res.company"),
    *("res.currency.rate", "kam.team.member", "kam.plan.section", "account.move", "kam.target"),
)
# Of 3,949 measured, most of them for the books of the second company.
MOST_STEERING_QUERIES = 4500
LONDON = ("5", "6", "7", "9")


def curve(attained):
    """50 pays nothing, 100 pays 100, 120 pays 150."""
    if attained <= 100:
        return max(0.0, 2 * (attained - 50))
    return min(150.0, 100 + 2.5 * (attained - 100))


def _price(row):
    return round(float(row["unit_price"]), 2)


class SteeringChecks:
    """Mixed into a class with ``loaded``, ``today``, `_invoices` and `_load_steering` called."""

    @classmethod
    def _load_steering(cls):
        before = cls.env.cr.sql_log_count
        load_reward(cls.loaded)
        load_worldwide(cls.loaded)
        cls.steering_queries = cls.env.cr.sql_log_count - before

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    # rewards

    def _bought(self, customer, start, end):
        """Revenue, margin and {category: revenue} of what one was invoiced, from the files."""
        products = {row["product_id"]: row for row in read_rows("products")}
        revenue = margin = 0.0
        categories = defaultdict(float)
        for _key, day, amount, rows in self._invoices(customer):
            if start <= day <= end:
                prices = [_price(products[row["product_id"]]) for row in rows]
                costs = [round(0.75 * price, 2) for price in prices]
                counts = [float(row["quantity"]) for row in rows]
                revenue += amount
                margin += amount - sum(c * n for c, n in zip(costs, counts, strict=True))
                for row in rows:
                    categories[products[row["product_id"]]["category_id"]] += amount_of([row])
        return revenue, margin, categories

    def _attained(self, customer, start, end):
        """In percent of what they bought a month before and 10 % more: of everything, and of the
        largest category then; and the share of categories that they still buy.
        """
        first = min(day for _key, day, _amount, _rows in self._invoices(customer))
        known = 12 * (start.year - first.year) + start.month - first.month
        months = 12 * (end.year - start.year) + end.month - start.month + 1
        before, _margin, had = self._bought(customer, date.min, start - timedelta(days=1))
        now, _margin, has = self._bought(customer, start, end)
        largest = max(had, key=had.get)
        pairs = ((now, before), (has[largest], had[largest]))
        kept = 100 * len({one for one in has if has[one]} & set(had)) / len(had)
        return [100 * n / round(1.1 * months * b / known, -2) for n, b in pairs], kept

    def _judge_on_time(self, start, end):
        """125 from 98 % on, 100 from 95 %, 50 from 85 %."""
        left = [
            (date.fromisoformat(row["shipped_date"]), date.fromisoformat(row["required_date"]))
            for row in read_rows("orders")
            if row["customer_id"] in self.customers and row["shipped_date"]
        ]
        left = [(day, asked) for day, asked in left if start <= day + self.shift <= end]
        percent = 100 * sum(day <= asked for day, asked in left) / len(left)
        return 125 if percent >= 98 else 100 if percent >= 95 else 50 if percent >= 85 else 0

    def test_reward_of_last_year_follows_from_the_files(self):
        ended, falling = self.ended, self.plans["falling"]
        start, since, end = ended.date_start, falling.date_start, ended.date_end
        (revenue, largest), _kept = self._attained("ERNSH", start, end)
        (less, less_largest), kept = self._attained("MEREP", since, end)
        team = 0.5 * revenue + 0.3 * less + 0.2 * self._judge_on_time(start, end)
        progress = sum(ended.objective_ids.mapped("progress")) / 2
        kept = 100 if kept >= 100 else 50 if kept >= 50 else 0
        own = {
            "paid": (0.4 * largest + 0.6 * progress, 12000.0, 1.0),
            "objected": (
                0.6 * less_largest + 0.4 * kept,
                10000.0,
                ((end - since).days + 1) / ((end - start).days + 1),
            ),
        }
        for name, (attained, amount, share) in own.items():
            one = self.loaded.ref(f"statement_{name}")
            self.assertAlmostEqual(one.team_attainment, team, places=1)
            self.assertAlmostEqual(one.own_attainment, attained, places=1)
            percent = min(150, 0.6 * curve(team) + 0.4 * curve(attained))
            payout = amount * share * percent / 100
            self.assertAlmostEqual(one.payout, payout, delta=0.1)
            self.assertAlmostEqual(one.deferred_amount, payout / 4, delta=0.1)
            # Frozen, and the figures still say so.
            self.assertTrue(one.kept)
            self.assertFalse(one.remark)

    def test_reward_statements_stand_where_they_should(self):
        names = ("paid", "objected", "draft", "waiting")
        paid, objected, draft, waiting = (self.loaded.ref(f"statement_{one}") for one in names)
        self.assertEqual(
            (paid | objected | draft | waiting).mapped("state"),
            ["paid", "approved", "draft", "draft"],
        )
        keeper = self._user("laura.callahan")
        self.assertEqual((paid | objected).approved_by_id, keeper)
        self.assertEqual((paid | draft).user_id, self._user("nancy.davolio"))
        self.assertEqual(paid.approved_date, self.ended.date_end + timedelta(days=25))
        self.assertIn("stopped buying", objected.objection)
        self.assertTrue(objected.answer)
        self.assertEqual(paid.scheme_id.state, "closed")
        self.assertEqual(draft.scheme_id.state, "open")
        self.assertIs(waiting.payout, False)
        self.assertIn("not judged yet", waiting.remark)

    def test_reward_draft_and_what_if(self):
        draft, one = self.loaded.ref("statement_draft"), self.loaded.ref("target_running")
        lines = draft.scheme_id.line_ids
        of_target = {line.target_id: line for line in lines.filtered("target_id")}
        other, quarter = self.loaded.ref("target_renewed"), of_target.keys() - {one}
        bought = {
            target: self._bought(customer, target.date_start, target.date_end)[0]
            for target, customer in ((one, "QUICK"), (other, "ERNSH"))
        }
        attained = {target: 100 * bought[target] / target.target_value for target in bought}
        rest = sum(
            line.weight * target.attainment / 100
            for target, line in of_target.items()
            if line.component == "team" and target not in bought
        )
        own = sum(of_target[t].weight * t.attainment / 100 for t in quarter if of_target[t].user_id)

        def pay(quick):
            team = 0.5 * quick + 0.3 * attained[other] + rest
            return 12000 * min(150, 0.6 * curve(team) + 0.4 * curve(own)) / 100

        self.assertAlmostEqual(draft.payout, pay(attained[one]), delta=0.1)
        values = {"statement_id": draft.id, "line_id": of_target[one].id, "attained": 150.0}
        dialogue = self.env["kam.reward.what.if"].with_user(draft.user_id).create(values)
        self.assertIn(f"{pay(150.0):,.2f}", dialogue.outcome.splitlines()[0])
        self.assertAlmostEqual(draft.payout, pay(attained[one]), delta=0.1)

    def test_reward_is_on_for_who_needs_it_alone(self):
        use = "kam_planning.group_kam_use_reward"
        staff = self.env["res.users"].browse(self.loaded.ids("res.users", "employee").values())
        users = staff.filtered(lambda user: user.has_group(use))
        logins = ["andrew.fuller", "janet.leverling", "laura.callahan", "nancy.davolio"]
        self.assertEqual(sorted(users.mapped("login")), logins)
        statements = self.env["kam.reward.statement"]
        counts = [
            statements.with_user(self._user(login)).search_count(
                [("scheme_id", "in", self._schemes().ids)]
            )
            for login in logins
        ]
        self.assertEqual(counts, [4, 2, 4, 2])
        for user in staff - users:
            self.assertFalse(statements.with_user(user).has_access("read"), user.login)

    def _schemes(self):
        return self.loaded.ref("scheme_past") | self.loaded.ref("scheme_current")

    # the global plan

    def _sold_in_london(self, after, until):
        """Revenue and margin there, in pounds at 0.8 for a dollar, straight from the files."""
        products = {row["product_id"]: row for row in read_rows("products")}
        taken = {row["order_id"]: row["employee_id"] for row in read_rows("orders")}
        revenue = margin = 0.0
        for key, day, _amount, rows in self._invoices("QUICK"):
            if taken[key] not in LONDON or not after < day <= until:
                continue
            for row in rows:
                count, discount = float(row["quantity"]), round(float(row["discount"]), 2)
                price = round(0.8 * _price(row), 2)
                cost = round(0.8 * 0.75 * _price(products[row["product_id"]]), 2)
                net = round(price * count * (1 - discount), 2)
                revenue, margin = revenue + net, margin + net - cost * count
        return revenue, margin

    def _read_worldwide(self, login, *companies):
        companies = companies or (self.running.company_id, self.loaded.ref("company_london"))
        ids = [company.id for company in companies]
        self.env.invalidate_all()
        plan = self.running.with_user(self._user(login)).with_context(allowed_company_ids=ids)
        return plan.get_worldwide()

    def test_worldwide_adds_up_what_the_files_say(self):
        sheet = self._read_worldwide("andrew.fuller")
        rows = {row["plan_id"]: row for group in sheet["groups"] for row in group["rows"]}
        uk, ireland = (self.loaded.ref(f"plan_{kind}") for kind in ("uk", "ireland"))
        self.assertEqual(set(rows), {self.running.id, uk.id, ireland.id})
        year_ago = add_months(self.today, -12)
        revenue, margin = self._sold_in_london(year_ago, self.today)
        home = self._bought("QUICK", year_ago + timedelta(days=1), self.today)
        for name, there, here in (("revenue", revenue, home[0]), ("margin", margin, home[1])):
            self.assertAlmostEqual(rows[uk.id]["own"][name], there, delta=0.05)
            self.assertAlmostEqual(rows[uk.id]["amounts"][name], there / 0.8, delta=0.05)
            self.assertAlmostEqual(rows[self.running.id]["own"][name], here, delta=0.1)
            self.assertAlmostEqual(sheet["totals"]["amounts"][name], here + there / 0.8, delta=0.1)
        self.assertEqual(rows[uk.id]["currency_id"], self.env.ref("base.GBP").id)
        self.assertEqual(rows[ireland.id]["own"]["revenue"], 0.0)

    def test_worldwide_attainment_follows_from_the_files(self):
        sheet = self._read_worldwide("andrew.fuller")
        target, before = self.loaded.ref("target_running"), timedelta(days=1)
        (there,) = self.loaded.ref("plan_uk").target_ids
        every = self._sold_in_london(date.min, date.max)[0]
        self.assertAlmostEqual(there.target_value, round(1.1 * every, -2))
        reached = self._bought("QUICK", target.date_start, self.today)[0]
        reached += self._sold_in_london(there.date_start - before, self.today)[0] / 0.8
        wanted = target.target_value + there.target_value / 0.8
        self.assertAlmostEqual(sheet["totals"]["attainment"], 100 * reached / wanted, places=1)

    def test_worldwide_teams_span_the_companies_and_have_a_charter(self):
        uk, leader = self.loaded.ref("plan_uk"), self._user("andrew.fuller")
        local = self._user("anne.dodsworth")
        self.assertEqual((uk.user_id, uk.state), (local, "active"))
        self.assertEqual(uk.company_id, self.loaded.ref("company_london"))
        self.assertEqual(uk.partner_id.parent_id, self.running.partner_id)
        self.assertIn(leader, uk.member_ids.user_id)
        self.assertIn(local, self.running.member_ids.user_id)
        self.assertEqual(len(self.running.charter_ids), 4)
        self.assertEqual(len(uk.charter_ids), 3)
        self.assertFalse((self.running | uk).charter_ids.filtered("is_empty"))

    def test_worldwide_changes_nothing_for_others(self):
        company = self.loaded.ref("company_london")
        staff = self.env["res.users"].browse(self.loaded.ids("res.users", "employee").values())
        staff |= self.env.ref("base.user_admin")
        there = staff.filtered(lambda user: company in user.company_ids)
        logins = ["andrew.fuller", "anne.dodsworth", "steven.buchanan"]
        self.assertEqual(sorted(there.mapped("login")), logins)
        self.assertEqual(staff.company_id, self.running.company_id)
        for user in staff - there:
            for name in ("base.group_multi_company", "base.group_multi_currency"):
                self.assertFalse(user.has_group(name), f"{user.login} {name}")
            plans = self.env["kam.plan"].with_user(user)
            self.assertFalse(plans.search([("company_id", "=", company.id)]))
        alone = self._read_worldwide("nancy.davolio", self.running.company_id)
        self.assertEqual([len(group["rows"]) for group in alone["groups"]], [1])
        self.assertEqual(len(self.loaded.ids("res.partner", "customer")), len(self.customers))

    def test_worldwide_invoices_are_paid_in_time_as_at_home(self):
        domain = [("company_id", "=", self.loaded.ref("company_london").id)]
        moves = self.env["account.move"].search([*domain, ("move_type", "=", "out_invoice")])
        self.assertEqual(set(moves.mapped("payment_state")), {"paid"})
        for move in moves:
            self.assertEqual(move.invoice_date_due, move.invoice_date + timedelta(days=30))
            self.assertEqual(move.matched_payment_ids.date, move.invoice_date_due)
        self.assertEqual(set(self.env["sale.order"].search(domain).mapped("state")), {"sale"})
        self.assertTrue(self.loaded.ref("plan_uk").hygiene)

    def test_steering_takes_few_queries_and_a_second_run_none_of_it(self):
        self.assertLess(self.steering_queries, MOST_STEERING_QUERIES)
        said = len(self.said)
        load_reward(self.loaded)
        load_worldwide(self.loaded)
        self.assertEqual(self.said[said:], [])
