"""The tests of a good plan: each one flips by doing what its sentence says."""

from datetime import timedelta

from odoo.tests import freeze_time

from ..common.common import TODAY
from .score import ScoreCommon


@freeze_time(TODAY)
class TestHygiene(ScoreCommon):
    def test_mutual(self):
        self.assertEqual(self._points("mutual"), 0.0)
        self.objective.write({"customer_gain": "Less waste", "our_gain": " \n"})
        self.assertEqual(self._points("mutual"), 0.0)
        self.objective.our_gain = "More orders"
        self.assertEqual(self._points("mutual"), 100.0)
        self._create_objective(self.plan, name="Other")
        self.assertEqual(self._points("mutual"), 50.0)

    def test_actionable(self):
        self._create_action(self.plan, objective_id=self.objective.id)
        self.assertEqual(self._points("actionable"), 0.0)
        second = self._create_action(
            self.plan, objective_id=self.objective.id, user_id=False, contact_id=self.contact.id
        )
        self.assertEqual(self._points("actionable"), 100.0)
        second.state = "cancelled"
        self.assertEqual(self._points("actionable"), 0.0)

    def test_external(self):
        self.assertEqual(self._points("external"), 0.0)
        goal = self._goal(source="customer")
        self.assertEqual(self._points("external"), 50.0)
        self.objective.goal_ids = goal
        self.assertEqual(self._points("external"), 100.0)
        goal.sudo().confirmed_date = self._moment(400)
        self.assertEqual(self._points("external"), 0.0)
        goal.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(self._points("external"), 100.0)

    def test_what_we_assume_is_not_said(self):
        self.objective.goal_ids = self._goal(source="assumed")
        self.assertEqual(self._points("external"), 0.0)

    def test_acts(self):
        action = self._create_action(self.plan, date_deadline=TODAY + timedelta(days=31))
        self.assertEqual(self._points("acts"), 0.0)
        action.date_deadline = TODAY + timedelta(days=30)
        self.assertEqual(self._points("acts"), 100.0)
        # The customer's own is none of ours.
        action.write({"user_id": False, "contact_id": self.contact.id})
        self.assertEqual(self._points("acts"), 0.0)

    def test_leading(self):
        self._target()
        self.assertEqual(self._points("leading"), 0.0)
        target = self._target(measure_id=self._measure("meetings").id)
        self.assertEqual(self._points("leading"), 100.0)
        for start, end in (("2026-01-01", "2026-03-01"), ("2026-03-03", "2026-12-31")):
            target.write({"date_start": start, "date_end": end})
            self.assertEqual(self._points("leading"), 0.0, start)

    def test_win_win(self):
        self.objective.benefit_for = "us"
        self.assertEqual(self._points("win_win"), 0.0)
        self._create_objective(self.plan, name="Other", benefit_for="both")
        self.assertEqual(self._points("win_win"), 100.0)

    def test_alive(self):
        self.assertEqual(self._points("alive"), 50.0)
        self.objective.with_user(self.mate).action_confirm_still_true()
        self._create_objective(self.plan, name="Of kam")
        self.assertEqual(self._points("alive"), 100.0)

    def test_log_ins_are_no_work(self):
        lines = self.env["kam.plan.section"].search([("plan_id", "=", self.plan.id)])
        (lines | lines.browse()).sudo().write({"confirmed_date": self._moment(60)})
        self.objective.sudo().confirmed_date = self._moment(60)
        self.env["res.users.log"].with_user(self.kam).sudo().create({})
        self.assertEqual(self._points("alive"), 0.0)
        action = self._create_action(self.plan)
        action.sudo().write({"confirmed_date": self._moment(60)})
        self.assertEqual(self._points("alive"), 0.0)
        action.state = "done"
        self.assertEqual(self._points("alive"), 50.0)

    def test_reviewed(self):
        self.env["kam.review"].search([("plan_id", "=", self.plan.id)]).unlink()
        # The first one is due on 1 April, and by 8 April.
        self.assertEqual(self._points("reviewed"), 100.0)
        for day, points in (("2026-04-01", 100.0), ("2026-04-08", 50.0), ("2026-04-09", 0.0)):
            with freeze_time(day):
                self.assertEqual(self._points("reviewed"), points, day)
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        self.assertEqual(self._points("reviewed"), 100.0)
        with freeze_time("2026-04-09"):
            review.sudo().date_planned = "2026-05-01"
            self.env.invalidate_all()
            self.assertEqual(self._points("reviewed"), 50.0)
        with freeze_time("2026-04-08"):
            self.assertEqual(self._points("reviewed"), 100.0)

    def test_reviewed_goes_on_from_the_review_that_is_held(self):
        self.env["kam.review"].search([("plan_id", "=", self.plan.id)]).unlink()
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        review.action_hold()
        following = self.plan.review_ids.filtered(lambda one: one.state == "planned")
        self.assertEqual(len(following), 1)
        self.assertEqual(self._points("reviewed"), 100.0)
        # Without one the plan's own day says when the next one is.
        following.unlink()
        self.assertEqual(self._points("reviewed"), 100.0)

    def test_fresh(self):
        objectives = self.objective | self._create_objective(self.plan, name="Other")
        self.assertEqual(self._points("fresh"), 100.0)
        objectives[0].sudo().confirmed_date = self._moment(400)
        self.assertEqual(self._points("fresh"), 50.0)
        objectives[0].with_user(self.kam).action_confirm_still_true()
        self.assertEqual(self._points("fresh"), 100.0)

    def test_more_than_twenty_confirmed_at_once_count_as_one(self):
        lines = self.env["kam.objective"].concat(
            *(self._create_objective(self.plan, name=f"Copy {n}") for n in range(21))
        )
        self.objective.sudo().confirmed_date = self._moment(400)
        # One of two, not 21 of 22.
        self.assertEqual(self._points("fresh"), 50.0)
        self._score()
        self.assertIn(
            "confirmed 21 lines at once: they count as one", self._explain("hygiene")["notes"][0]
        )
        lines[0].unlink()
        self.assertAlmostEqual(self._points("fresh"), 100 * 20 / 21)

    def test_who_confirmed_many_at_once_is_named_to_who_leads_him(self):
        """Once each, in the overview and beside the number."""
        colleague = self._create_user("colleague", "group_kam_user")
        self._join_team(colleague)
        noon = ["2026-03-01 12:00:00", "2026-03-02 12:00:00"]
        found = [[self.mate.id, noon[0], 21], [self.mate.id, noon[1], 30]]
        self._score()
        self.plan.sudo().score_evidence = {"at_once": found}
        kept = "confirmed 51 lines in 2 goes: each go counts as one line."
        for user, name in (
            *((one, self.mate.name) for one in (self.mate, self.kam, self.manager)),
            *((one, "Somebody") for one in (colleague, self.reader)),
        ):
            plan = self.plan.with_user(user)
            for notes in (
                plan.get_score_explanation("hygiene")["notes"],
                next(one for one in plan.get_overview()["parts"] if one["name"] == "numbers")[
                    "notes"
                ],
            ):
                told = [note for note in notes if "confirmed" in note]
                with self.subTest(user=user.login):
                    self.assertEqual(told, [f"{name} {kept}"])

    def test_on_time(self):
        self.assertIsNone(self._points("on_time"))
        dates = {"date_start": "2026-01-01", "date_deadline": "2026-02-10"}
        in_time, late = (self._create_action(self.plan, name=n, **dates) for n in ("A", "B"))
        # Twenty days late, both.
        self.assertAlmostEqual(self._points("on_time"), 100 / 3)
        in_time.write({"state": "done", "date_done": "2026-02-09"})
        self.assertAlmostEqual(self._points("on_time"), 200 / 3)
        late.write({"state": "done", "date_done": "2026-02-25"})
        self.assertAlmostEqual(self._points("on_time"), 75.0)

    def test_blocks_that_are_off_drop_their_tests(self):
        for switch, names in (
            ("show_goals", {"external"}),
            ("show_targets", {"leading"}),
            ("show_actions", {"actionable", "acts", "on_time"}),
            ("show_reviews", {"reviewed"}),
            ("show_objectives", {"mutual", "win_win", "actionable"}),
        ):
            with self.subTest(switch=switch):
                self.plan[switch] = False
                for name in names:
                    self.assertEqual(self._points(name), "dropped", name)
                self.plan[switch] = True
                for name in names:
                    self.assertNotEqual(self._points(name), "dropped", name)

    def test_nothing_of_the_customer_is_in_it(self):
        before = self.plan._get_hygiene_scores()[self.plan].total
        self._make_trade()
        self._enter_satisfaction(10)
        self.env.invalidate_all()
        self.assertEqual(self.plan._get_hygiene_scores()[self.plan].total, before)

    def test_each_test_says_what_to_do_and_where(self):
        self._score()
        told = self._explain("hygiene")
        self.assertEqual(len(told["components"]), 10)
        for part in told["components"]:
            for name in ("label", "thresholds", "todo", "chapter"):
                self.assertTrue(part[name], (part["key"], name))
        # 10 points for three minutes, and half of ten for a person: the target is cheapest.
        self.assertEqual(told["cheapest"]["key"], "acts")
        self.assertAlmostEqual(told["total"], self.plan.hygiene)
        self.assertEqual(self._part("mutual", "hygiene")["evidence"][0][1], self.objective.id)
