"""What the customer wants: goals, and initiatives below them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import StrategyCommon


class TestGoal(StrategyCommon):
    def test_only_an_initiative_stands_below_a_goal(self):
        goal = self._goal()
        line = self._goal(name="New filling line", kind="initiative", parent_id=goal.id)
        self.assertEqual(goal.child_ids, line)
        with self.assertRaisesRegex(ValidationError, "only an initiative"):
            self._goal(name="Lower costs", parent_id=goal.id)
        with self.assertRaisesRegex(ValidationError, "only an initiative"):
            line.kind = "trend"

    def test_initiatives_lead_in_no_circle(self):
        first = self._goal(name="First", kind="initiative")
        second = self._goal(name="Second", kind="initiative", parent_id=first.id)
        with self.assertRaises(UserError):
            first.parent_id = second

    def test_a_goal_serves_goals_of_the_same_customer_only(self):
        self._create_plan(partner_id=self.stranger.id)
        theirs = self._goal(account_id=self.stranger.id)
        with self.assertRaisesRegex(ValidationError, "belongs to another customer"):
            self._goal(name="Line", kind="initiative", parent_id=theirs.id)

    def test_the_form_as_its_users_fill_it_in(self):
        form = Form(
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .with_context(default_account_id=self.customer.id)
        )
        form.name = "Less waste"
        form.source = "customer"
        form.contact_id = self.contact
        goal = form.save()
        self.assertEqual(goal.confirmed_by_id, self.kam)
        self.assertFalse(goal.is_stale)

    def test_it_holds_for_one_cadence_of_the_plan(self):
        self._activate(self.plan)
        self.plan.review_interval = 3
        with freeze_time(TODAY):
            goal = self._goal()
            self.assertEqual(str(goal.stale_date), "2026-06-02")
        with freeze_time("2026-06-02"):
            goal.invalidate_recordset()
            self.assertTrue(goal.is_stale)
            found = goal.search([("is_stale", "=", True)])
            self.assertIn(goal, found)
            goal.with_user(self.kam).action_confirm_still_true()
            self.assertFalse(goal.is_stale)
            with self.assertRaises(AccessError):
                goal.with_user(self.reader).action_confirm_still_true()

    def test_goals_of_merged_customers_become_one(self):
        self._create_plan(partner_id=self.stranger.id)
        ours = self._goal()
        theirs = self._goal(account_id=self.stranger.id, evidence="They wrote so")
        below = self._goal(
            account_id=self.stranger.id, name="Line", kind="initiative", parent_id=theirs.id
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertFalse(theirs.exists())
        self.assertEqual(below.account_id, self.customer)
        self.assertEqual(below.parent_id, ours)
        self.assertEqual(ours.evidence, "They wrote so")

    def test_the_chapter_counts_them_where_the_block_is_shown(self):
        self._goal()
        marks = self.plan.with_user(self.reader).get_chapter_marks()
        self.assertEqual(marks["goals"], {"count": 1})
        self.plan.show_goals = False
        self.assertNotIn("goals", self.plan.get_chapter_marks())
