"""Two customers with plans in force become one: all that belongs to their strategy stays linked."""

from .value import ValueCommon


class TestMerge(ValueCommon):
    def _fill(self, plan, objective, name):
        """A goal, its objective, an action on a risk and a force, a value, and where all that comes
        from.
        """
        place = {"account_id": plan.partner_id.id}
        goal = self._goal(name=name, **place)
        objective.with_user(self.kam).write(
            {"goal_ids": goal.ids, "offering_ids": self.offering_tea.ids}
        )
        action = self._create_action(plan, objective_id=objective.id)
        owned = {"plan_id": plan.id, "name": name}
        risk = self._create_line(
            "kam.risk", probability="4", impact="4", action_ids=action.ids, **owned
        )
        force = self._create_line("kam.force", objective_id=objective.id, strength=5, **owned)
        self._create_line(
            "kam.force.effect",
            plan_id=plan.id,
            force_id=force.id,
            action_id=action.id,
            expected_strength=3,
        )
        value = self._value(goal_id=goal.id, objective_id=objective.id, **owned)
        self._create_line("kam.investment", amount=5, **owned)
        self._create_line("kam.appraisal", name=name, risk_id=risk.id, force_id=force.id, **place)
        return goal, value

    def test_both_in_force(self):
        self.value.unlink()
        other = self._create_plan(partner_id=self.stranger.id, show_risks=True, show_forces=True)
        second = self._create_objective(other, name="Theirs")
        goal, value = self._fill(self.plan, self.objective, "Ours")
        their_goal, their_value = self._fill(other, second, "Theirs")
        self._activate(self.plan | other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        plan = self.plan
        self.assertEqual(plan.objective_ids, self.objective | second)
        self.assertEqual((self.objective.goal_ids, second.goal_ids), (goal, their_goal))
        self.assertEqual(their_goal.account_id, self.customer)
        self.assertEqual(second.offering_ids, self.offering_tea)
        self.assertEqual(plan.value_ids, value | their_value)
        self.assertEqual((their_value.goal_id, their_value.objective_id), (their_goal, second))
        for lines in (plan.risk_ids, plan.force_ids):
            self.assertEqual(len(lines), 2)
            self.assertEqual(lines.appraisal_ids.mapped("name"), ["Ours", "Theirs"])
        self.assertEqual(len(plan.risk_ids.action_ids), 2)
        self.assertEqual(plan.risk_ids.action_ids.plan_id, plan)
        self.assertEqual(len(plan.force_ids.effect_ids), 2)
        self.assertEqual(plan.force_ids.effect_ids.plan_id, plan)
        self.assertEqual(plan.force_ids.mapped("expected_strength"), [3, 3])
        self.assertEqual(len(plan.investment_ids), 2)
        # What is checked at other times still is.
        with self._refused(Exception, "goal of another customer"):
            stranger = self.env["res.partner"].create({"name": "New", "is_company": True})
            self._create_plan(partner_id=stranger.id)
            foreign = self._goal(account_id=stranger.id)
            second.with_user(self.kam).with_context(kam_merging=True).goal_ids = foreign
