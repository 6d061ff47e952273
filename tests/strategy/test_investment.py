"""Where we put more into an account, and where we stop."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import StrategyCommon


class TestInvestment(StrategyCommon):
    def _investment(self, user=None, **values):
        return self._create_line("kam.investment", user, **{"name": "Engineer on site", **values})

    def test_period_and_owner_are_those_of_the_plan(self):
        line = self._investment()
        self.assertEqual(line.user_id, self.plan.user_id)
        self.assertEqual(
            (line.date_start, line.date_end), (self.plan.date_start, self.plan.date_end)
        )

    def test_what_is_not_known_is_not_nothing(self):
        line = self._investment(hours=0)
        self.assertIs(line.amount, False)
        self.assertEqual(line.hours, 0.0)

    def test_bad_input(self):
        with self._refused(ValidationError, "ends before it begins"):
            self._investment(date_start="2026-06-01", date_end="2026-05-31")
        with mute_logger("odoo.sql_db"), self._refused(Exception, "figures_positive"):
            self._investment(amount=-1)
            self.env.flush_all()
        with self.assertRaises(AccessError):
            self._investment(self.reader)

    def test_focus_without_stop_gets_one_hint(self):
        self.assertFalse(self.plan.lacks_stop)
        focus = self._investment()
        self.plan.invalidate_recordset()
        self.assertTrue(self.plan.with_user(self.reader).lacks_stop)
        stop = self._investment(name="Samples", kind="stop")
        self.plan.invalidate_recordset()
        self.assertFalse(self.plan.lacks_stop)
        stop.state = "given_up"
        self.plan.invalidate_recordset()
        self.assertTrue(self.plan.lacks_stop)
        focus.state = "given_up"
        self.plan.invalidate_recordset()
        self.assertFalse(self.plan.lacks_stop)

    def test_a_copy_plans_them_anew(self):
        self._investment(amount=100, state="done")
        self._investment(name="Dropped", state="given_up")
        copy = self.plan.copy({"date_start": "2027-01-01", "date_end": "2027-12-31"})
        self.assertEqual(copy.investment_ids.mapped("name"), ["Engineer on site"])
        self.assertEqual(copy.investment_ids.state, "planned")
        self.assertEqual(copy.investment_ids.amount, 100)

    def test_what_is_not_over_goes_on_in_the_next_period_and_counts_once(self):
        self._activate(self.plan)
        going = self._investment(amount=100, state="going")
        self._investment(name="Done", amount=7, state="done")
        period = {self.plan: ("2027-01-01", "2027-12-31")}
        successor = self.plan.with_user(self.manager)._create_successors(
            period, self.plan.objective_ids
        )
        line = successor.investment_ids
        self.assertEqual((line.name, line.state), ("Engineer on site", "going"))
        self.assertEqual(line.confirmed_date, going.confirmed_date)
        line.amount = 120
        ((total,),) = line._read_group([("partner_id", "=", self.customer.id)], [], ["amount:sum"])
        self.assertEqual(total, 127)

    def test_who_leaves_hands_them_over(self):
        line = self._investment(user_id=self.mate.id)
        over = self._investment(name="Done", user_id=self.mate.id, state="done")
        self.mate.active = False
        self.env["kam.succession"]._hand_over_all()
        self.assertEqual(line.user_id, self.plan.user_id)
        self.assertEqual(over.user_id, self.mate)

    def test_marks_of_the_chapter(self):
        self._investment()
        self._investment(name="Done", state="done")
        self.assertEqual(self.plan.get_chapter_marks()["investments"], {"count": 1})
        self.plan.show_investments = False
        self.assertNotIn("investments", self.plan.get_chapter_marks())

    def _book(self, account, amount, day, company=None):
        """An item on an analytic account; costs are negative."""
        column = account.plan_id._column_name()
        self.env["account.analytic.line"].create(
            {
                "name": "Hours",
                column: account.id,
                "amount": amount,
                "date": day,
                "company_id": (company or self.plan.company_id).id,
            }
        )

    def test_what_is_booked_on_its_analytic_account(self):
        """Within the period, in the plan's company, of accounts of every analytic plan."""
        accounts = self.env["account.analytic.account"]
        for name in ("Sites", "Campaigns"):
            plan = self.env["account.analytic.plan"].create({"name": name})
            accounts += accounts.create({"name": name, "plan_id": plan.id})
        values = {"date_start": "2026-02-01", "date_end": "2026-02-28"}
        first, second, third = (
            self._investment(name=name, analytic_account_id=account.id, **values)
            for name, account in zip("ABC", (*accounts, accounts[0].copy()), strict=True)
        )
        for amount, day in ((-70, "2026-02-01"), (-35, "2026-02-28"), (5, "2026-02-28")):
            self._book(accounts[0], amount, day)
        self._book(accounts[0], -1000, "2026-03-01")
        self._book(accounts[0], -1000, "2026-02-10", self.other_company)
        self._book(accounts[1], -12, "2026-02-10")
        lines = first | second | third | self._investment(name="D", **values)
        self.assertEqual(lines.mapped("booked_amount"), [False] * 4)
        accountant = self._create_user(
            "accountant", "group_kam_manager", "account.group_account_readonly"
        )
        read = lines.with_user(accountant)
        read.invalidate_recordset()
        self.assertEqual(read.mapped("booked_amount"), [100, 12, 0, False])
        # Without a first or a last day there is no limit at that end.
        first.date_end = False
        second.date_start = False
        read.invalidate_recordset()
        self.assertEqual(read.mapped("booked_amount"), [1100, 12, 0, False])

    def test_an_analytic_account_of_another_company_is_refused(self):
        plan = self.env["account.analytic.plan"].create({"name": "Sites"})
        account = self.env["account.analytic.account"].create(
            {"name": "Theirs", "plan_id": plan.id, "company_id": self.other_company.id}
        )
        with self._refused(UserError, "may not read it"):
            self._investment(analytic_account_id=account.id)
