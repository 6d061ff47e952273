"""What lines of an appraisal became, and what is asked of them, in the plan of the next period."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .test_force import ForceCommon


@freeze_time(TODAY)
class TestNextPeriod(ForceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls.lines = cls.env["kam.appraisal"].concat(
            *(
                cls._create_line("kam.appraisal", name=name, kind="vulnerability")
                for name in ("One supplier", "Few know us", "They wait")
            )
        )
        cls.risk = cls._create_line("kam.risk", name="One", probability="4", impact="4")
        cls.force = cls._force("restraining", 5)
        for line, link, made in zip(
            cls.lines,
            ("risk_id", "objective_id", "force_id"),
            (cls.risk, cls.objective, cls.force),
            strict=True,
        ):
            line[link] = made

    def _go_on(self):
        successor = self._prepare_next(self.plan)
        self._activate(successor)
        return successor

    def test_the_line_shows_what_goes_on(self):
        """Close the risk of the new plan: the line shows it."""
        on_risk, on_objective, on_force = self.lines
        successor = self._go_on()
        twin = successor.risk_ids
        self.assertEqual(on_risk.risk_id, twin)
        self.assertEqual(on_objective.objective_id, successor.objective_ids)
        self.assertEqual(on_force.force_id, successor.force_ids)
        self.assertEqual(twin.appraisal_ids, on_risk)
        twin.with_user(self.kam).action_close()
        self.assertEqual(on_risk.became, "Risk: Closed")
        successor.with_user(self.manager)._send_back("Too early")
        self.assertEqual(on_risk.risk_id, self.risk)
        self.assertEqual(on_objective.objective_id, self.objective)
        self.assertEqual(on_force.force_id, self.force)

    def test_until_then_it_shows_the_running_plan(self):
        self._prepare_next(self.plan)
        self.assertEqual(self.lines[0].risk_id, self.risk)

    def test_what_is_asked_goes_on(self):
        """An action expected 3 of a force of 5; it was done and nobody judged it yet."""
        effect = self._effect(self.force, 3)
        self.risk.action_ids = effect.action_id
        successor = self._prepare_next(self.plan)
        effect.action_id.with_user(self.kam).action_done()
        self._activate(successor)
        force, risk = successor.force_ids, successor.risk_ids
        self.assertTrue(risk.rate_again)
        self.assertTrue(force.judge_again)
        self.assertFalse(self._questions(self.force))
        self.assertEqual(len(self._questions(force)), 1)
        self.assertEqual((risk.rating, force.strength), (16, 5))
        force.with_user(self.kam).strength = 4
        self.assertFalse(self._questions(force))
        self.assertEqual((effect.former_strength, effect.found_strength), (5, 4))
        reading = force.reading_ids.sorted()[0]
        self.assertEqual((reading.expected_strength, reading.strength), (3, 4))
