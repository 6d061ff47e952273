"""What becomes of figures by hand and of kept figures when the add-on is updated to 19.0.1.4.0."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from psycopg2.extras import Json

from odoo.fields import Date
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import FiguresCommon

FOLDER = Path(__file__).parents[2] / "kam_planning" / "migrations" / "19.0.1.4.0"


@freeze_time(TODAY)
class TestMigration(FiguresCommon):
    def _migrate(self, name):
        self.env.flush_all()
        spec = spec_from_file_location(f"kam_{name.replace('-', '_')}", FOLDER / f"{name}.py")
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()

    def test_of_entries_of_one_day_the_last_stays_with_the_others_in_its_note(self):
        self.env.cr.execute("DROP INDEX kam_measure_entry_day_uniq")
        first, second, last, alone = self.env["kam.measure.entry"].create(
            [
                {
                    "account_id": self.customer.id,
                    "measure_id": self._measure("satisfaction").id,
                    "date": day,
                    "value": value,
                    "note": note,
                }
                for day, value, note in (
                    ("2026-02-01", 60, "By phone"),
                    ("2026-02-01", 65, False),
                    ("2026-02-01", 70, "Corrected"),
                    ("2026-02-02", 75, False),
                )
            ]
        )
        self._migrate("pre-by_hand")
        self.assertEqual((first | second | last | alone).exists(), last | alone)
        self.assertEqual((last.value, last.note), (70, "Corrected; 60 By phone; 65"))
        self.assertFalse(alone.note)

    def test_attainment_counts_from_the_baseline_in_plans_that_run(self):
        closed = self._create_plan(partner_id=self.stranger.id)
        entry = {"measure_id": self._measure("satisfaction").id, "date": "2026-02-01", "value": 85}
        self.env["kam.measure.entry"].create(
            [{"account_id": plan.partner_id.id, **entry} for plan in (self.plan, closed)]
        )
        running, over = self.env["kam.target"].create(
            [
                {
                    "plan_id": plan.id,
                    "measure_id": entry["measure_id"],
                    "target_value": 90,
                    "baseline": 80,
                }
                for plan in (self.plan, closed)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_target SET attainment = 94.4 WHERE id IN %s", ((running | over)._ids,)
        )
        self.env.cr.execute("UPDATE kam_plan SET state = 'closed' WHERE id = %s", (closed.id,))
        self.env.invalidate_all()
        self._migrate("post-fiscal")
        self.assertAlmostEqual(running.attainment, 50)
        self.assertAlmostEqual(over.attainment, 94.4, msg="it stays as it was")

    def test_where_targets_stand_is_said_by_the_kept_attainment(self):
        kept = ((94.4, True, 90), (100, True, 90), (0, False, 90), (0, True, 0))
        targets = self.env["kam.target"].create(
            [
                {
                    "plan_id": self.plan.id,
                    "measure_id": self._measure("satisfaction").id,
                    "target_value": 90,
                    "date_start": f"2026-0{number}-01",
                    "date_end": f"2026-0{number}-28",
                }
                for number in range(1, 5)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE kam_target DROP COLUMN standing")
        for target, values in zip(targets, kept, strict=True):
            self.env.cr.execute(
                "UPDATE kam_target SET attainment = %s, has_actual = %s, target_value = %s "
                "WHERE id = %s",
                (*values, target.id),
            )
        self.env.invalidate_all()
        self._migrate("pre-fiscal")
        self.assertEqual(targets.mapped("standing"), ["short", "reached", "unknown", "unknown"])
        self.assertEqual(targets[:2].mapped("attainment"), [94.4, 100])

    def test_figures_that_were_cut_get_the_line_of_the_others(self):
        few = self._create_plan(partner_id=self.stranger.id)
        for plan, count, revenue in ((self.plan, 8, [105.5, 20]), (few, 2, [30, 4])):
            figures = {
                "values": {"revenue": revenue},
                "categories": [[f"C{number}", 10, 2] for number in range(count)],
            }
            self.env.cr.execute(
                "UPDATE kam_plan SET figures = %s WHERE id = %s", (Json(figures), plan.id)
            )
        self.env.invalidate_all()
        self._migrate("post-fiscal")
        self.assertEqual(self.plan.figures["others"], [25.5, 4])
        self.assertEqual(len(self.plan.figures["categories"]), 8)
        self.assertNotIn("others", few.figures)

    def test_no_objective_of_a_draft_is_at_risk_for_a_late_action(self):
        objective = self._create_objective(
            self.plan, date_start=self.today, date_deadline=Date.add(self.today, years=1)
        )
        self._create_action(
            self.plan,
            objective_id=objective.id,
            date_start="2020-01-01",
            date_deadline="2020-01-31",
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_objective SET first_open_deadline = '2020-01-31', status = 'at_risk' "
            "WHERE id = %s",
            (objective.id,),
        )
        self.env.invalidate_all()
        self._migrate("post-quiet")
        self.assertFalse(objective.first_open_deadline)
        self.assertEqual(objective.status, "on_track")
