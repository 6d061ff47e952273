from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import KamCommon


@freeze_time("2026-03-02")
class TestObjective(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._create_plan()
        self.objective = self._create_objective(self.plan)

    def _act(self, **values):
        base = {"objective_id": self.objective.id, "date_start": "2026-01-01"}
        return self._create_action(self.plan, **base, **values)

    def test_owner_and_dates_come_from_the_plan(self):
        self.assertEqual(self.objective.user_id, self.kam)
        self.assertEqual(self.objective.date_deadline, self.plan.date_end)

    def test_progress_weighs_actions_by_weight_and_effort(self):
        self._act(effort=3, state="done")
        self._act(effort=1)
        self._act(weight=4, state="in_progress")
        self._act(effort=90, state="cancelled")
        self.assertAlmostEqual(self.objective.progress, 100 * (3 + 4 * 0.5) / 8)

    def test_progress_of_the_plan_weighs_objectives(self):
        self._act(state="done")
        other = self._create_objective(self.plan, weight=3)
        self.assertEqual(self.plan.progress, 25.0)
        other.action_drop()
        self.assertEqual(self.plan.progress, 100.0)

    def test_a_plan_without_objectives_shows_its_actions(self):
        plan = self._create_plans(1)
        self._create_action(plan, state="done")
        self._create_action(plan)
        self.assertEqual(plan.progress, 50.0)

    def test_progress_by_hand_needs_a_reason(self):
        with self.assertRaisesRegex(ValidationError, "Grow.*needs a reason"):
            self.objective.write({"progress_mode": "manual", "progress_manual": 80})
        self.objective.write(
            {"progress_mode": "manual", "progress_manual": 80, "progress_reason": "Survey"}
        )
        self.assertEqual(self.objective.progress, 80)

    def test_achieved_counts_in_full(self):
        self.objective.action_achieve()
        self.assertEqual(self.objective.progress, 100)
        self.assertFalse(self.objective.status)

    def test_status_is_explained(self):
        self.assertEqual(self.objective.status, "at_risk")
        self.assertIn("more than 10 points behind", self.objective.status_reason)
        self.objective.write(
            {"progress_mode": "manual", "progress_manual": 66.7, "progress_reason": "Survey"}
        )
        self.assertIn("67 % reached", self.objective.status_reason)

    def test_an_overdue_action_shows_in_the_status(self):
        self.objective.write({"date_start": "2026-03-01"})
        self.assertEqual(self.objective.status, "on_track")
        self._act(date_deadline="2026-02-27")
        self.assertEqual(self.objective.status, "on_track", "nothing is overdue in a draft")
        self.plan.with_user(self.kam).action_submit()
        self.assertEqual(self.objective.status, "at_risk")
        self.assertIn("overdue since 02/27/2026", self.objective.status_reason)

    def test_explanation_opens_the_score(self):
        action = self._act(effort=2, state="done")
        explained = self.objective.get_score_explanation("progress")
        self.assertEqual(explained["total"], 100.0)
        part = explained["components"][0]
        self.assertEqual((part["label"], part["weight"]), (action.name, 2.0))
        self.assertEqual(part["evidence"], [("kam.action", action.id)])
        self.assertIsNone(explained["date_before"])

    def test_history_keeps_the_components(self):
        action = self._act()
        self.objective._record_scores()
        action.action_done()
        explained = self.objective.get_score_explanation("progress")
        self.assertEqual(explained["total_before"], 0.0)
        self.assertEqual(explained["components"][0]["points_before"], 0.0)

    def test_explanation_is_for_readers_of_the_plan(self):
        self.plan.confidentiality = "team"
        with self.assertRaises(AccessError):
            self.objective.with_user(self.reader).get_score_explanation("progress")
        with self.assertRaisesRegex(UserError, "has no score"):
            self.objective.get_score_explanation("unlink")

    def test_action_of_another_plan_is_refused(self):
        other = self._create_plans(1)
        with self.assertRaisesRegex(ValidationError, "belongs to another plan"):
            self._create_action(other, objective_id=self.objective.id)

    def test_dates_in_wrong_order_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "Grow.*lies before the start"):
            self.objective.date_deadline = "2025-01-01"

    def test_queries_of_progress_do_not_grow(self):
        self._act()
        objectives = self.env["kam.objective"].create(
            [{"plan_id": self.plan.id, "name": f"O{n}"} for n in range(50)]
        )
        few = self._count_queries(lambda: objectives[:1]._get_progress_scores())
        many = self._count_queries(lambda: objectives._get_progress_scores())
        self.assertLessEqual(many, few + 1)
