"""Risks: how they are rated, what is kept of it, and what is done about them."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from .common import StrategyCommon


class RiskCommon(StrategyCommon):
    @classmethod
    def _risk(cls, user=None, **values):
        return cls._create_line("kam.risk", user, **{"name": "One supplier", **values})

    def _know_revenue(self, amount=800000):
        self.plan.sudo().revenue = amount

    def _reminders(self, risk):
        return self.env["mail.activity"].search(
            [("res_model", "=", "kam.risk"), ("res_id", "=", risk.id)]
        )


@freeze_time(TODAY)
class TestRating(RiskCommon):
    def test_the_worked_example(self):
        self._know_revenue()
        risk = self._risk(probability="4", amount=120000)
        self.assertEqual(risk.impact, "4")
        self.assertEqual(risk.revenue_share, 15.0)
        self.assertEqual((risk.rating, risk.level), (16, "critical"))
        self.assertEqual(risk.money, 72000.0)
        self.assertEqual(str(risk.review_date), "2026-04-02")

    def test_points_may_be_numbers(self):
        risk = self._risk(probability=2, impact=5, inherent_probability=5, inherent_impact=5)
        self.assertEqual((risk.probability, risk.impact), ("2", "5"))
        self.assertEqual((risk.rating, risk.level, risk.inherent_rating), (10, "high", 25))
        risk.with_user(self.kam).write({"probability": 1, "target_probability": 1})
        self.assertEqual((risk.rating, risk.level), (5, "medium"))
        for point in (0, 6, "6"):
            with self.assertRaises(ValidationError):
                risk.with_user(self.kam).write({"probability": point})

    def test_the_graver_the_sooner_it_is_rated_again(self):
        for impact, level, day in (
            ("1", "low", "2026-09-02"),
            ("2", "medium", "2026-06-02"),
            ("3", "high", "2026-05-02"),
            ("4", "critical", "2026-04-02"),
        ):
            risk = self._risk(name=level, probability="4", impact=impact)
            self.assertEqual((risk.level, str(risk.review_date)), (level, day))

    def test_without_revenue_the_impact_is_typed(self):
        risk = self._risk(probability="3", amount=5000)
        self.assertFalse(risk.impact)
        self.assertIs(risk.rating, False)
        self.assertEqual(risk.level, False)
        risk.with_user(self.kam).impact = "2"
        self.assertEqual((risk.rating, risk.level, risk.money), (6, "medium", 2000.0))
        form = Form(risk.with_user(self.kam))
        form.impact = "3"
        self.assertEqual(form.rating, 9)
        form.save()
        # Nobody rated anew: what is known later changes nothing by itself.
        self._know_revenue(10000)
        self.assertEqual(risk.impact, "3")
        risk.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(risk.impact, "5")

    def test_with_revenue_the_amount_gives_the_impact(self):
        self._know_revenue()
        risk = self._risk(probability="4", amount=120000, impact="1")
        self.assertEqual(risk.impact, "4")
        risk.with_user(self.kam).impact = "2"
        self.assertEqual(risk.impact, "4")
        risk.with_user(self.kam).amount = 7999
        self.assertEqual(risk.impact, "1")
        risk.with_user(self.kam).amount = 0
        self.assertEqual((risk.impact, risk.money), ("1", 0.0))
        risk.with_user(self.kam).write({"amount": False, "impact": "3"})
        self.assertEqual(risk.impact, "3")
        self.assertIs(risk.money, False)

    def test_a_moving_revenue_moves_no_rating(self):
        self._know_revenue()
        risk = self._risk(probability="4", amount=120000)
        self._know_revenue(10000000)
        self.assertEqual((risk.impact, risk.rated_revenue), ("4", 800000.0))
        risk.with_user(self.kam).action_confirm_still_true()
        self.assertEqual((risk.impact, risk.rated_revenue), ("2", 10000000.0))

    def test_each_rating_is_kept(self):
        risk = self._risk(probability="2", impact="4", reason="They said so")
        with freeze_time("2026-03-10"):
            risk.with_user(self.manager).write({"probability": "4", "reason": "A tender"})
        with freeze_time("2026-03-20"):
            risk.with_user(self.kam).write({"impact": "3"})
            risk.with_user(self.kam).write({"name": "Another name"})
        with freeze_time("2026-03-21"):
            risk.with_user(self.kam).action_confirm_still_true()
        readings = risk.reading_ids.sorted()
        self.assertEqual(readings.mapped("rating"), [12, 12, 16, 8])
        self.assertEqual(readings.mapped("reason"), [False, False, "A tender", "They said so"])
        self.assertEqual(
            [reading.user_id for reading in readings],
            [self.kam, self.kam, self.manager, self.kam],
        )
        self.assertEqual(
            [str(reading.date.date()) for reading in readings],
            ["2026-03-21", "2026-03-20", "2026-03-10", "2026-03-02"],
        )
        self.assertFalse(risk.reason)
        self.assertEqual(str(risk.review_date), "2026-05-21")
        risk.with_user(self.kam).reason = "They wait"
        self.assertEqual(len(risk.reading_ids), 4)
        self.assertEqual(readings[0].reason, "They wait")

    def test_nobody_writes_ratings_by_hand(self):
        risk = self._risk(probability="2", impact="4")
        with self.assertRaises(AccessError):
            risk.reading_ids.with_user(self.kam).write({"rating": 1})
        with self.assertRaises(AccessError):
            risk.with_user(self.kam).rating = 1
        with self.assertRaises(AccessError):
            self.env["kam.risk.reading"].with_user(self.manager).create(
                {"risk_id": risk.id, "date": "2026-01-01"}
            )

    def test_an_amount_is_not_negative(self):
        with self.assertRaisesRegex(Exception, "amount_positive"), mute_logger("odoo.sql_db"):
            self._risk(amount=-1)
            self.env.flush_all()

    def test_actions_done_ask_to_rate_again_and_lower_nothing(self):
        first, second = (self._create_action(self.plan, name=name) for name in "AB")
        actions = first | second
        risk = self._risk(probability="4", impact="4", action_ids=[(6, 0, actions.ids)])
        first.with_user(self.kam).action_done()
        self.assertFalse(risk.rate_again)
        second.with_user(self.kam).action_cancel()
        self.assertTrue(risk.rate_again)
        self.assertEqual(risk.rating, 16)
        second.with_user(self.kam).action_reopen()
        self.assertFalse(risk.rate_again)
        second.with_user(self.kam).action_done()
        self.assertTrue(risk.rate_again)
        marks = self.plan.with_user(self.kam).get_chapter_marks()
        self.assertEqual(marks["risks"], {"count": 1, "to_confirm": 1})
        risk.with_user(self.kam).probability = "2"
        self.assertFalse(risk.rate_again)

    def test_other_actions_ask_as_well(self):
        done, waiting = (self._create_action(self.plan, name=name) for name in ("A", "B"))
        risk = self._risk(probability="4", impact="4", action_ids=(done | waiting).ids)
        risk = risk.with_user(self.kam)
        done.with_user(self.kam).action_done()
        self.assertFalse(risk.rate_again)
        risk.action_ids = done
        self.assertTrue(risk.rate_again)
        self.assertEqual(risk.rating, 16, "Never lowered by itself")
        risk.action_ids |= waiting
        self.assertFalse(risk.rate_again)
        waiting.with_user(self.kam).action_cancel()
        self.assertTrue(risk.rate_again)
        risk.probability = "3"
        self.assertEqual((risk.rate_again, risk.rating), (False, 12))
        # The same again, and one less that was closed before, say nothing new.
        risk.action_ids = done | waiting
        risk.action_ids = done
        self.assertFalse(risk.rate_again)

    def test_only_cancelled_actions_changed_nothing(self):
        action = self._create_action(self.plan)
        risk = self._risk(probability="4", impact="4", action_ids=[(6, 0, action.ids)])
        action.with_user(self.kam).action_cancel()
        self.assertFalse(risk.rate_again)

    def test_actions_of_another_plan_are_refused(self):
        other = self._create_plan(partner_id=self.stranger.id)
        action, ours = self._create_action(other), self._create_action(self.plan)
        with self.assertRaisesRegex(ValidationError, "belongs to another plan"):
            self._risk(action_ids=[(6, 0, (action | ours).ids)])
        risk = self._risk(action_ids=[(6, 0, ours.ids)])
        with self.assertRaisesRegex(ValidationError, "belongs to another plan"):
            risk.with_user(self.kam).write({"action_ids": [(4, action.id)]})

    def test_lists_cost_the_same_for_one_and_for_fifty(self):
        self._know_revenue()
        risks = self.env["kam.risk"].concat(
            *(self._risk(name=f"Risk {n}", probability="4", amount=1000 * n) for n in range(50))
        )
        names = ["level", "rating", "money", "revenue_share", "may_edit", "is_stale", "user_id"]

        def read(records):
            records.with_user(self.kam).web_read({name: {} for name in names})

        self._count_queries(lambda: read(risks[:1]))
        one = self._count_queries(lambda: read(risks[:1]))
        self.assertLessEqual(self._count_queries(lambda: read(risks)), one)

    def test_risks_are_made_at_the_cost_of_one(self):
        def make(count):
            lines = [
                {"plan_id": self.plan.id, "name": f"{count} {n}", "probability": "2", "impact": "2"}
                for n in range(count)
            ]
            self.env["kam.risk"].with_user(self.kam).create(lines)

        make(1)
        one = self._count_queries(lambda: make(1))
        # Odoo inserts followers and messages of a hundred in a few statements more.
        self.assertLessEqual(self._count_queries(lambda: make(50)), one + 5)


@freeze_time(TODAY)
class TestAcceptance(RiskCommon):
    def _accept(self, until="2026-03-31", **values):
        risk = self._risk(
            probability="4",
            impact="4",
            response="accept",
            accepted_by_id=self.manager.id,
            accepted_until=until,
            **values,
        )
        risk.with_user(self.kam).action_accept()
        return risk

    def test_it_takes_who_and_until_when(self):
        for missing in ("accepted_by_id", "accepted_until"):
            values = {"accepted_by_id": self.manager.id, "accepted_until": "2026-03-31"}
            with self.assertRaisesRegex(ValidationError, "who accepts it and until when"):
                self._risk(response="accept", **{**values, missing: False})
        risk = self._risk(response="reduce")
        with self.assertRaisesRegex(ValidationError, "chooses “Accept”"):
            risk.with_user(self.kam).action_accept()
        with self.assertRaisesRegex(ValidationError, "which is over"):
            self._accept("2026-03-01")
        self.assertEqual(self._accept().state, "accepted")

    def test_an_acceptance_that_is_over_opens_the_risk_once(self):
        risk = self._accept()
        self._run_job_on("2026-03-31")
        self.assertEqual((risk.state, len(self._reminders(risk))), ("accepted", 0))
        for day in ("2026-04-01", "2026-04-01", "2026-04-02"):
            self._run_job_on(day)
            self.assertEqual((risk.state, risk.response), ("open", False))
            self.assertEqual(len(self._reminders(risk)), 1)
        reminder = self._reminders(risk)
        self.assertEqual(reminder.user_id, self.kam)
        self.assertIn("decide anew", reminder.summary)
        with freeze_time("2026-04-03"):
            risk.with_user(self.kam).response = "reduce"
        self.assertFalse(self._reminders(risk))

    def test_risks_of_plans_that_are_over_wait_for_nobody(self):
        risk = self._accept()
        self._activate(self.plan)
        self.plan.with_user(self.kam).action_close()
        self._run_job_on("2026-04-01")
        self.assertEqual(risk.state, "accepted")
        self.assertFalse(self._reminders(risk))

    def test_putting_a_plan_away_ends_its_reminders(self):
        self._activate(self.plan)
        risk = self._accept("2026-03-10")
        self._run_job_on("2026-03-11")
        self.assertEqual((risk.state, len(self._reminders(risk))), ("open", 1))
        self.plan.with_user(self.manager).action_archive()
        self.assertFalse(self._reminders(risk))

    def test_closing_a_plan_ends_its_reminders(self):
        risk = self._accept()
        self._activate(self.plan)
        self._run_job_on("2026-04-01")
        self.assertTrue(self._reminders(risk))
        self.plan.with_user(self.kam).action_close()
        self.assertFalse(self._reminders(risk))

    def test_whoever_leaves_hands_his_risks_over(self):
        risk = self._risk(user_id=self.mate.id)
        closed = self._risk(name="Over", user_id=self.mate.id, state="closed")
        self.env.flush_all()
        self.mate.sudo().active = False
        self.assertEqual((risk.user_id, closed.user_id), (self.kam, self.mate))


@freeze_time(TODAY)
class TestRisksOfPlans(RiskCommon):
    def test_a_team_of_its_own_keeps_its_risks(self):
        risk = self._risk(probability="1", impact="1")
        self.plan.confidentiality = "team"
        with self.assertRaises(AccessError):
            risk.with_user(self.reader).read(["name"])
        with self.assertRaises(AccessError):
            risk.reading_ids.with_user(self.reader).read(["rating"])
        with self.assertRaises(AccessError):
            self._risk(self.reader)
        self.plan.confidentiality = "company"
        self.assertEqual(risk.with_user(self.reader).name, "One supplier")
        with self.assertRaises(AccessError):
            risk.with_user(self.reader).name = "Mine"

    def test_they_go_on_in_the_next_period_rated_as_they_were(self):
        action = self._create_action(self.plan, date_deadline="2026-12-20")
        risk = self._risk(
            probability="4", impact="4", response="reduce", action_ids=[(6, 0, action.ids)]
        )
        closed = self._risk(name="Over", state="closed")
        self._activate(self.plan)
        with freeze_time("2026-12-01"):
            successor = self._prepare_next(self.plan)
            twin = successor.risk_ids
            self.assertEqual(twin.previous_risk_id, risk)
            self.assertEqual((twin.rating, twin.response, twin.state), (16, "reduce", "open"))
            self.assertEqual(twin.confirmed_date, risk.confirmed_date)
            self.assertEqual(len(twin.reading_ids), 1)
            self.assertEqual(twin.reading_ids.date, risk.reading_ids.date)
            self.assertFalse(twin.action_ids)
            self._activate(successor)
        self.assertEqual(twin.action_ids, action)
        self.assertEqual(risk.action_ids.continued_action_id, action)
        self.assertEqual(closed.plan_id, self.plan)

    def test_one_that_goes_on_is_added_up_once(self):
        self._risk(probability="4", impact="4", amount=1000)
        self._activate(self.plan)
        with freeze_time("2026-12-01"):
            self._prepare_next(self.plan)
        (row,) = self.env["kam.risk"]._read_group(
            [("partner_id", "=", self.customer.id)], [], ["amount:sum", "money:sum", "__count"]
        )
        self.assertEqual(row, (1000.0, 600.0, 2))

    def test_a_copy_begins_anew(self):
        risk = self._risk(probability="4", impact="4", response="reduce")
        with freeze_time("2026-03-10"):
            copied = self.plan.with_user(self.kam).copy(
                {"date_start": "2027-01-01", "date_end": "2027-12-31"}
            )
        twin = copied.risk_ids
        self.assertEqual((twin.name, twin.rating), (risk.name, 16))
        self.assertFalse(twin.previous_risk_id)
        self.assertFalse(twin.response)

    def test_merged_plans_have_the_risks_of_both(self):
        other = self._create_plan(partner_id=self.stranger.id)
        self._activate(self.plan | other)
        ours, theirs = self._risk(), self._risk(name="Theirs", plan_id=other.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(ours.plan_id, theirs.plan_id)

    def test_the_heat_map_counts_what_the_list_has(self):
        for name, probability, impact in (("A", "4", "4"), ("B", "4", "4"), ("C", "1", "2")):
            self._risk(name=name, probability=probability, impact=impact)
        self._risk(name="Not rated")
        risks, domain = self.env["kam.risk"].with_user(self.kam), [("plan_id", "=", self.plan.id)]
        groups = risks.formatted_read_group(domain, ["probability", "impact"], ["__count"])
        counts = {(g["probability"], g["impact"]): g["__count"] for g in groups}
        self.assertEqual(counts, {("4", "4"): 2, ("1", "2"): 1, (False, False): 1})
        self.assertEqual(sum(counts.values()), risks.search_count(domain))

    def test_a_block_that_is_off_costs_nothing(self):
        self.plan.write({"show_risks": False, "show_forces": False})
        self.assertNotIn("risks", self.plan.get_chapter_marks())
        action = self._create_action(self.plan)
        seen = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            seen.append(str(query))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        action.with_user(self.kam).action_done()
        self._create_objective(self.plan)
        self.plan.get_chapter_marks()
        self.env.flush_all()
        self.assertTrue(seen)
        self.assertFalse([query for query in seen if "kam_risk" in query or "kam_force" in query])
