"""Totals of values, and what becomes of them with their plans."""

from .value import RETURNS, ValueCommon


class TestTotals(ValueCommon):
    def test_nothing_is_added_up(self):
        """Promised later, due, delivered, in part and disputed: each a total of its own."""
        self._value(name="Proposed")
        later = self._value(name="Later")
        due = self._value(name="Due", date_deadline="2026-03-01")
        (later | due).action_agree()
        self._deliver(self._value(name="Waiting", date_deadline="2026-03-01"))
        partly = self._deliver(self._value(name="Partly", date_deadline="2026-03-01"))
        self._answer(partly, decision="partly", confirmed_amount=1000)
        disputed = self._deliver(self._value(name="Disputed", date_deadline="2026-03-01"))
        self._answer(disputed, decision="disputed", reason="No")
        ladder = self.plan.with_user(self.reader).value_ladder
        self.assertEqual(
            [(step["name"], step["amount"], step["count"]) for step in ladder["steps"]],
            [
                ("promised", 4 * 5544, 4),
                ("delivered", 3 * 5544, 3),
                ("confirmed", 1000, 1),
                ("disputed", 5544, 1),
            ],
        )
        self.assertEqual(ladder["promised_all"], 5 * 5544)
        self.assertAlmostEqual(ladder["rate"], 100 * 1000 / (3 * 5544))
        self.assertEqual(ladder["unknown"], 0)

    def test_a_plan_without_the_block_asks_nothing(self):
        self.plan.show_values = False
        self.assertFalse(self.plan.value_ladder)
        self.assertFalse(self.plan.value_scorecard)
        self.assertNotIn("values", self.plan.get_chapter_marks())

    def test_marks(self):
        self._value(name="Late", date_deadline="2026-03-01")
        marks = self.plan.with_user(self.reader).get_chapter_marks()
        self.assertEqual(marks["values"], {"count": 2, "late": 1})

    def test_many_plans_cost_no_more_than_one(self):
        plans = self._create_plans(10, show_values=True)
        self.env["kam.value"].with_user(self.kam).create(
            [{**RETURNS, "plan_id": plan.id, "state": "agreed"} for plan in plans]
        )
        names = ["value_ladder", "value_scorecard"]
        few = self._count_queries(lambda: plans[:1].read(names))
        self.assertLessEqual(self._count_queries(lambda: plans.read(names)), few)
        self.assertLessEqual(few, 20)

    def test_the_same_measure_in_the_same_time_is_said(self):
        measure = {"measure_id": self._measure("revenue").id}
        first = self._value(name="First", **measure)
        second = self._value(name="Second", **measure)
        self.assertIn("Second", first.notice)
        days = {"date_end": "2027-06-30", "date_deadline": "2027-06-30"}
        second.write({"date_start": "2027-01-01", **days})
        first.invalidate_recordset(["notice"])
        self.assertFalse(first.notice)


class TestLife(ValueCommon):
    def test_a_copy_of_the_plan_proposes_them_anew(self):
        self.value.objective_id = self.objective
        self.value.goal_id = self._goal()
        self.value.sudo().rewarded_order_id = self._order(10)
        self._answer(self._deliver())
        copied = self.plan.with_user(self.kam).copy(
            {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        )
        value = copied.value_ids
        self.assertEqual((value.state, value.version), ("proposed", 1))
        self.assertFalse(value.current_value)
        self.assertFalse(value.answer_ids)
        self.assertFalse(value.reading_ids)
        self.assertFalse(value.rewarded_order_id, "One order is the reward once")
        self.assertEqual(value.objective_id, copied.objective_ids)
        self.assertEqual(value.goal_id, self.value.goal_id)
        self.assertEqual(value.date_start, copied.date_start)
        self.assertEqual(value.promised_amount, 5544)

    def test_what_is_not_claimed_goes_on_in_the_next_period_and_back(self):
        self._activate(self.plan)
        self.value.objective_id = self.objective
        self.value.action_agree()
        done = self._deliver(self._value(name="Done"))
        successor = self._prepare_next(self.plan)
        self.assertFalse(successor.value_ids)
        self._activate(successor)
        self.assertEqual(successor.value_ids, self.value)
        self.assertEqual(self.value.objective_id, successor.objective_ids)
        self.assertEqual(self.value.state, "agreed")
        self.assertEqual(str(self.value.date_end), "2026-12-31", "What was agreed stays")
        self.assertEqual(done.plan_id, self.plan)
        successor.with_user(self.manager)._send_back("Not yet")
        self.assertEqual(self.value.plan_id, self.plan)
        self.assertEqual(self.value.objective_id, self.objective)

    def test_merged_plans_keep_the_values_of_both(self):
        other = self._create_plan(partner_id=self.stranger.id)
        goal = self._goal(account_id=self.stranger.id)
        value = self._value(plan_id=other.id, name="Theirs", goal_id=goal.id, state="agreed")
        self._activate(self.plan | other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(self.plan.value_ids, self.value | value)
        self.assertEqual(value.partner_id, self.customer)
        self.assertEqual(value.goal_id.account_id, self.customer)

    def test_a_deleted_plan_leaves_nothing_behind(self):
        self._activate(self.plan)
        self._deliver()
        self.env.flush_all()
        self._run_job_on("2026-06-01")
        self.plan.with_user(self.manager).action_cancel()
        activities = self.env["mail.activity"].search([("res_model", "=", "kam.value")])
        self.assertFalse(activities)
        value = self.value
        self.plan.sudo().unlink()
        self.assertFalse(value.exists())

    def test_it_is_shown_to_the_customer_only_when_shared(self):
        self.assertFalse(self.value._read_shared_sudo())
        self.value.is_shared = True
        self.plan.is_shared = True
        (shared,) = self.value._read_shared_sudo()
        self.assertEqual(shared["promised_amount"], 5544)
        self.assertNotIn("evidence", shared)
        self.assertNotIn("rewarded_order_id", shared)
