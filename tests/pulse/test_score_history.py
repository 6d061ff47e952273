"""Scores as they are kept, explained, ranked, thinned; who sees what; what the job costs."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools.pulse.history import unpack_health

from ..common.common import TODAY
from .score import ScoreCommon

SCORES = "odoo.addons.kam_planning.models.pulse.kam_plan_scores"
# Queries of the job for 1,000 plans beyond the measures' own.
MOST_QUERIES = 30


@freeze_time(TODAY)
class TestHistory(ScoreCommon):
    def test_a_record_only_where_something_moved(self):
        self._make_example()
        self._score()
        (first,) = self._kept()
        self._score(day="2026-03-03")
        self.assertEqual(self._kept(), first)
        self.assertEqual(fields.Date.to_string(first.date_to), "2026-03-03")
        self.assertEqual(fields.Date.to_string(first.date), "2026-03-02")
        self._enter_satisfaction(90)
        self._score(day="2026-03-04")
        before, now = self._kept()
        self.assertEqual((before.total, before.confidence), (first.total, 80.0))
        self.assertEqual(now.confidence, 90.0)
        self.assertEqual(len(self._kept("hygiene")), 1)

    def test_twice_on_a_day_is_once(self):
        self._make_example()
        self._score()
        self._score()
        self.assertEqual(len(self._kept()), 1)

    def test_old_scores_stay_explained_after_weights_change(self):
        self._make_example()
        self._score()
        total = self.plan.health
        self.inputs["growth"].write({"weight": 50, "bad": -10})
        # What stands is what was scored, until it is scored anew.
        self.assertEqual(self._part("growth")["weight"], 25)
        self.assertEqual(self._explain()["total"], total)
        with freeze_time("2026-03-03"):
            self._score(day="2026-03-03")
            told, part = self._explain(), self._part("growth")
        before, _now = self._kept()
        kept = {part.key: part for part in unpack_health(before.components)}
        self.assertEqual(kept[self.inputs["growth"]._get_key()].weight, 25)
        self.assertEqual(told["total_before"], total)
        self.assertEqual((part["weight"], part["points"], part["points_before"]), (50, 10.0, 40.0))
        self.assertEqual(
            part["why"], "weight 50 instead of 25 · measured from -20.0 % to +10.0 % before"
        )
        self.assertEqual([row[1] for row in told["history"]], [total, self.plan.health])

    def test_why_it_moved(self):
        self._make_example()
        self._score()
        with freeze_time("2026-03-03"):
            self._sell(10000, 7100, 1)
            self._score(day="2026-03-03")
            self.assertEqual(self._part("growth")["why"], "+2.0 % instead of -8.0 %")
            self.assertEqual(self._part("heard")["why"], "")

    def test_a_number_moved_within_thirty_days(self):
        self._make_example()
        self._score()
        self.assertIs(self.plan.health_change, False)
        first = self.plan.health
        self._enter_satisfaction(90, "2026-04-01")
        self._score(day="2026-04-02")
        self.assertAlmostEqual(self.plan.health_change, self.plan.health - first)
        self.assertNotEqual(round(self.plan.health_change), 0)
        second = self.plan.health
        self._score(day="2026-05-03")
        self.assertAlmostEqual(self.plan.health_change, self.plan.health - second)

    def test_one_a_week_after_ninety_days(self):
        Score = self.env["kam.score"]
        days = [*range(100, 90, -1), 89, 40, 3]
        values = {"res_model": "kam.plan", "res_id": self.plan.id, "kind": "health", "total": 5}
        Score.create([{**values, "components": {}, "date": self._moment(day)} for day in days])
        progress = Score.create({**values, "kind": "progress", "date": self._moment(95)})
        self.plan.sudo().scores_date = self._moment(3)
        self._score()
        kept = self._kept().mapped("date")
        # 2 March 2026 is a Monday: 100 to 92 days ago are a Saturday to a Sunday, 91 a Monday.
        left = [self._moment(day) for day in (99, 92, 91, 89, 40, 3)]
        self.assertEqual(kept[:-1], left)
        self.assertTrue(progress.exists())

    def test_the_numbers_of_plans_that_are_over_stay(self):
        self._make_example()
        step = self.env["kam.plan"]._get_score_step_sudo()
        self.assertIn(self.plan, step.model.search(step.domain))
        self._score()
        self.assertNotIn(self.plan, step.model.search(step.domain))
        with freeze_time("2026-03-03"):
            step = self.env["kam.plan"]._get_score_step_sudo()
            self.assertIn(self.plan, step.model.search(step.domain))
            self.plan.with_user(self.kam).action_close()
            self.assertNotIn(self.plan, step.model.search(step.domain))

    def test_the_approval_keeps_no_second_history(self):
        self.plan._record_scores()
        kinds = self.env["kam.score"].search([("res_id", "=", self.plan.id)]).mapped("kind")
        self.assertEqual(set(kinds), {"progress"})


@freeze_time(TODAY)
class TestRanking(ScoreCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls._create_plans(4)
        numbers = ((80.0, 90.0), (20.0, 70.0), (None, 10.0), (95.0, 40.0))
        for plan, (health, confidence) in zip(cls.plans, numbers, strict=True):
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE kam_plan SET health = %s, confidence = %s WHERE id = %s",
                (health, confidence, plan.id),
            )
        cls.plans.invalidate_recordset()

    def test_what_is_not_known_sorts_last_either_way(self):
        high, low, unknown, unsure = self.plans
        domain = [("id", "in", self.plans.ids)]
        for order, expected in (
            ("health desc", high + low + unsure + unknown),
            ("health asc", low + high + unsure + unknown),
            ("health", low + high + unsure + unknown),
        ):
            self.assertEqual(self.env["kam.plan"].search(domain, order=order), expected, order)

    def test_what_is_not_known_is_in_no_average(self):
        ((average, count),) = self.env["kam.plan"]._read_group(
            [("id", "in", self.plans.ids)], [], ["health:avg", "__count"]
        )
        self.assertEqual((average, count), (65.0, 4))

    def test_not_known_is_no_number_to_search(self):
        found = self.env["kam.plan"].search([("id", "in", self.plans.ids), ("health", "<", 50)])
        self.assertEqual(found, self.plans[1])


@freeze_time(TODAY)
class TestDoors(ScoreCommon):
    def test_who_reads_the_plan_sees_its_numbers(self):
        self._make_example()
        self._score()
        for user in (self.kam, self.mate, self.manager):
            self.assertAlmostEqual(self._explain(user=user)["total"], 60.6, 1)
        self.plan.confidentiality = "team"
        for user in (self.reader, self.outsider, self.foreign):
            plan = self.plan.with_user(user)
            for call in (
                lambda p: p.get_score_explanation("health"),
                lambda p: p.action_refresh_scores(),
                lambda p: p.read(["health"]),
            ):
                with self.assertRaises(AccessError):
                    call(plan)

    def test_nobody_writes_a_number(self):
        for values in ({"health": 99}, {"health_known": True}, {"health_band": "good"}):
            with self.assertRaises(AccessError):
                self.plan.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            self.env["kam.score"].with_user(self.admin).search([])

    def test_who_the_key_people_are_is_told_to_few(self):
        self._make_example()
        self._score()
        self.assertEqual(self._part("heard", user=self.mate)["evidence"], [])
        with self.assertRaises(AccessError):
            self.plan.with_user(self.manager).read(["score_evidence"])
        found = self._part("heard", user=self.judge)["evidence"]
        self.assertEqual({model for model, _id in found}, {"kam.stakeholder"})
        self.assertEqual(len(found), 2)

    def test_whoever_reads_may_have_them_read_anew(self):
        self._make_example()
        self.assertFalse(self.plan.scores_date)
        self.assertEqual(self._explain()["total"], self.plan._get_health_scores()[self.plan].total)
        self.plan.with_user(self.mate).action_refresh_scores()
        self.assertAlmostEqual(self.plan.health, 60.6, 1)

    def test_the_records_behind_open_to_who_may_read_them(self):
        self._make_example()
        self._score()
        part = self._part("win_rate")
        self.assertTrue(part["opens"])
        action = self.plan.with_user(self.kam).action_open_score_part(part["key"])
        self.assertEqual(action["res_model"], "crm.lead")
        leads = self.env["crm.lead"].with_context(active_test=False).search(action["domain"])
        self.assertEqual(set(leads.mapped("won_status")), {"won", "lost"})
        # Who sees no opportunities sees the number.
        part = self._part("win_rate", user=self.mate)
        self.assertFalse(part["opens"])
        with self.assertRaises(AccessError):
            self.plan.with_user(self.mate).action_open_score_part(part["key"])
        for key in (self._part("heard")["key"], "acts", "input-0", "input-x", None, [], {}):
            with self.assertRaises(UserError):
                self.plan.with_user(self.kam).action_open_score_part(key)

    def test_a_plan_is_not_another_one_for_its_numbers(self):
        snapshot = self.env["kam.snapshot"].browse(self.plan.action_take_snapshot())
        self._make_trade()
        self._score()
        self.assertTrue(self.plan.health_known)
        self.assertEqual(snapshot.get_comparison(False)["groups"], [])
        (group,) = snapshot.get_comparison(False, with_figures=True)["groups"]
        fields_told = {one["field"] for one in group["differences"][0]["changes"]}
        self.assertLessEqual({"health", "health_band", "scores_date"}, fields_told)

    def test_the_numbers_of_a_plan_that_is_over_are_not_read_anew(self):
        self._make_example()
        self.plan.with_user(self.kam).action_close()
        self.plan.with_user(self.kam).action_refresh_scores()
        self.assertFalse(self.plan.scores_date)
        part = self.plan.get_overview()["parts"][0]
        self.assertFalse(part["refresh"])
        self.assertIn("while the plan was open", part["empty"])

    def test_what_makes_it_surer(self):
        self._make_example()
        self._score()
        # Ten of a hundred for five minutes, rather than for fifteen.
        told = self._explain("confidence")["cheapest"]
        self.assertEqual((told["key"], told["gain"]), (self.inputs["satisfaction"]._get_key(), 10))
        health = self._explain()["cheapest"]
        self.assertEqual(health["key"], self.inputs["heard"]._get_key())
        self.assertAlmostEqual(health["gain"], 6.25)

    def test_one_call_reaches_one_of_the_key_people(self):
        """Ten, none of them heard of: 100 / 10 of 80 percent, at 20 of 45."""
        self._make_trade()
        self._make_people(heard=0, count=10)
        counted = self.inputs["growth"] | self.inputs["heard"]
        (self.env["kam.health.input"].search([]) - counted).active = False
        self._score()
        told = self._explain()["cheapest"]
        self.assertEqual(told["key"], self.inputs["heard"]._get_key())
        self.assertAlmostEqual(told["gain"], 5.56, 2)
        # What a talk about growth brings nobody can tell.
        self.inputs["heard"].todo = False
        told = self._explain()["cheapest"]
        self.assertEqual((told["key"], told["gain"]), (self.inputs["growth"]._get_key(), None))

    def test_a_wrong_kind_is_refused(self):
        with self.assertRaises(UserError):
            self.plan.get_score_explanation("luck")

    def test_the_overview_begins_with_the_numbers(self):
        part = self.plan.get_overview()["parts"][0]
        self.assertEqual((part["name"], part["refresh"]), ("numbers", "action_refresh_scores"))
        self._make_example()
        self._score()
        part = self.plan.with_user(self.kam).get_overview()["parts"][0]
        words = {fact["name"]: fact["words"] for fact in part["facts"]}
        self.assertEqual(list(words), ["health", "hygiene", "confidence"])
        self.assertEqual(words["health"], "Needs attention")

    def test_top_risks_and_value_in_the_overview(self):
        for name, impact in (("Low", "1"), ("Top", "5"), ("Mid", "3"), ("High", "4")):
            self._create_line("kam.risk", name=name, probability="3", impact=impact)
        self._make_value()
        parts = {part["name"]: part for part in self.plan.get_overview()["parts"]}
        labels = [line["label"] for line in parts["risks"]["lines"]]
        self.assertEqual(labels, ["Top", "High", "Mid"])
        amounts = {fact["name"]: fact["value"] for fact in parts["value"]["facts"]}
        self.assertEqual(amounts, {"promised": 80.0, "delivered": 80.0, "confirmed": 50.0})
        self.plan.write({"show_risks": False, "show_values": False})
        names = {part["name"] for part in self.plan.get_overview()["parts"]}
        self.assertFalse(names & {"risks", "value"})

    def test_blocks_that_are_off_ask_nothing(self):
        self.plan._get_number_parts()
        self.plan.write({"show_risks": False, "show_values": False})
        with_none = self._count_queries(lambda: self.plan._get_number_parts())
        self.plan.write({"show_risks": True})
        self.assertGreater(self._count_queries(lambda: self.plan._get_number_parts()), with_none)


@freeze_time(TODAY)
class TestQueries(ScoreCommon):
    def _score_queries(self, plans):
        return self._count_queries(lambda: plans.sudo()._refresh_scores())

    def test_the_same_for_one_and_for_fifty(self):
        plans = self._create_plans(50)
        self._score(plans[:1])
        one = self._score_queries(plans[:1])
        self._score(plans)
        self.assertEqual(self._score_queries(plans), one)

    def test_the_job_beyond_the_measures(self):
        self._create_plans(50)
        self._make_people()
        self._make_value()
        self.objective.goal_ids = self._goal(source="customer")
        measured = self.env["kam.health.input"].search([("source", "=", "measure")])
        measured.active = False
        cron = self.env.ref("kam_planning.cron_scores")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertFalse(self.env["kam.plan"].search([("scores_date", "=", False)]))
            self._make_people(heard=1, count=1)
            counts = {}
            for at_once in (100, 26):
                self.env.flush_all()
                self.env.cr.execute("UPDATE kam_plan SET scores_date = NULL")
                with patch(f"{SCORES}.PLANS_AT_ONCE", at_once):
                    counts[at_once] = self._count_queries(cron.method_direct_trigger)
        # Two batches instead of one: the scheduler's own queries fall out.
        self.assertLessEqual(counts[26] - counts[100], MOST_QUERIES)
        self.assertEqual(len(self._kept()), 2)

    def test_explained_by_a_number_of_queries_that_stays(self):
        self._make_example()
        self._score()
        few = self._count_queries(lambda: self._explain())
        for day in range(1, 9):
            self._enter_satisfaction(day * 10, TODAY + timedelta(days=day))
            self._score(day=TODAY + timedelta(days=day))
        with freeze_time("2026-03-20"):
            self.assertLessEqual(self._count_queries(lambda: self._explain()), few + 1)


@freeze_time(TODAY)
class TestBackTest(ScoreCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._create_plans(20, date_start="2025-09-01")
        cls.gold = cls.env["kam.tier"].create({"name": "Gold"})
        cls.others[19].partner_id.kam_tier_id = cls.gold
        cls._activate(cls.others)

    def _trade(self, plans, now, half_a_year_ago=100, months_ago=(3, 15, 8, 20)):
        recent, year_before, half, half_before = months_ago
        for plan in plans:
            for months, amount in (
                (year_before, 100),
                (recent, now),
                (half, half_a_year_ago),
                (half_before, 200),
            ):
                if amount:
                    self._invoice(amount, partner=plan.partner_id, months_ago=months)

    def test_refused_below_twenty_accounts(self):
        self._trade(self.others[:19], 50)
        with self._refused(UserError, "Only 19 accounts"):
            self.inputs["growth"].with_user(self.admin).action_back_test()

    def test_how_many_were_red_before_they_lost(self):
        # Twelve lost half, of which seven had fallen before; of eight others one had.
        self._trade(self.others[:7], 50, half_a_year_ago=20)
        self._trade(self.others[7:12], 50)
        self._trade(self.others[12:13], 100, half_a_year_ago=20)
        self._trade(self.others[13:], 100)
        # Who was lost has no plan in force any more.
        self.others[:5].with_user(self.manager).action_close()
        self.others[0].with_user(self.manager).active = False
        inputs = self.env["kam.health.input"].with_user(self.admin).search([])
        inputs.browse().action_back_test()
        growth = self.inputs["growth"]
        counts = ("test_lost", "test_lost_red", "test_kept", "test_kept_red")
        self.assertEqual([growth[name] for name in counts], [12, 7, 8, 1])
        self.assertEqual(
            growth.test_result,
            "Red in 7 of 12 accounts that lost 30 %, and in 1 of 8 others (n = 20)",
        )
        # Who was heard of half a year ago nobody kept.
        self.assertIn("Known of 0 accounts", self.inputs["heard"].test_result)
        self.assertEqual(growth.test_date, TODAY)
        # Another input stands for it in one account, also where that one is not tested.
        growth.copy({"tier_id": self.gold.id, "weight": 50})
        growth.with_user(self.admin).action_back_test()
        self.assertEqual(
            growth.test_result, "Known of 19 accounts six months before: too few to tell"
        )
