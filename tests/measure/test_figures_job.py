"""The nightly job: everything once, killed at any time, one bad record does not stop the rest."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import FiguresCommon

JOB = "kam_planning.cron_refresh_figures"
LOGGER = "odoo.addons.kam_planning.models.common.jobs"


class TestFiguresJob(FiguresCommon):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()

    def test_snapshot_targets_cells_and_potentials(self):
        target = (
            self.env["kam.target"]
            .with_user(self.kam)
            .create(
                {
                    "plan_id": self.plan.id,
                    "measure_id": self._measure("revenue").id,
                    "date_start": self.year.start,
                    "date_end": self.year.end,
                    "target_value": 200,
                }
            )
        )
        cell = self._cell()
        self._invoice(100)
        self._invoice(40, months_ago=15)
        self._invoice(300, partner=self.stranger)
        self._order(60)
        self._lead(90, probability=50)
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        target.sudo().figures_date = cell.sudo().figures_date = yesterday
        self._run()
        self.assertEqual((self.plan.revenue, self.plan.revenue_prior), (100, 40))
        self.assertEqual((self.plan.revenue_growth, self.plan.revenue_share), (150, 25))
        self.assertEqual((self.plan.order_intake, self.plan.pipeline), (60, 90))
        self.assertEqual((self.plan.margin, self.plan.margin_rate), (94, 94))
        self.assertEqual(self.plan.figures["categories"], [["Tea", 100, 40]])
        months = [amount for _month, amount in self.plan.figures["months"]]
        self.assertEqual((len(months), sum(months)), (24, 140))
        self.assertTrue(self.plan.figures_date)
        self.assertEqual((target.actual_value, target.attainment), (100, 50))
        self.assertEqual((cell.revenue, cell.state), (100, "customer"))
        self.assertTrue(cell.potential_date)
        self.assertEqual(len(self.plan.target_ids), 1)

    def test_a_second_run_on_the_same_day_does_nothing(self):
        self._run()
        stamps = (self.plan.figures_date, self.plan.write_date)
        with patch.object(type(self.plan), "_refresh_figures") as refresh:
            self._run()
        refresh.assert_not_called()
        self.assertEqual(stamps, (self.plan.figures_date, self.plan.write_date))

    def test_the_next_day_everything_is_read_anew(self):
        self._run()
        self._invoice(70)
        with freeze_time(fields.Date.add(self.today, days=1)):
            self._run()
        self.assertEqual(self.plan.revenue, 70)

    def test_closed_plans_keep_their_figures(self):
        self._activate(self.plan)
        self._run()
        self.plan.with_user(self.kam).action_close()
        self._invoice(70)
        with freeze_time(fields.Date.add(self.today, days=1)):
            self._run()
        self.assertEqual(self.plan.revenue, 0)

    def test_one_bad_plan_does_not_stop_the_rest(self):
        bad, good = self._create_plans(2)
        prepare = type(bad)._prepare_figures

        def fail(plan, snapshot):
            if plan == bad:
                raise ValueError("broken")
            return prepare(plan, snapshot)

        with patch.object(type(bad), "_prepare_figures", fail), mute_logger(LOGGER):
            self._run()
        self.assertFalse(bad.figures_date)
        self.assertTrue(good.figures_date)

    def test_the_snapshot_writes_no_message_and_needs_no_right(self):
        before = self.plan.message_ids
        self.plan.with_user(self.reader).action_refresh_figures()
        self.assertEqual(self.plan.message_ids, before)
        self.assertTrue(self.plan.figures_date)

    def test_queries_do_not_grow_with_the_plans(self):
        plans = self._create_plans(50).sudo()
        plans._refresh_figures()
        few = self._count_queries(plans[:1]._refresh_figures)
        many = self._count_queries(plans._refresh_figures)
        self.assertLessEqual(many, few + 2)

    def test_the_figures_of_two_companies_do_not_mix(self):
        self.env["account.chart.template"].try_loading("generic_coa", self.other_company)
        self._invoice(500, company=self.other_company, company_id=self.other_company.id)
        self._invoice(30)
        other = self.env["kam.plan"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.other_company.id,
                "user_id": self.foreign.id,
            }
        )
        (self.plan | other).sudo()._refresh_figures()
        self.assertEqual((self.plan.revenue, other.revenue), (30, 500))
