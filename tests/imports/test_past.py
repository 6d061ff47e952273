"""What is over: plans that were closed, actions that were done, read in from another system."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import ImportCommon


@freeze_time(TODAY)
class TestPast(ImportCommon):
    """On 2 March 2026."""

    def _messages(self):
        return self.env["mail.notification"].search([]), self.env["mail.activity"].search([])

    def _take_quietly(self, model, names, rows):
        self.env.cr.flush()
        before = self._messages()
        records = self._take(model, names, rows)
        self.env.cr.flush()
        self.assertEqual(self._messages(), before)
        return records

    def test_closed_plans(self):
        self.env["res.partner"].create({"name": "Alfreds Futterkiste", "is_company": True})
        names = "partner_id user_id date_start date_end state template_id"
        rows = [
            ("Alfreds Futterkiste", "kam", "2024-04-01", "2025-03-31", "Closed", ""),
            ("Alfreds Futterkiste", "kam", "2025-04-01", "2026-03-31", "Closed", self.full.name),
            ("Alfreds Futterkiste", "kam", "2023-04-01", "2024-03-31", "Cancelled", ""),
        ]
        plans = self._take_quietly("kam.plan", names, rows)
        self.assertEqual(plans.mapped("state"), ["closed", "closed", "cancelled"])
        self.assertEqual(plans[0].user_id, self.kam)
        self.assertFalse(plans.action_ids)

    def test_actions(self):
        names = "plan_id name user_id date_deadline state objective_id"
        self.acme_plan.with_user(self.kam).action_submit()
        plan = self.acme_plan.name
        rows = [
            (plan, "Imported: done last year", "kam", "2025-08-01", "Done", ""),
            (plan, "Imported: overdue", "kam", "2026-02-01", "To do", ""),
            (plan, "Imported: future", "kam", "2026-08-01", "In progress", ""),
        ]
        actions = self._take("kam.action", names, rows)
        self.assertEqual(actions.mapped("state"), ["done", "todo", "in_progress"])
        self.assertEqual([str(day) for day in actions.mapped("date_start")][0], "2025-08-01")
        self.assertEqual(
            [str(action.date_start) for action in actions],
            ["2025-08-01", "2026-02-01", "2026-03-02"],
        )
        self.assertEqual(actions.mapped("is_overdue"), [False, True, False])
        self.assertFalse(actions[0].activity_id)

    def test_actions_that_are_done_are_quiet(self):
        names = "plan_id name user_id date_start date_deadline state date_done"
        rows = [
            (self.acme_plan.name, "Spring", "mate", "2025-02-01", "2025-03-01", "Done", ""),
            (self.acme_plan.name, "May", "mate", "2025-05-01", "2025-06-01", "Done", "2025-05-20"),
        ]
        spring, may = self._take_quietly("kam.action", names, rows)
        self.assertEqual(str(may.date_done), "2025-05-20")
        self.assertEqual(str(spring.date_done), "2026-03-02")
        # Read in again, the day stays, and it can be corrected.
        rows[1] = (*rows[1][:-1], "2025-05-21")
        self.assertEqual(self._take_quietly("kam.action", names, rows), spring | may)
        self.assertEqual(str(may.date_done), "2025-05-21")
        self.assertEqual(str(spring.date_done), "2026-03-02")

    def test_a_day_of_completion_that_cannot_be(self):
        names = "plan_id name user_id date_deadline state date_done"
        row = (self.acme_plan.name, "Visit", "kam", "2026-06-01")
        self._refuse("kam.action", names, [(*row, "To do", "2025-06-01")], 0, "not done")
        self._refuse("kam.action", names, [(*row, "Done", "2026-03-20")], 0, "lies ahead")

    def test_objectives_that_were_achieved(self):
        names = "plan_id name date_start date_deadline state"
        rows = [(self.acme_plan.name, "Old", "2024-01-01", "2024-12-31", "Achieved")]
        self.assertEqual(self._take_quietly("kam.objective", names, rows).progress, 100)

    def test_reviews_that_were_held(self):
        names = "plan_id kind date_planned date_held state"
        rows = [(self.acme_plan.name, "Internal", "2025-03-01", "2025-03-08", "Held")]
        review = self._take_quietly("kam.review", names, rows)
        self.assertEqual((review.state, str(review.date_held)), ("held", "2025-03-08"))
