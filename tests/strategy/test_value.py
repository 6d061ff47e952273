"""Value in money: what it is worth, and what was agreed."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .value import RETURNS, ValueCommon


class TestAmount(ValueCommon):
    def test_the_worked_example(self):
        self.value.current_value = 2.1
        self.assertEqual(self.value.promised_amount, 5544)
        self.assertEqual(self.value.amount, 5544)
        self.assertEqual(
            self.value.promise_formula,
            "(3.2\xa0% − 2.1\xa0%) × 40,000 × 18\xa0€ × 70\xa0% = 5,544\xa0€",
        )
        self.value.our_share = 100
        self.assertEqual(self.value.amount, 7920)

    def test_less_than_nothing_is_shown_as_such(self):
        self.value.current_value = 4.3
        self.assertEqual(self.value.amount, -5544)
        self.assertIn("= -5,544\xa0€", self.value.formula)

    def test_what_is_not_known_is_no_zero(self):
        self.assertIs(self.value.amount, False)
        value = self._value(volume=False)
        self.assertIs(value.promised_amount, False)
        self.assertIn("× ? ×", value.promise_formula)
        self.assertIn("not known", value.promise_formula)
        self.assertEqual(value.search([("amount", "=", False)]), self.value | value)

    def test_up_and_hours_and_money(self):
        hours = self._value(
            name="Uptime",
            unit="hours",
            direction="up",
            baseline_value=120,
            target_value=150,
            volume=2,
            unit_value=50,
            our_share=50,
        )
        self.assertEqual(
            hours.promise_formula, "(150\xa0h − 120\xa0h) × 2 × 50\xa0€ × 50\xa0% = 1,500\xa0€"
        )
        money = self._value(
            name="Freight",
            unit="currency",
            baseline_value=12.5,
            target_value=10,
            volume=40000,
            unit_value=False,
            our_share=100,
        )
        self.assertEqual(
            money.promise_formula, "(12.50\xa0€ − 10\xa0€) × 40,000 × 100\xa0% = 100,000\xa0€"
        )

    def test_share_and_volume(self):
        for vals, text in (
            ({"our_share": 101}, "0 to 100"),
            ({"our_share": -1}, "0 to 100"),
            ({"volume": 0}, "volume of 0"),
            ({"volume": -5}, "volume of 0"),
            ({"date_end": "2025-01-01"}, "ends before"),
            ({"date_deadline": "2025-01-01"}, "due before"),
        ):
            with self.subTest(**vals), self._refused(ValidationError, text):
                self.value.write(vals)
            with self.subTest(**vals), self._refused(ValidationError, text):
                self._value(**vals)

    def test_the_measure_says_how_far_it_is(self):
        self._invoice(500)
        measure = self._measure("revenue")
        value = self._value(
            name="Growth",
            measure_id=measure.id,
            unit="currency",
            direction="up",
            baseline_value=100,
            target_value=900,
            volume=1,
            unit_value=1,
            our_share=100,
            date_start=self.year.start,
            date_end=self.year.end,
        )
        self.assertEqual(value.current_value, 500)
        self.assertEqual(value.amount, 400)
        self._invoice(200)
        value.action_agree()
        value._refresh_figures()
        self.assertEqual(value.current_value, 700)
        value.action_deliver()
        self._invoice(50)
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_refresh_figures").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(value.current_value, 700, "What was claimed stays")

    def test_reading_many_costs_no_more_than_one(self):
        values = {"measure_id": self._measure("revenue").id}
        one = self._value(name="One", **values)
        many = (
            self.env["kam.value"]
            .with_user(self.kam)
            .create(
                [{**RETURNS, "name": f"N{n}", "plan_id": self.plan.id, **values} for n in range(50)]
            )
        )
        few = self._count_queries(one._refresh_figures)
        self.assertLessEqual(self._count_queries(many._refresh_figures), few)
        names = ["formula", "promise_formula", "notice", "promised_total", "confirmation_rate"]
        few = self._count_queries(lambda: one.read(names))
        self.assertLessEqual(self._count_queries(lambda: many.read(names)), few)


class TestAgreement(ValueCommon):
    def test_what_is_agreed_is_fixed(self):
        self.value.action_agree()
        self.assertEqual(self.value.state, "agreed")
        self.assertEqual(self.value.agreed_date, TODAY)
        for vals in (
            {"baseline_value": 4},
            {"method": "Another"},
            {"our_share": 80},
            {"volume": 1},
            {"unit_value": 20},
            {"target_value": 1},
            {"unit": "count"},
            {"direction": "up"},
            {"measure_id": self._measure("revenue").id},
            {"date_end": "2027-12-31"},
        ):
            for user in (self.kam, self.manager, self.env.user):
                case = self.subTest(user=user.login, **vals)
                with case, self._refused(UserError, "new version"):
                    self.value.with_user(user).write(vals)
        # The same again, and what is no part of it.
        self.value.write({"baseline_value": 3.2, "name": "Far fewer returns", "kind": "quality"})
        self.assertEqual(self.value.promised_amount, 5544)

    def test_a_new_version_keeps_the_answers_of_the_old_one(self):
        answer = self._answer(self._deliver())
        self.assertEqual(self.value.confirmed_total, 5544)
        self.value.action_new_version()
        self.assertEqual((self.value.state, self.value.version), ("proposed", 2))
        self.assertFalse(self.value.confirmed_total)
        self.value.baseline_value = 4.2
        self.value.action_agree()
        self.value.action_deliver()
        self.assertEqual(self.value.amount, 10584)
        self.assertEqual(self.value.confirmed_total, 0)
        self.assertEqual((answer.version, answer.claimed_amount), (1, 5544))
        self.assertEqual(
            answer.formula, "(3.2\xa0% − 2.1\xa0%) × 40,000 × 18\xa0€ × 70\xa0% = 5,544\xa0€"
        )
        self._answer()
        self.assertEqual(self.value.confirmed_total, 10584)
        self.assertIn(
            "Version 1 ends",
            self.value.message_ids.mapped("body")[0]
            or "".join(self.value.message_ids.mapped("body")),
        )

    def test_a_new_version_has_its_own_volume(self):
        """(3.2 % − 2.1 %) × 50,000 × 18 € × 70 % = 6,930 €, not by the volume agreed before."""
        self._deliver()
        self.assertEqual(self.value.amount, 5544)
        self.value.action_new_version()
        self.value.volume = 50000
        self.assertEqual((self.value.promised_amount, self.value.amount), (6930, 6930))
        self.value.action_agree()
        self.value.action_deliver()
        reading = self.value.reading_ids.sorted("id")[-1:]
        self.assertEqual((reading.version, reading.volume, reading.amount), (2, 50000, 6930))

    def test_a_volume_that_was_read_goes_with_its_reading(self):
        self.value.action_agree()
        reading = self.env["kam.value.reading"].create(
            {"value_id": self.value.id, "current_value": 2.1, "volume": 20000}
        )
        self.assertEqual((self.value.delivered_volume, self.value.amount), (20000, 2772))
        reading.unlink()
        self.assertEqual((self.value.delivered_volume, self.value.amount), (False, 5544))

    def test_it_got_worse(self):
        """Returns rose to 4.3 %: −5,544 € are claimed, and confirmed as such."""
        self._deliver(current=4.3)
        self.assertEqual((self.value.amount, self.value.delivered_total), (-5544, -5544))
        self.assertIs(self.value.confirmation_rate, False)
        self._answer()
        self.assertEqual(self.value.confirmed_total, -5544)

    def test_money_that_is_not_in_use_any_more(self):
        currency = self.env["res.currency"].create({"name": "ZZZ", "symbol": "Z"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-01-01", "rate": 4}
        )
        value = self._value(name="Old", currency_id=currency.id)
        currency.active = False
        self.assertEqual(self._deliver(value).delivered_total, 1386)

    def test_states_follow_each_other_through_every_door(self):
        with self._refused(UserError, "answer only"):
            self.value.state = "confirmed"
        self.value.current_value = 2.1
        self.value.state = "delivered"
        self.assertEqual(self.value.agreed_date, TODAY)
        self.assertEqual(self.value.claim_date, TODAY)
        with self._refused(UserError, "new version"):
            self.value.state = "proposed"
        self.value.state = "agreed"
        self.assertFalse(self.value.claim_date)
        agreed = self._value(name="Read in", state="agreed")
        self.assertEqual(agreed.agreed_date, TODAY)
        self.assertEqual(agreed.promised_total, 5544)
        with self.assertRaises(UserError):
            self._value(name="Forged", state="confirmed")

    def test_buttons_refuse_what_does_not_follow(self):
        with self._refused(UserError, "Only what is agreed"):
            self.value.action_deliver()
        with self._refused(UserError, "proposal still"):
            self.value.action_new_version()
        with self._refused(UserError, "Only what is delivered"):
            self.value.action_record_answer()
        self.value.action_agree()
        with self._refused(UserError, "agreed already"):
            self.value.action_agree()
        with self._refused(UserError, "Record a reading first"):
            self.value.action_deliver()

    def test_other_money_counts_by_the_rate_of_the_day_of_agreement(self):
        with freeze_time(TODAY):
            value = self._value(name="Abroad", currency_id=self.koala.id)
            value.action_agree()
            self.assertEqual(value.promised_amount, 5544)
            self.assertEqual(value.promised_total, 1848)
        self.env["res.currency.rate"].create(
            {"currency_id": self.koala.id, "rate": 6.0, "name": "2026-05-01"}
        )
        with freeze_time("2026-06-01"):
            self._deliver(value)
            self._answer(value)
            self.assertEqual(value.delivered_total, 1848)
            self.assertEqual(value.confirmed_total, 1848)
            with self._refused(UserError, "new version"):
                value.currency_id = self.company.currency_id

    def test_each_role(self):
        with self.assertRaises(AccessError):
            self.value.with_user(self.reader).action_agree()
        with self.assertRaises(AccessError):
            self._value(user=self.reader)
        self.assertEqual(self.value.with_user(self.reader).promised_amount, 5544)
        with self.assertRaises(AccessError):
            self.value.with_user(self.outsider).read(["name"])
        self.value.with_user(self.mate).action_agree()
        self._deliver()
        self._answer(user=self.mate)
        self.assertEqual(self.value.state, "confirmed")
        self.plan.confidentiality = "team"
        for record in (self.value, self.value.reading_ids, self.value.answer_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.reader).read(["plan_id"])

    def test_a_goal_of_another_customer(self):
        self._create_plan(partner_id=self.stranger.id)
        goal = self._goal(account_id=self.stranger.id)
        with self._refused(ValidationError, "another customer"):
            self.value.goal_id = goal
        self.value.goal_id = self._goal()
