"""The nightly jobs work in batches: what they keep in memory does not grow with the plans."""

from unittest.mock import patch

from odoo.tools import SQL

from odoo.addons.kam_planning.models.change import kam_change_plan
from odoo.addons.kam_planning.models.pulse import kam_plan_scores

from .change_common import ChangeCommon

SIZE = 3


class TestNightBatches(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls.plan | cls._activate(cls._create_plans(7))

    def _run_job(self, cron, method, date, size=SIZE):
        """Run a job as the scheduler does: plans of each batch, and how many plans before it are
        still in memory.
        """
        model, batches = type(self.env["kam.plan"]), []
        work, field = getattr(model, method), self.env["kam.plan"]._fields[date]
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE kam_plan SET %s = NULL", SQL.identifier(date)))
        self.env.invalidate_all()

        def note(plans):
            cached = plans.env["kam.plan"].browse(field._get_cache(plans.env))
            batches.append((len(plans), len(cached - plans)))
            return work(plans)

        with (
            self.enter_registry_test_mode(),
            patch.object(model, method, note),
            patch.object(kam_plan_scores, "PLANS_AT_ONCE", size),
            patch.object(kam_change_plan, "PLANS_AT_ONCE", size),
        ):
            self.env.ref(f"kam_planning.{cron}").method_direct_trigger()
        self.env.invalidate_all()
        return batches

    def _check_batches(self, cron, method, date):
        batches = self._run_job(cron, method, date)
        sizes = [size for size, _cached in batches]
        self.assertEqual(max(sizes), SIZE)
        self.assertGreaterEqual(sum(sizes), len(self.plans))
        self.assertEqual({cached for _size, cached in batches}, {0})
        self.assertTrue(all(self.plans.mapped(date)))

    def test_scores(self):
        self._check_batches("cron_scores", "_refresh_scores", "scores_date")
        before = self.env["kam.score"].search_count([])
        self._check_batches("cron_scores", "_refresh_scores", "scores_date")
        self.assertEqual(self.env["kam.score"].search_count([]), before)

    def test_changes(self):
        self._check_batches("cron_changes", "_find_changes", "changes_date")
        before = self.env["kam.change"].search_count([])
        self._check_batches("cron_changes", "_find_changes", "changes_date")
        self.assertEqual(self.env["kam.change"].search_count([]), before)
