from .common import KamCommon


class TestShareable(KamCommon):
    def test_judgements_and_money_of_ours_never_leave(self):
        self.assertNotIn("our_gain", self.env["kam.objective"]._get_shared_fields())
        self.assertNotIn("description", self.env["kam.action"]._get_shared_fields())

    def test_nothing_leaves_by_default(self):
        plan = self._create_plan(template_id=self.full.id)
        self.assertEqual(plan._read_shared_sudo(), [])
        self.assertEqual(plan.objective_ids._read_shared_sudo(), [])
        self.assertFalse(any(plan.copy().mapped("is_shared")))

    def test_a_line_leaves_only_with_its_plan(self):
        plan = self._create_plan()
        objective = self._create_objective(plan, is_shared=True)
        self.assertEqual(objective._read_shared_sudo(), [])
        plan.is_shared = True
        self.assertEqual(objective._read_shared_sudo()[0]["name"], "Grow")

    def test_only_the_chosen_lines_and_fields_leave(self):
        plan = self._create_plan(is_shared=True)
        shown = self._create_objective(plan, name="Shown", is_shared=True, our_gain="Margin")
        self._create_objective(plan, name="Hidden")
        extract = plan._read_shared_sudo()[0]
        self.assertEqual([o["name"] for o in extract["objective_ids"]], ["Shown"])
        self.assertEqual(set(extract["objective_ids"][0]), set(shown._get_shared_fields()))
        self.assertNotIn("Margin", str(extract))

    def test_the_name_of_an_unshared_objective_does_not_leave_with_its_action(self):
        plan = self._create_plan(is_shared=True)
        objective = self._create_objective(plan, name="Secret aim")
        action = self._create_action(plan, objective_id=objective.id, is_shared=True)
        self.assertFalse(action._read_shared_sudo()[0]["objective_id"])
        objective.is_shared = True
        self.assertEqual(action._read_shared_sudo()[0]["objective_id"], "Secret aim")
