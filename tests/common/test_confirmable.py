from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .common import KamCommon


class TestConfirmable(KamCommon):
    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-10 10:00:00"):
            self.plan = self._create_plan(
                review_interval=3, member_ids=[(0, 0, {"user_id": self.mate.id})]
            )
            self.objective = self._create_objective(self.plan)

    def test_creating_confirms_until_the_cadence_is_over(self):
        self.assertEqual(self.objective.confirmed_by_id, self.kam)
        self.assertEqual(str(self.objective.stale_date), "2026-04-10")
        with freeze_time("2026-04-09"):
            self.objective.invalidate_recordset()
            self.assertFalse(self.objective.is_stale)
        with freeze_time("2026-04-10"):
            self.objective.invalidate_recordset()
            self.assertTrue(self.objective.is_stale)

    @freeze_time("2026-05-01 09:00:00")
    def test_still_true_for_many_lines_at_once(self):
        lines = self.objective | self._create_objective(self.plan, name="Second")
        lines.with_user(self.mate).action_confirm_still_true()
        self.assertEqual(lines.confirmed_by_id, self.mate)
        self.assertFalse(any(lines.mapped("is_stale")))

    @freeze_time("2026-05-01 09:00:00")
    def test_stale_lines_are_found(self):
        fresh = self._create_objective(self.plan, name="Fresh")
        Objective = self.env["kam.objective"]
        domain = [("plan_id", "=", self.plan.id)]
        self.assertEqual(Objective.search([*domain, ("is_stale", "=", True)]), self.objective)
        self.assertEqual(Objective.search([*domain, ("is_stale", "=", False)]), fresh)

    @freeze_time("2026-05-01 09:00:00")
    def test_changing_what_it_says_confirms_it(self):
        self.objective.with_user(self.mate).customer_gain = "Fewer delays"
        self.assertEqual(self.objective.confirmed_by_id, self.mate)
        self.objective.with_user(self.kam).sequence = 3
        self.assertEqual(self.objective.confirmed_by_id, self.mate)

    def test_a_shorter_cadence_makes_it_stale_earlier(self):
        self.plan.review_interval = 1
        self.assertEqual(str(self.objective.stale_date), "2026-02-10")

    def test_only_who_may_write_confirms(self):
        with self.assertRaises(AccessError):
            self.objective.with_user(self.reader).action_confirm_still_true()
