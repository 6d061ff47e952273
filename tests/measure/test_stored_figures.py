"""Stored figures reach the database, and what rests on them, whatever else waits to be written."""

from odoo.tests import freeze_time
from odoo.tools import SQL

from ..common.common import TODAY
from .common import FiguresCommon


@freeze_time(TODAY)
class TestStoredFigures(FiguresCommon):
    def _target(self, **values):
        return super()._target(**values).with_env(self.env)

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def test_false_is_stored_as_false(self):
        target = self._target(measure_id=self._measure("margin_rate").id)
        target._refresh_figures()
        query = SQL("SELECT has_actual FROM kam_target WHERE id = %s", target.id)
        self.assertEqual(self.env.execute_query(query), [(False,)])

    def test_objective_and_plan_follow_while_the_target_has_unsaved_changes(self):
        objective = self._create_objective(self.plan, progress_mode="targets")
        target = self._target(objective_id=objective.id)
        self._forget()
        self._invoice(300)
        target.target_value = 600
        target._refresh_figures()
        self.assertEqual((target.attainment, objective.progress), (50, 50))
        self.assertEqual(self.plan.progress, 50)
        self._forget()
        self.assertEqual((target.target_value, target.attainment), (600, 50))
        self.assertEqual((objective.progress, self.plan.progress), (50, 50))

    def test_a_potential_by_hand_that_is_not_saved_yet_is_not_lost(self):
        cell = self._cell()
        cell.write({"potential_source": "manual", "potential_manual": 900})
        self._invoice(100)
        cell.sudo()._refresh_figures()
        self.assertEqual((cell.revenue, cell.potential, cell.share_of_wallet), (100, 900, 10))
        cell.potential_manual = 300
        self._refresh_potentials()
        self._forget()
        self.assertEqual((cell.potential, cell.share_of_wallet), (300, 25))
        cell.potential_manual = 100
        cell.sudo()._refresh_figures()
        self._forget()
        self.assertEqual((cell.potential, cell.share_of_wallet, cell.state), (100, 50, "customer"))
