"""Of each month the last numbers of a plan are kept."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo import fields
from odoo.tests import freeze_time

from ..common.common import TODAY
from .score import ScoreCommon

MIGRATION = Path(__file__).parents[2] / "kam_planning/migrations/19.0.1.9.0/post-plan_months.py"
NAMES = ("kind", "date", "date_to", "total", "components")


@freeze_time(TODAY)
class TestMonths(ScoreCommon):
    def test_of_each_month_the_last_numbers_stay(self):
        self._make_example()
        for day, entered in (("2026-03-02", None), ("2026-03-30", 90), ("2026-04-05", 10)):
            if entered:
                self._enter_satisfaction(entered, day)
            self._score(day=day)
            kept = self._kept("month")[-1]
            self.assertEqual(
                (kept.total, kept.confidence, kept.components),
                (
                    self.plan.health,
                    self.plan.confidence,
                    {"hygiene": self.plan.hygiene, "band": self.plan.health_band},
                ),
            )
        months = [fields.Date.to_string(one.date) for one in self._kept("month")]
        self.assertEqual(months, ["2026-03-01", "2026-04-01"])
        march, april = self._kept("month").mapped("total")
        self.assertNotEqual(march, april)

    def test_months_of_the_past_are_made_from_the_history(self):
        Score = self.env["kam.score"]
        values = {"res_model": "kam.plan", "res_id": self.plan.id, "confidence": 80}
        down = {"input-1": "5|25|0|0|100|1"}
        rows = (
            ("health", "2025-10-10", "2025-10-20", 30, {}),
            ("health", "2025-11-05", "2026-01-20", 70, down),
            ("health", "2026-02-10", "2026-02-20", 70, {}),
            ("hygiene", "2025-11-15", "2025-12-10", 50, {}),
        )
        Score.create([{**values, **dict(zip(NAMES, row, strict=True))} for row in rows])
        self._migrate()
        found = [
            (str(one.date)[:7], one.total, one.components["hygiene"], one.components["band"])
            for one in self._kept("month")
        ]
        self.assertEqual(
            found,
            [
                ("2025-10", 30, None, "danger"),
                ("2025-11", 70, 50, "watch"),
                ("2025-12", 70, 50, "watch"),
                ("2026-01", 70, None, "watch"),
                ("2026-02", 70, None, "good"),
            ],
        )

    def _migrate(self):
        spec = spec_from_file_location("plan_months", MIGRATION)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
