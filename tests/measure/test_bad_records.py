"""What cannot be read says why, on itself, and spoils nothing else, until it works again."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common.common import KamCommon
from .common import FiguresCommon

JOB = "kam_planning.cron_refresh_figures"
JOBS = "odoo.addons.kam_planning.models.common.jobs"
UNREADABLE = "“Meetings Held” cannot be read"


class BadCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.sudo().write({"show_targets": True})
        cls.bad, cls.good = cls._measure("meetings"), cls._measure("order_intake")
        cls.targets = (
            cls.env["kam.target"]
            .with_user(cls.kam)
            .create(
                [
                    {
                        "plan_id": cls.plan.id,
                        "measure_id": measure.id,
                        "date_start": cls.year.start,
                        "date_end": cls.year.end,
                        "target_value": 200,
                    }
                    for measure in (cls.bad, cls.good)
                ]
            )
        )
        cls.cell = cls._cell()
        cls._invoice(100)
        cls._order(60)

    def _break(self, measure, **values):
        """Let a definition be what nobody could save, as after an uninstallation."""
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                f"UPDATE kam_measure SET {name} = %s WHERE id = %s", [value, measure.id]
            )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _forget(self):
        """Let all figures be those of yesterday."""
        self.env.flush_all()
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        for table, name in (
            ("kam_plan", "figures_date"),
            ("kam_target", "figures_date"),
            ("kam_whitespace", "figures_date"),
            ("kam_whitespace", "potential_date"),
        ):
            self.env.cr.execute(f"UPDATE {table} SET {name} = %s", [yesterday])
        self.env.invalidate_all()
        return yesterday

    @contextmanager
    def _muted(self):
        with mute_logger("odoo.sql_db", JOBS, f"{JOBS}.kam.measure", f"{JOBS}.res.company"):
            yield

    def _run(self):
        with self._muted(), self.enter_registry_test_mode():
            self.assertIs(self.env.ref(JOB).method_direct_trigger(), True)
        self.env.invalidate_all()

    def _refresh(self):
        with self._muted():
            self.plan.with_user(self.kam).action_refresh_figures()
        self.env.flush_all()
        self.env.invalidate_all()

    def _both_ways(self):
        """The job, and the button of the plan."""
        for way in (self._run, self._refresh):
            with self.subTest(way=way.__name__):
                yield way


class TestBadMeasure(BadCommon):
    BROKEN = (
        {"model_name": "gone.model"},
        {"domain": "[('no_such_field', '=', 1)]"},
        {"domain": "[("},
        {"partner_path": "no_such_path"},
        {"date_path": "no_such_date"},
        # The database says it.
        {"aggregate": "sum", "field_name": "name"},
    )

    def test_each_way_of_being_broken(self):
        for values in self.BROKEN:
            for way in self._both_ways():
                with self.subTest(**values):
                    before = self.bad.read(list(values))[0]
                    yesterday = self._forget()
                    self._break(self.bad, **values)
                    way()
                    self._assert_only_the_bad_one_says_so(yesterday)
                    before.pop("id")
                    self._break(self.bad, **before)
                    self._forget()
                    way()
                    self._assert_all_is_well()

    def _assert_only_the_bad_one_says_so(self, yesterday):
        bad, good = self.targets
        self.assertIn("This measure cannot be read: ", self.bad.kam_fault)
        self.assertIn(UNREADABLE, self.plan.kam_fault)
        self.assertIn(UNREADABLE, bad.kam_fault)
        self.assertEqual(bad.figures_date, yesterday)
        self.assertFalse(good.kam_fault)
        self.assertEqual((good.actual_value, good.attainment), (60, 30))
        self.assertGreater(good.figures_date, yesterday)
        self.assertEqual(self.plan.figures["values"]["meetings"], [None, None])
        self.assertEqual(self.plan.figures["values"]["revenue"], [100, 0])
        self.assertEqual((self.plan.revenue, self.plan.order_intake), (100, 60))
        self.assertEqual(self.cell.revenue, 100)
        self.assertFalse(self.cell.kam_fault)
        others = self.env["kam.measure"].search([("kam_fault_date", "!=", False)]) - self.bad
        self.assertFalse(others)

    def _assert_all_is_well(self):
        for record in (self.bad, self.plan, self.targets[0], self.targets[1], self.cell):
            self.assertFalse(record.kam_fault)
        self.assertEqual(self.plan.figures["values"]["meetings"], [0, 0])

    def test_revenue_itself(self):
        for way in self._both_ways():
            self._forget()
            self._run()
            yesterday = self._forget()
            self._break(self._measure("revenue"), domain="[('no_such_field', '=', 1)]")
            way()
            for record in (self.plan, self.cell):
                self.assertIn("“Revenue” cannot be read", record.kam_fault)
            self.assertEqual((self.cell.revenue, self.cell.figures_date), (100, yesterday))
            self.assertEqual(self.plan.figures["values"]["revenue"], [None, None])
            self.assertEqual(self.plan.figures["values"]["margin_rate"], [None, None])
            self._assert_the_paper_knows_no_revenue()
            self.assertEqual(self.plan.order_intake, 60)
            self.assertEqual(self.targets[1].actual_value, 60)
            self._break(self._measure("revenue"), domain="[]")
            self.env["kam.measure"].search([])._tell_faults_sudo("_read_again", {})

    def _assert_the_paper_knows_no_revenue(self):
        streams = self.plan.with_user(self.kam)._get_streams()[self.plan]
        total = streams["total"]
        self.assertEqual((streams["lines"], total["now"], total["before"]), ([], None, None))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "kam_planning.report_one_page", self.plan.ids
        )
        row = html.decode().partition("o_kam_total")[2].partition("</tr>")[0]
        self.assertEqual(row.count("–"), 3, row)

    def test_a_definition_that_is_corrected_is_read_at_once(self):
        self._break(self.bad, domain="[('no_such_field', '=', 1)]")
        self._forget()
        self._run()
        self.assertTrue(self.bad.kam_fault)
        self.bad.with_user(self.admin).domain = "[]"
        self.assertFalse(self.bad.kam_fault)
        self._refresh()
        self.assertFalse(self.targets[0].kam_fault)

    def test_what_is_known_to_be_broken_stands_in_nobodys_way(self):
        self._break(self.bad, domain="[('no_such_field', '=', 1)]")
        self._forget()
        self._run()
        self.plan.with_user(self.kam).partner_id = self.stranger
        self.env.flush_all()
        self.assertEqual(self.plan.target_ids[1].actual_value, 0)
        dialogue = self.env["kam.target.generate"].with_user(self.kam)
        with self.assertRaisesRegex(UserError, UNREADABLE):
            dialogue.create(
                {"plan_id": self.plan.id, "measure_id": self.bad.id, "target_value": 1}
            ).action_generate()

    def test_who_only_uses_figures_is_not_told_what_the_definition_says(self):
        self._break(self.bad, domain="[('no_such_field', '=', 1)]")
        self._forget()
        self._run()
        self.assertIn("no_such_field", self.bad.kam_fault)
        for record in (self.plan, self.targets[0]):
            self.assertNotIn("no_such_field", record.with_user(self.kam).kam_fault)

    def test_the_size_of_customers_is_broken(self):
        size = self.env["kam.measure"].create(
            {"name": "Employees", "unit": "count", "source": "records", "aggregate": "count"}
            | {"model_name": "crm.lead", "partner_path": "partner_id"}
        )
        self.env["ir.config_parameter"].set_param("kam_planning.size_measure_id", size.id)
        self._forget()
        self._run()
        good = self.cell.potential_date
        self._break(size, partner_path="no_such_path")
        yesterday = self._forget()
        self._run()
        self.assertEqual(self.cell.potential_date, yesterday)
        self.assertLess(yesterday, good)
        self.assertIn("“Employees” cannot be read", self.cell.with_user(self.kam).potential_text)
        self.assertIn("“Employees” cannot be read", self.cell.with_user(self.kam).kam_fault)
        self.assertIn("This measure cannot be read: ", size.kam_fault)
        self.assertEqual(self.plan.revenue, 100)
        self._break(size, partner_path="partner_id")
        self._run()
        self.assertFalse(self.cell.kam_fault)
        self.assertGreater(self.cell.potential_date, yesterday)
        self.assertNotIn("Employees", self.cell.with_user(self.kam).potential_text)


class TestBadRecord(BadCommon):
    def test_a_company_without_a_currency_and_one_without_rates(self):
        poor = self.env["res.company"].create({"name": "Poor", "currency_id": self.koala.id})
        self.koala.rate_ids.unlink()
        plan = self._create_plans(1).sudo()
        self.env.flush_all()
        self.env.cr.execute("UPDATE kam_plan SET company_id = %s WHERE id = %s", [poor.id, plan.id])
        self.env.invalidate_all()
        self._forget()
        self._run()
        self.assertFalse(plan.kam_fault)
        self.assertTrue(plan.figures_date)
        self.env.cr.execute("ALTER TABLE res_company ALTER COLUMN currency_id DROP NOT NULL")
        self.env.cr.execute("UPDATE res_company SET currency_id = NULL WHERE id = %s", [poor.id])
        self.env.invalidate_all()
        for way in (self._run, lambda: plan.action_refresh_figures()):
            yesterday = self._forget()
            with self._muted(), mute_logger(f"{JOBS}.kam.plan"):
                way()
            self.env.invalidate_all()
            self.assertIn("A figure cannot be read: ", plan.kam_fault)
            self.assertEqual(plan.figures_date, yesterday)
        self._run()
        self.assertEqual(self.plan.revenue, 100)
        self.assertGreater(self.plan.figures_date, yesterday)

    def test_what_does_not_fit_in_one_company_is_read_in_the_others(self):
        elsewhere = self.env["kam.plan"].create(
            {
                "partner_id": self.stranger.id,
                "company_id": self.other_company.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        self._lead(90)
        lead = self._lead(1, partner=self.stranger, company_id=self.other_company.id)
        self.env.flush_all()
        # No figure of a program is so large: the database says so when it adds up.
        self.env.cr.execute(
            "UPDATE crm_lead SET expected_revenue = '1e400' WHERE id = %s", [lead.id]
        )
        self.env.invalidate_all()
        pipeline = self._measure("pipeline")
        for way in (self._run, lambda: elsewhere.action_refresh_figures()):
            self._forget()
            with self._muted():
                way()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertIn("cannot be read in Other Company: ", pipeline.kam_fault)
            self.assertIn("“Open Pipeline” cannot be read", elsewhere.kam_fault)
            self._refresh()
            self.assertFalse(self.plan.kam_fault)
            self.assertEqual(self.plan.pipeline, 90)
        self.env.cr.execute("UPDATE crm_lead SET expected_revenue = 7 WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        self._forget()
        self._run()
        self.assertFalse(pipeline.kam_fault or elsewhere.kam_fault)
        self.assertEqual(elsewhere.pipeline, 7)

    def test_one_bad_cell_among_many_is_found_in_few_tries(self):
        """200 cells of which one fails: no 200 tries, and one line in the log."""
        accounts = self.env["res.partner"].create(
            [{"name": f"Account {n}", "is_company": True} for n in range(200)]
        )
        cells = self.env["kam.whitespace"].create(
            [{"account_id": a.id, "offering_id": self.offering_tea.id} for a in accounts]
        )
        bad, tries = cells[137], []
        store = type(cells)._store_potentials

        def fail_on_bad(records, market):
            tries.append(len(records))
            if bad.id in records.ids:
                raise ZeroDivisionError("division by zero")
            return store(records, market)

        self._forget()
        with (
            patch.object(type(cells), "_store_potentials", fail_on_bad),
            self.assertLogs(JOBS, "ERROR") as logs,
            self.enter_registry_test_mode(),
        ):
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(logs.records), 1)
        self.assertLessEqual(len(tries), 20)
        self.assertIn("ZeroDivisionError: division by zero", bad.kam_fault)
        dates = (cells - bad).mapped("potential_date")
        self.assertEqual({date.date() for date in dates}, {fields.Date.today()})
        self._run()
        self.assertFalse(bad.kam_fault)

    def test_a_step_that_fails_as_a_whole_stops_no_other_and_not_the_job(self):
        cron, cells = self.env.ref(JOB), type(self.cell)
        for name in ("_read_market", "_get_living_domain"):
            with self.subTest(name=name):
                self._forget()

                def fail(records, *arguments):
                    raise RuntimeError("broken")

                with patch.object(cells, "_read_market", fail):
                    for _day in range(6):
                        self._run()
                self.assertEqual((cron.failure_count, cron.active), (0, True))
                self.assertEqual(self.plan.revenue, 100)
                self.assertEqual(self.cell.revenue, 100)

    def test_a_search_that_fails(self):
        cron, search = self.env.ref(JOB), type(self.plan).search

        def fail(records, domain, *args, **kwargs):
            if "figures_date" in str(domain):
                raise RuntimeError("broken")
            return search(records, domain, *args, **kwargs)

        self._forget()
        with patch.object(type(self.plan), "search", fail), mute_logger(JOBS):
            self._run()
        self.assertEqual((cron.failure_count, cron.active), (0, True))
        self.assertEqual(self.targets[1].actual_value, 60)


class TestComesBack(KamCommon):
    def test_the_job_comes_back_for_what_others_held(self):
        plan = self._activate(self._create_plans(1, next_review_date="2026-06-30"))
        lock = type(plan).try_lock_for_update
        job = self.env.ref("kam_planning.cron_review_reminders")
        of_job = [("cron_id", "=", job.id)]
        trigger = self.env["ir.cron.trigger"].search(of_job)
        with patch.object(
            type(plan),
            "try_lock_for_update",
            lambda records, **kwargs: lock(records - plan.sudo(), **kwargs),
        ):
            self._run_job_on("2026-06-20")
        [call] = self.env["ir.cron.trigger"].search(of_job) - trigger
        with freeze_time("2026-06-20 00:10:00"):
            self.assertEqual(call.call_at, fields.Datetime.now())
        call.unlink()
        self._run_job_on("2026-06-20")
        self.assertFalse(self.env["ir.cron.trigger"].search(of_job) - trigger)
        self.assertEqual(plan.review_reminded_date, plan.next_review_date)
