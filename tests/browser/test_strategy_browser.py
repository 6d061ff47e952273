from odoo.tests import HttpCase

from ..strategy.common import StrategyCommon


class TestStrategyBrowser(StrategyCommon, HttpCase):
    """The pictures of the strategy, in a real browser. Errors of its console fail the test."""

    browser_size = "1400x900"

    def _risk(self, **values):
        return self._create_line("kam.risk", **{"probability": "4", "impact": "4", **values})

    def test_the_heat_map_opens_the_list_of_a_cell(self):
        self._risk(name="One supplier", inherent_probability="5", inherent_impact="5")
        self._risk(name="A tender", target_probability="2", target_impact="3")
        self._risk(name="Small", probability="1", impact="2")
        self._risk(name="Unrated", probability=False, impact=False)
        self._risk(name="Closed", state="closed")
        for address in ("kam-risks", f"kam-plans/{self.plan.id}?chapter=risks"):
            with self.subTest(address=address):
                self.start_tour(f"/odoo/{address}", "kam_heat_map", login="kam")

    def test_a_force_is_dragged_typed_and_undone(self):
        forces = (("driving", 4, "Plant"), ("driving", 3, "Wish"))
        forces += (("restraining", 5, "Contract"), ("restraining", 2, "Habit"))
        lines = self.env["kam.force"].with_user(self.kam)
        for kind, strength, name in forces:
            values = {"kind": kind, "strength": strength, "name": name}
            force = lines.create({"objective_id": self.objective.id, **values})
            if name == "Contract":
                action = self._create_action(self.plan)
                self.env["kam.force.effect"].with_user(self.kam).create(
                    {"force_id": force.id, "action_id": action.id, "expected_strength": 3}
                )
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_force_field", login="kam")
        strengths = dict(
            self.objective.force_ids.sorted("id").mapped(lambda f: (f.name, f.strength))
        )
        self.assertEqual(
            strengths,
            {"Plant": 4, "Wish": 3, "Contract": 5, "Habit": 1, "Their new plant": 3},
        )

    def _make_strategy(self):
        self._goal(name="Cheaper freight", source="customer")
        offering = self.env["kam.offering"].create({"name": "Full loads"})
        self.objective.with_user(self.kam).offering_ids = offering
        values = {"objective_id": self.objective.id, "offering_id": offering.id}
        self._create_line("kam.value", name="Fewer lorries", **values)
        return self._create_action(
            self.plan, name="Call them", objective_id=self.objective.id, user_id=self.kam.id
        )

    def test_the_map_of_a_plan_by_keyboard(self):
        action = self._make_strategy()
        address = f"/odoo/kam-plans/{self.plan.id}?chapter=concept"
        self.start_tour(address, "kam_concept_map", login="kam")
        self.assertEqual(action.name, "Call them twice")
        self.browser_size = "390x844"
        self.start_tour(address, "kam_concept_map_phone", login="reader")

    def test_goals_are_connected_on_the_strategy_map(self):
        self._make_strategy()
        address = f"/odoo/kam-plans/{self.plan.id}?chapter=strategy_map"
        self.start_tour(address, "kam_strategy_map", login="kam")
        self.assertFalse(self.objective.goal_ids)
