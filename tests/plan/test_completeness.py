"""How complete a plan is, what is missing, and the overview that says so."""

from odoo.exceptions import AccessError, UserError

from .common import RunningCommon
from .test_chapters import BLOCKS


class TestCompleteness(RunningCommon):
    def _steps(self, user=None):
        found = self.plan.with_user(user or self.kam).get_completeness()
        return found, {step["key"]: step for step in found["steps"]}

    def test_a_bare_plan_lacks_all_of_it(self):
        found, steps = self._steps()
        self.assertEqual(
            list(steps), ["sponsor", "objectives", "actions", "review", "targets", "people"]
        )
        self.assertEqual((found["percent"], found["done"], found["total"]), (0.0, 0, 6))
        # A minute each: the first of them.
        self.assertEqual(found["cheapest"], "sponsor")
        self.assertEqual(steps["sponsor"]["method"], "action_hand_over")
        self.assertEqual(steps["people"]["chapter"], "map")
        self.assertTrue(all(step["missing"] for step in steps.values()))

    def test_what_is_done_in_part_counts_in_part(self):
        section = {"plan_id": self.plan.id}
        self.env["kam.plan.section"].create(
            [
                {**section, "name": "Written", "content": "<p>x</p>"},
                {**section, "name": "Blank", "content": "<p><br></p>"},
                {**section, "name": "Empty"},
                {**section, "name": "Empty as well"},
            ]
        )
        gains = {"customer_gain": "Fewer delays", "our_gain": "Volume"}
        self._create_objective(self.plan, **gains)
        self._create_objective(self.plan, customer_gain="Only theirs")
        self._create_objective(self.plan, name="Dropped").action_drop()
        self._act(5)
        self._act(5, user_id=False)
        self._act(5, state="cancelled", user_id=False)
        _found, steps = self._steps()
        self.assertEqual(steps["sections"]["points"], 25.0)
        self.assertEqual(steps["sections"]["value"], "1 of 4 written")
        # Five minutes for each of three.
        self.assertEqual(steps["sections"]["minutes"], 15)
        self.assertEqual(steps["objectives"]["points"], 50.0)
        self.assertEqual(steps["actions"]["points"], 50.0)

    def test_a_whole_plan(self):
        self.plan.sponsor_id = self.mate
        gains = {"customer_gain": "Fewer delays", "our_gain": "Volume"}
        self._create_objective(self.plan, **gains)
        self._act(5)
        self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        self.env["kam.target"].create(
            {
                "plan_id": self.plan.id,
                "measure_id": self.env.ref("kam_planning.measure_revenue").id,
                "target_value": 100,
            }
        )
        self.env["kam.stakeholder"].create({"account_id": self.customer.id, "name": "Ann"})
        found, _steps = self._steps()
        self.assertEqual((found["percent"], found["done"], found["total"]), (100.0, 6, 6))
        self.assertIsNone(found["cheapest"])
        self.assertFalse(found["goes_on"])

    def test_blocks_that_are_off_ask_for_nothing(self):
        self.plan.write(dict.fromkeys(BLOCKS, False))
        self.assertEqual(list(self._steps()[1]), ["sponsor"])

    def test_who_may_go_on(self):
        self.plan.sponsor_id = self.mate
        for user, expected in (
            (self.kam, True),
            (self.mate, True),
            (self.manager, True),
            (self.reader, False),
        ):
            with self.subTest(user=user.login):
                self.assertIs(self._steps(user)[0]["goes_on"], expected)
        self.plan.with_user(self.kam).action_submit()
        self.assertFalse(self._steps()[0]["goes_on"])

    def test_it_is_an_explained_score(self):
        score = self.plan.with_user(self.reader).get_score_explanation("completeness")
        self.assertEqual(score["total"], 0.0)
        self.assertEqual(len(score["components"]), 6)

    def test_who_may_not_read_the_plan_is_told_nothing(self):
        self.plan.confidentiality = "team"
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            for method in ("get_completeness", "get_overview"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(self.plan.with_user(user), method)()

    def test_many_plans_cost_no_more_queries(self):
        plans = self._create_plans(50)
        for plan in plans[:1] | plans[-1:]:
            self._create_objective(plan)
            self._create_action(plan)
            self.env["kam.plan.section"].create({"plan_id": plan.id, "name": "A", "content": "x"})
        self._count_queries(plans._get_completeness_steps)
        one, many = (
            self._count_queries(chosen._get_completeness_steps) for chosen in (plans[:1], plans)
        )
        self.assertEqual(one, many)


class TestOverview(RunningCommon):
    def _parts(self, user=None):
        overview = self.plan.with_user(user or self.kam).get_overview()
        return {part["name"]: part for part in overview["parts"]}

    def test_the_order_and_what_is_said_where_there_is_nothing(self):
        parts = self._parts()
        self.assertEqual(
            list(parts), ["numbers", "figures", "changes", "review", "actions", "gaps"]
        )
        for name in ("numbers", "figures", "actions", "gaps"):
            self.assertFalse(parts[name].get("facts") or parts[name].get("lines"), name)
            self.assertTrue(parts[name]["empty"], name)
        self.assertEqual(parts["figures"]["refresh"], "action_refresh_figures")

    def test_figures_with_currency_and_moment(self):
        self.plan.with_user(self.reader).action_refresh_figures()
        part = self._parts(self.reader)["figures"]
        self.assertEqual(len(part["facts"]), 5)
        self.assertFalse(part["refresh"])
        self.assertTrue(part["as_of"])
        revenue = part["facts"][0]
        self.assertEqual((revenue["name"], revenue["value"]), ("revenue", 0.0))
        self.assertEqual(revenue["currency_id"], self.plan.currency_id.id)

    def test_the_next_five_actions(self):
        self._act(-3, state="done")
        expected = [self._act(days, name=f"In {days}").id for days in (-1, 2, 3, 4, 5, 6)][:5]
        lines = self._parts()["actions"]["lines"]
        self.assertEqual([line["res_id"] for line in lines], expected)
        self.assertEqual(lines[0]["note"], self.kam.name)
        self.assertEqual(lines[0]["date"], self._day(-1))

    def test_the_next_review_of_a_plan_that_goes_on(self):
        day = self.plan.next_review_date
        self.assertEqual(self._parts()["review"]["facts"][0]["value"], day)
        self._activate(self.plan).with_user(self.kam).action_close()
        self.assertFalse(self._parts()["review"]["facts"])

    def test_blocks_that_are_off_are_left_out(self):
        self.plan.write(dict.fromkeys(BLOCKS, False))
        self.assertEqual(list(self._parts()), ["numbers"])

    def test_one_plan_at_a_time(self):
        with self.assertRaises(UserError):
            (self.plan | self._create_plans(1)).get_overview()

    def test_what_is_in_it_costs_no_more_queries(self):
        few, many = self._create_plans(2)
        for plan, number in ((few, 6), (many, 30)):
            for index in range(number):
                self._create_objective(plan, name=f"Objective {index}")
                self._create_action(plan, name=f"Action {index}")
        for plan in (few, many):
            self._count_queries(plan.get_overview)
        counts = [self._count_queries(plan.get_overview) for plan in (few, many)]
        self.assertEqual(*counts)
