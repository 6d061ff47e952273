from datetime import date, timedelta
from unittest.mock import patch

from ..common.common import KamCommon


class TestDigest(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(state="submitted")
        cls._create_late_actions(cls.plan, 3)

    @classmethod
    def _create_late_actions(cls, plan, count, **values):
        late = {
            "plan_id": plan.id,
            "user_id": cls.mate.id,
            "date_start": "2026-01-01",
            "date_deadline": "2026-02-01",
            **values,
        }
        return (
            cls.env["kam.action"]
            .with_user(cls.kam)
            .create([{"name": f"Late {number:02}", **late} for number in range(count)])
        )

    def _digests_to(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids), ("subject", "ilike", "overdue")]
        )

    def test_many_overdue_actions_make_one_mail_a_week(self):
        for offset in range(15):
            self._run_job_on(date(2026, 3, 2) + timedelta(days=offset))
        messages = self._digests_to(self.mate)
        self.assertEqual(len(messages), 3)
        self.assertEqual(messages[0].body.count("<li"), 3)

    def test_nothing_overdue_means_no_mail(self):
        self._run_job_on("2026-03-02")
        self.assertFalse(self._digests_to(self.kam))

    def test_the_interval_is_a_setting(self):
        self.env["res.config.settings"].create({"kam_digest_days": 2}).execute()
        for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
            self._run_job_on(day)
        self.assertEqual(len(self._digests_to(self.mate)), 2)

    def test_first_the_oldest_each_with_a_link(self):
        older = self._create_late_actions(self.plan, 1, name="Oldest", date_deadline="2026-01-15")
        self._run_job_on("2026-03-02")
        body = self._digests_to(self.mate).body
        self.assertIn(f"/odoo/kam-actions/{older.id}", body)
        names = ("Oldest", "Late 00", "Late 01", "Late 02")
        places = [body.index(name) for name in names]
        self.assertEqual(places, sorted(places))

    def test_a_long_list_ends_with_how_many_more(self):
        self._create_late_actions(self.plan, 50)
        self._run_job_on("2026-03-02")
        body = self._digests_to(self.mate).body
        self.assertEqual(body.count("<li"), 50)
        self.assertIn("and 3 more", body)

    def test_nothing_about_plans_that_the_user_may_not_read(self):
        hidden = self._create_late_actions(self._create_plans(1), 1, name="Secret")
        # Past the rules of the model: the plan now belongs to a company that is not the user's.
        hidden.flush_recordset()
        self.env.cr.execute(
            "UPDATE kam_action SET company_id = %s WHERE id = %s",
            (self.other_company.id, hidden.id),
        )
        self.env.invalidate_all()
        self._run_job_on("2026-03-02")
        body = self._digests_to(self.mate).body
        self.assertEqual(body.count("<li"), 3)
        self.assertNotIn("Secret", body)

    def test_who_lost_the_access_gets_no_mail_and_stops_nobody(self):
        self._create_late_actions(self.plan, 1, user_id=self.reader.id)
        self.mate.group_ids -= self.env.ref("kam_planning.group_kam_user")
        self._run_job_on("2026-03-02")
        self.assertFalse(self._digests_to(self.mate))
        self.assertTrue(self._digests_to(self.reader))

    def test_one_mail_that_fails_does_not_stop_the_rest(self):
        self._create_late_actions(self.plan, 1, user_id=self.reader.id)
        notify = type(self.env["mail.thread"]).message_notify

        def fail_for_mate(thread, *, partner_ids, **kwargs):
            if partner_ids == self.mate.partner_id.ids:
                raise ValueError("broken")
            return notify(thread, partner_ids=partner_ids, **kwargs)

        with (
            patch.object(type(self.env["mail.thread"]), "message_notify", fail_for_mate),
            self.assertLogs("odoo.addons.kam_planning.models.common.jobs", "ERROR") as logs,
        ):
            self._run_job_on("2026-03-02")
        self.assertEqual(len(logs.output), 1)
        self.assertTrue(self._digests_to(self.reader))
        self._run_job_on("2026-03-03")
        self.assertEqual(len(self._digests_to(self.mate)), 1)
        self.assertEqual(len(self._digests_to(self.reader)), 1)

    def test_dates_are_written_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mate.lang = "fr_FR"
        self._run_job_on("2026-03-02")
        self.assertIn("01/02/2026", self._digests_to(self.mate).body)

    def test_the_mails_still_go_out_when_the_reminders_used_up_the_time(self):
        plan = self._activate(self._create_plans(1, next_review_date="2026-03-05"))
        with patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0):
            self._run_job_on("2026-03-02")
        self.assertTrue(plan.sudo().activity_ids)
        self.assertEqual(len(self._digests_to(self.mate)), 1)

    def test_time_used_up_between_two_batches_leaves_nobody_out(self):
        self._create_late_actions(self.plan, 1, user_id=self.reader.id)
        with (
            patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0),
            patch("odoo.addons.kam_planning.models.execution.res_users.BATCH", 1),
        ):
            self._run_job_on("2026-03-02")
        for user in (self.mate, self.reader):
            self.assertEqual(len(self._digests_to(user)), 1)
