from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .check import CheckCommon

EIGHT = range(8)


class TestDrift(CheckCommon):
    """Agreed are 12 lines: the plan, an objective, and ten actions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls.more = [
            cls._create_action(cls.plan, is_shared=True, name=f"Step {number}") for number in EIGHT
        ]
        cls.version = cls._propose_and_agree()
        assert len(cls.version._get_content()) == 12

    def _move_away(self):
        """Two are changed, one is gone, one is new: 4 of 13."""
        for action in self.more[:2]:
            action.date_deadline = date(2026, 11, 1)
        self.more[2].is_shared = False
        self._create_action(self.plan, is_shared=True, name="New")

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_changes").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_worked_example(self):
        self._move_away()
        share = self.share.with_user(self.kam)
        share.action_refresh_drift()
        self.assertEqual(share.drift_count, 4)
        self.assertAlmostEqual(share.drift, 100 * 4 / 13)
        text = "Agreed version 1: 4 of 13 lines differ (31 %)."
        self.assertEqual(share.headline, text)
        plan = self.plan.with_user(self.reader)
        self.assertEqual(plan.share_drift_text, f"{text} See, or propose version 2.")
        self.assertIn(plan, plan.search([("share_drift", "=", True)]))
        self.assertEqual(plan.get_chapter_marks()["shared"], {"count": 2, "changed": 4})
        [part] = [p for p in plan.get_overview()["parts"] if p["name"] == "shared"]
        self.assertEqual(part["lines"][0]["label"], text)
        for name in ("Step 0", "Step 1", "Step 2", "New"):
            self.assertIn(name, share.differences)
        self.assertNotIn("Step 3", share.differences)
        # What is agreed next is compared anew.
        self._share("propose")
        self.assertAlmostEqual(share.drift, 100 * 4 / 13)
        self.assertEqual(plan.share_drift_text, f"{text} Version 2 waits for the customer.")
        self._agree()
        self.assertEqual((share.agreed_id.version, share.drift), (2, 0.0))
        self.assertFalse(plan.share_drift_text)
        self.assertNotIn("shared", {"changed"} & set(plan.get_chapter_marks()["shared"]))

    def test_the_job_reads_it_each_night_and_tells(self):
        self._move_away()
        with freeze_time("2026-03-03 08:00:00"):
            self._run_job()
        self.assertAlmostEqual(self.share.drift, 100 * 4 / 13)
        change = self.env["kam.change"].search([("plan_id", "=", self.plan.id)])
        change = change.filtered(lambda one: one.kind == "drifted")
        self.assertEqual((change.state, change.res_id), ("open", self.share.id))
        self.assertEqual(change.explanation, "31 % of the lines differ from version 1")
        self._share("propose")
        self._agree()
        self.assertEqual(change.state, "withdrawn")

    def test_little_drift_is_told_nobody(self):
        self.more[0].date_deadline = date(2026, 11, 1)
        with freeze_time("2026-03-03 08:00:00"):
            self._run_job()
        self.assertEqual(self.share.drift_count, 1)
        kinds = self.env["kam.change"].search([("plan_id", "=", self.plan.id)]).mapped("kind")
        self.assertNotIn("drifted", kinds)

    def test_a_version_that_cannot_be_read_stops_no_other(self):
        other = self._create_plans(1)
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": other.id})
        buyer = self.env["res.partner"].create({"name": "B", "parent_id": other.partner_id.id})
        access = self._invite(buyer, share, can_agree=True)
        share._propose_sudo()
        share._take_answer_sudo(access, "agreed", signed_name="B")
        other.name = "Called otherwise"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET payload = jsonb_set(payload, '{2,values}', '{}') "
            "WHERE id = %s",
            [self.version.id],
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-03 08:00:00"):
            self._run_job()
        self.assertIn("not shown or compared", self.share.kam_fault)
        self.assertEqual(share.drift_count, 1)

    def test_a_damaged_version_locks_nothing(self):
        """Its own screens say what is wrong, and go on with the rest."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET payload = jsonb_set(payload, '{2,values}', '{}') "
            "WHERE id = %s",
            [self.version.id],
        )
        self.env.invalidate_all()
        share = self.share.with_user(self.kam)
        fault = "was changed in the database"
        self.assertIn(fault, share.differences)
        with self.assertLogs(level="ERROR"):
            exposure = self.env["kam.share.exposure"].with_user(self.admin)
            exposure.action_open_now()
            self.assertIsNotNone(share._get_page_refs_sudo())
        rows = exposure.search([("share_id", "=", share.id)])
        self.assertIn(fault, rows.filtered(lambda one: one.kind == "Damaged Version").name)
        self.assertFalse(rows.filtered("version"))
        dialogue = self._check("propose")
        self.assertIn(fault, dialogue.fault)
        self.assertFalse(any(dialogue.line_ids.mapped("status")))
        self._share("propose")
        self.assertEqual(share.proposed_id.version, 2)
        self.assertTrue(share.action_withdraw())
        self.assertEqual(share.state, "withdrawn")

    def test_the_chapter_of_versions_compares_what_was_shared(self):
        self.assertIn("Version 1", self.version.display_name)
        self._move_away()
        self._share("propose")
        second = self.share.proposed_id
        for other in (second.id, False):
            found = self.version.with_user(self.kam).get_comparison(other)
            self.assertEqual(found["counts"], {"added": 1, "gone": 1, "changed": 2, "erased": 0})
        taken = self.plan.with_user(self.kam).action_take_snapshot("manual")
        with self.assertRaisesRegex(UserError, "do not hold the same"):
            self.version.with_user(self.kam).get_comparison(taken)

    def test_readers_refresh_nothing(self):
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).action_refresh_drift()
        self.assertEqual(self.share.with_user(self.reader).headline[:9], "Version 1")

    def test_a_plan_that_is_not_shared_costs_no_query(self):
        plan = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        self.assertEqual(TODAY, date(2026, 3, 2))
        plan.mapped("is_shared")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.assertFalse(plan.share_drift_text or plan.share_drift)
        self.assertEqual(self.env.cr.sql_log_count, before)
