"""The home of Key Accounts: what needs the user today, and what a card says."""

from odoo.exceptions import AccessError

from .common import RunningCommon


class TestHome(RunningCommon):
    def _today(self, user):
        return {line["name"]: line for line in self.env["kam.plan"].with_user(user).get_today()}

    def _opened(self, line, user):
        """The records that a line opens."""
        action = line["action"]
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    def test_nothing_waits(self):
        self.assertEqual(self._today(self.mate), {})

    def test_actions_due_are_the_users_own_and_open(self):
        due = self._act(0) | self._act(-4)
        self._act(1)
        self._act(-4, state="done")
        self._act(0, user_id=self.mate.id)
        self.assertNotIn("actions", self._today(self.kam), "a draft is nobody's to do yet")
        self.plan.with_user(self.kam).action_submit()
        line = self._today(self.kam)["actions"]
        self.assertEqual((line["count"], line["label"]), (2, "Actions due: 2"))
        self.assertEqual(self._opened(line, self.kam), due)
        self.assertEqual(self._today(self.mate)["actions"]["count"], 1)

    def test_reviews_of_the_week_in_the_users_plans(self):
        Review = self.env["kam.review"].with_user(self.kam)
        days = {
            days: Review.create({"plan_id": self.plan.id, "date_planned": self._day(days)})
            for days in (-2, 7, 8)
        }
        line = self._today(self.kam)["reviews"]
        self.assertEqual(self._opened(line, self.kam), days[-2] | days[7])
        self.assertEqual(line["count"], 2)
        self.assertNotIn("reviews", self._today(self.manager))

    def test_objectives_to_confirm(self):
        old, new = self._create_objective(self.plan), self._create_objective(self.plan)
        self._stale(old)
        line = self._today(self.kam)["objectives"]
        self.assertEqual(self._opened(line, self.kam), old)
        self.assertFalse(new.is_stale)

    def test_plans_to_approve_are_told_to_who_may_approve(self):
        self.plan.with_user(self.kam).action_submit()
        line = self._today(self.manager)["to_approve"]
        self.assertEqual(self._opened(line, self.manager), self.plan)
        self.assertNotIn("to_approve", self._today(self.kam))
        self.assertNotIn("to_approve", self._today(self.foreign))

    def test_who_does_not_work_with_plans_is_refused(self):
        for user in (self.outsider, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._today(user)

    def test_a_card_counts_all_that_waits_to_be_confirmed(self):
        self._stale(self._create_objective(self.plan) | self._create_objective(self.plan))
        self._stale(self._act(5))
        self._act(5)
        self.assertEqual(self.plan.with_user(self.kam).to_confirm_count, 3)

    def test_a_card_shows_the_running_target_with_the_longest_period(self):
        self.assertEqual(self.plan.revenue_target, 0)
        revenue = self.env.ref("kam_planning.measure_revenue")
        offering = self.env["kam.offering"].create({"name": "Teas"})
        for value, first, last, values in (
            (90, -10, 80, {}),
            (400, -50, 300, {}),
            (500, -500, -200, {}),
            (700, -60, 320, {"offering_id": offering.id}),
            (
                60,
                -60,
                320,
                {"measure_id": self.env.ref("kam_planning.measure_order_intake").id},
            ),
        ):
            self.env["kam.target"].with_user(self.kam).create(
                {
                    "plan_id": self.plan.id,
                    "measure_id": revenue.id,
                    "target_value": value,
                    "date_start": self._day(first),
                    "date_end": self._day(last),
                    **values,
                }
            )
        self.plan.invalidate_recordset()
        self.assertEqual(self.plan.with_user(self.reader).revenue_target, 400)
        self.assertEqual(self.plan.revenue_reached, 0)

    def test_cards_of_many_plans_cost_no_more_queries(self):
        plans = self._create_plans(50).with_user(self.kam)
        names = ["to_confirm_count", "revenue_target", "overdue_action_count", "gap_count"]
        plans[:1].read(names)
        one, many = (self._count_queries(lambda p=p: p.read(names)) for p in (plans[:1], plans))
        self.assertEqual(one, many)
