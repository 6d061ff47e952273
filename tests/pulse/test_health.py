"""How a customer behaves: inputs, confidence, bands, alarm, and what is refused."""

from dateutil.relativedelta import relativedelta
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from .score import ScoreCommon


@freeze_time(TODAY)
class TestHealth(ScoreCommon):
    def test_the_worked_example(self):
        self._make_example()
        self._score()
        self.assertAlmostEqual(self.plan.health, 60.6, 1)
        self.assertAlmostEqual(self.plan.confidence, 80.0)
        self.assertTrue(self.plan.health_known)
        self.assertEqual(self.plan.health_band, "watch")
        self.assertFalse(self.plan.health_alarm_id)
        expected = {
            "growth": ("-8.0 %", 40.0, 12.5),
            "margin": ("-1.0 points", 66.7, 8.3),
            "overdue": ("4.0 %", 60.0, 11.3),
            "heard": ("60.0 %", 75.0, 18.8),
            "win_rate": ("not known", None, 0.0),
            "confirmed": ("62.5 %", 78.1, 9.8),
            "satisfaction": ("not known", None, 0.0),
        }
        for name, (value, points, share) in expected.items():
            part = self._part(name)
            found = part["points"] if part["points"] is None else round(part["points"], 1)
            self.assertEqual((part["value"], found), (value, points), name)
            self.assertAlmostEqual(part["share"], share, delta=0.06, msg=name)
        self.assertEqual(self._part("growth")["thresholds"], "0 points at -20.0 %, 100 at +10.0 %")

    def test_the_same_number_through_every_door(self):
        self._make_example()
        self._score()
        plan = self.plan.with_user(self.kam)
        (row,) = plan.search_read([("id", "=", plan.id)], ["health"])
        self.assertEqual(row["health"], plan.health)
        self.assertEqual(self._explain()["total"], plan.health)
        self.assertEqual(self._explain("confidence")["total"], plan.confidence)
        (part,) = (p for p in plan.get_overview()["parts"] if p["name"] == "numbers")
        facts = {fact["name"]: fact["value"] for fact in part["facts"]}
        self.assertEqual(facts["health"], plan.health)
        shares = sum(part["share"] for part in self._explain()["components"])
        self.assertAlmostEqual(shares, plan.health, 2)

    def test_a_group_counts_as_one_account(self):
        self._sell(100, 50, 14)
        self._sell(50, 25, 14, partner=self.plant)
        self._sell(60, 30, 2, partner=self.north)
        self._sell(60, 30, 2, partner=self.plant)
        self._score()
        # 120 on 150, not the mean of the companies' own.
        self.assertEqual(self._part("growth")["value"], "-20.0 %")

    def test_a_new_customer_has_no_growth(self):
        self._sell(100, 50, 2)
        self._score()
        self.assertIsNone(self._part("growth")["points"])
        self.assertEqual(self._part("overdue")["points"], 100.0)
        self.assertEqual(self.plan.confidence, 15.0)
        self.assertFalse(self.plan.health_band)
        self.assertIn("Know more first", self._explain()["notes"][0])

    def test_nothing_known_is_not_zero(self):
        self._score()
        self.assertIs(self.plan.health, False)
        self.assertFalse(self.plan.health_known)
        self.assertEqual(self.plan.confidence, 0.0)
        self.env.cr.execute("SELECT health FROM kam_plan WHERE id = %s", [self.plan.id])
        self.assertEqual(self.env.cr.fetchone(), (None,))

    def test_a_customer_without_any_record(self):
        people = self._make_people(heard=0)
        self._make_value()
        self._enter_satisfaction(90)
        self._score()
        self.assertIs(self.plan.health, False)
        self.assertEqual(self.plan.confidence, 35.0)
        self.assertFalse(self.plan.health_band)
        self.assertIn("Nothing is recorded", " ".join(self._explain()["notes"]))
        tie = {"stakeholder_id": people[0].id, "user_id": self.kam.id}
        self.env["kam.relationship"].create(tie).last_two_way_date = "2020-01-01"
        self._score()
        # 20 of 0, 10 of 78.1 and 10 of 100 points.
        self.assertAlmostEqual(self.plan.health, 44.5, 1)
        self.assertEqual(self.plan.confidence, 40.0)
        self.assertNotIn("Nothing is recorded", " ".join(self._explain()["notes"]))

    def test_a_prospect_is_recorded(self):
        def find():
            return self.env["kam.health.input"]._find_touched(self.plan.sudo())

        self._order(10, confirm=False).state = "cancel"
        self._lead(10, partner=self.stranger)
        self._lead(10, partner=self.contact, type="lead")
        self._invoice(10, post=False)
        self.assertEqual(find(), set())
        meeting = {"name": "Visit", "start": "2027-01-01 09:00:00", "stop": "2027-01-01 10:00:00"}
        for make in (
            lambda: self._lead(0, partner=self.contact),
            lambda: self._lead(0).action_set_lost(),
            lambda: self._order(10, confirm=False),
            lambda: self._invoice(10, months_ago=60),
            lambda: self.env["calendar.event"].create({**meeting, "partner_ids": self.contact.ids}),
        ):
            savepoint = self.cr.savepoint()
            make()
            self.assertEqual(find(), {self.plan.id})
            savepoint.rollback()
            self.env.invalidate_all()
            self.assertEqual(find(), set())

    def test_too_few_cases_say_nothing(self):
        self._make_trade()
        self._score()
        self.assertIsNone(self._part("win_rate")["points"])
        self._lead(10).action_set_won()
        self._score()
        # Two of three: more than the 50 % that are good.
        self.assertEqual(self._part("win_rate")["points"], 100.0)

    def test_satisfaction_holds_for_a_year(self):
        self._make_trade()
        self._enter_satisfaction(65, TODAY - relativedelta(months=11))
        self._score()
        self.assertEqual(self._part("satisfaction")["points"], 50.0)
        with freeze_time(TODAY + relativedelta(months=2)):
            self._score(day=TODAY + relativedelta(months=2))
            self.assertIsNone(self._part("satisfaction")["points"])

    def test_an_alarm_caps_the_band_and_says_why(self):
        self._make_trade()
        self._sell(60000, 30000, 2)
        self._make_people(heard=0)
        self.inputs["growth"].weight = 60
        self._score()
        # 10 x 100 of the margin, 60 x 100, 15 x 75.8 (3,680 of 152,000), 20 x 0 of 105.
        self.assertGreaterEqual(self.plan.health, 67)
        self.assertEqual(self.plan.health_band, "watch")
        self.assertEqual(self.plan.health_alarm_id, self.inputs["heard"])
        self.assertEqual(self.plan.health_alarm, "no key person is heard of")
        self.assertIn(
            "No more than “needs attention”: no key person is heard of", self._explain()["notes"]
        )
        [worry] = [one for one in self.plan._get_today() if one["name"] == "health"]
        self.assertEqual(worry["label"], "Accounts in danger or with an alarm: %s")

    def test_amounts_of_another_currency(self):
        self._sell(100, 50, 14)
        # 3 koalas are one of ours.
        self._sell(240, 1, 2, currency_id=self.koala.id)
        self._score()
        self.assertEqual(self._part("growth")["value"], "-20.0 %")

    def test_credit_notes_are_deducted(self):
        self._sell(100, 50, 14)
        self._sell(120, 60, 2)
        self._sell(30, 15, 2, move_type="out_refund")
        self._score()
        self.assertEqual(self._part("growth")["value"], "-10.0 %")

    def test_one_giant_invoice_is_told(self):
        self._make_trade()
        self._score()
        self.plan.with_user(self.kam).action_refresh_figures()
        # 88,320 of 92,000.
        self.assertIn("One invoice is 96 % of the revenue", " ".join(self._explain()["notes"]))
        self._sell(90000, 1, 2)
        self.plan.with_user(self.kam).action_refresh_figures()
        self.assertNotIn("One invoice", " ".join(self._explain()["notes"]))

    def test_the_inputs_of_a_tier(self):
        tier = self.env["kam.tier"].create({"name": "Gold"})
        own = self.inputs["growth"].copy({"tier_id": tier.id, "weight": 50, "bad": -10})
        none = self.inputs["margin"].copy({"tier_id": tier.id, "weight": 0})
        every = self.env["kam.health.input"].search([])
        self.assertEqual(len(every._select(tier.browse())), 7)
        selected = every._select(tier)
        self.assertIn(own, selected)
        self.assertNotIn(self.inputs["growth"], selected)
        self.assertFalse(selected & (none | self.inputs["margin"]))
        self.assertEqual(len(selected), 6)

    def test_all_weights_zero(self):
        self._make_trade()
        self.env["kam.health.input"].search([]).weight = 0
        self._score()
        self.assertIs(self.plan.health, False)
        self.assertIs(self.plan.confidence, False)

    def test_a_measure_that_cannot_be_read(self):
        self._make_trade()
        self.env.cr.execute(
            "UPDATE kam_measure SET domain = '[(''nothing'', ''='', 1)]' WHERE id = %s",
            [self._measure("overdue").id],
        )
        self.env.invalidate_all()
        with mute_logger("odoo.addons.kam_planning.models.common.jobs"):
            self.plan.with_user(self.kam).action_refresh_scores()
        self.assertIsNone(self._part("overdue")["points"])
        self.assertEqual(self._part("growth")["points"], 40.0)
        self.assertIn("cannot be read", self.plan.kam_fault)

    def test_nothing_of_our_work_is_in_it(self):
        ours = ("kam.plan", "kam.objective", "kam.action", "kam.review", "kam.target")
        measures = self.env["kam.health.input"].search([]).measure_id
        read = (measures | measures.numerator_id | measures.denominator_id).mapped("model_name")
        self.assertFalse([name for name in read if name and name.startswith(ours)])
        self._make_example()
        before = self.plan._get_health_scores()[self.plan].total
        action = self._create_action(self.plan, objective_id=self.objective.id)
        action.state = "done"
        self.objective.write({"customer_gain": "Less", "our_gain": "More"})
        self.assertEqual(self.plan._get_health_scores()[self.plan].total, before)


@freeze_time(TODAY)
class TestInput(ScoreCommon):
    def _create(self, **values):
        return (
            self.env["kam.health.input"]
            .with_user(self.admin)
            .create(
                {
                    "name": "Meetings",
                    "measure_id": self._measure("meetings").id,
                    "bad": 0,
                    "good": 6,
                    **values,
                }
            )
        )

    def test_bad_input_is_refused(self):
        for values, text in (
            ({"bad": 6}, "Input “Meetings”: 6 cannot give both 0 and 100 points"),
            ({"measure_id": False}, "say which measure or which method"),
            ({"source": "method"}, "say which measure or which method"),
            ({"reading": "growth", "months": 0}, "for how many months"),
            ({"source": "method", "method": "heard", "months": 0}, "for how many months"),
            ({"reading": "of_revenue"}, "is no amount of money"),
        ):
            with self.subTest(values=values), self._refused(ValidationError, text):
                self._create(**values)
        for values in ({"weight": -1}, {"months": -1}, {"minimum_count": -1}):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
                self._create(**values)

    def test_another_definition_is_another_version(self):
        one = self._create()
        self.assertEqual(one.version, 1)
        with self._refused(AccessError, "kept by the system"):
            one.version = 9
        one.write({"name": "Meetings held", "todo": "Ask"})
        self.assertEqual(one.version, 1)
        one.weight = 20
        self.assertEqual(one.version, 2)
        one.weight = 20
        self.assertEqual(one.version, 2)
        one.write({"bad": 1, "good": 8})
        self.assertEqual(one.version, 3)

    def test_what_scores_were_made_with_is_archived(self):
        one = self._create()
        one.unlink()
        one = self._create()
        self._score()
        with self._refused(ValidationError, "Archive it instead"):
            one.unlink()
        one.active = False
        self.assertNotIn(one, self.env["kam.health.input"].search([]))

    def test_only_the_administrator_defines(self):
        for user in (self.kam, self.manager):
            one = self.inputs["growth"].with_user(user)
            self.assertEqual(one.weight, 25)
            for method, values in (("write", [{"weight": 1}]), ("unlink", []), ("copy", [])):
                with self.assertRaises(AccessError):
                    getattr(one, method)(*values)
            with self.assertRaises(AccessError):
                one.action_back_test()
        with self.assertRaises(AccessError):
            self.inputs["growth"].with_user(self.outsider).read(["weight"])
