from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from .common import KamCommon

REVIEW = "kam_planning.mail_activity_type_review"
ESCALATION = "kam_planning.mail_activity_type_escalation"
NEXT_PERIOD = "kam_planning.mail_activity_type_next_period"


class TestReminders(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._activate(cls._create_plan(next_review_date="2026-06-30"))

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()
        self.env.invalidate_all()

    def _run_job_on(self, day):
        with freeze_time(day):
            self._run_job()

    def _activities(self, xmlid, plans=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "kam.plan"),
                ("res_id", "in", (plans or self.plan).ids),
                ("activity_type_id", "=", self.env.ref(xmlid).id),
            ]
        )

    def test_reminder_comes_the_set_days_before(self):
        self._run_job_on("2026-06-15")
        self.assertFalse(self._activities(REVIEW))
        self._run_job_on("2026-06-16")
        activity = self._activities(REVIEW)
        self.assertEqual(activity.user_id, self.kam)
        self.assertEqual(activity.date_deadline, date(2026, 6, 30))

    def test_lead_time_is_a_setting(self):
        settings = self.env["res.config.settings"].create({"kam_review_lead_days": 30})
        settings.execute()
        self._run_job_on("2026-05-31")
        self.assertEqual(len(self._activities(REVIEW)), 1)

    def test_settings_refuse_a_negative_number(self):
        with self.assertRaisesRegex(Exception, "at least 1"):
            self.env["res.config.settings"].create({"kam_escalation_days": -3})

    def test_never_twice_for_the_same_date(self):
        for day in ("2026-06-16", "2026-06-16", "2026-06-17", "2026-06-30"):
            self._run_job_on(day)
        self.assertEqual(len(self._activities(REVIEW)), 1)

    def test_not_again_when_the_reminder_was_ticked_off(self):
        self._run_job_on("2026-06-16")
        self._activities(REVIEW).action_feedback()
        self._run_job_on("2026-06-17")
        self.assertFalse(self._activities(REVIEW))

    def test_a_moved_review_takes_its_reminder_back_and_gets_a_new_one(self):
        self._run_job_on("2026-06-16")
        self.plan.with_user(self.kam).next_review_date = "2026-09-30"
        self.assertFalse(self._activities(REVIEW))
        self._run_job_on("2026-09-16")
        self.assertEqual(self._activities(REVIEW).date_deadline, date(2026, 9, 30))

    def test_holding_the_review_completes_reminder_and_escalation(self):
        self._run_job_on("2026-07-10")
        self.assertTrue(self._activities(REVIEW) and self._activities(ESCALATION))
        with freeze_time("2026-07-11"):
            self.env["kam.review"].with_user(self.kam).create(
                {"plan_id": self.plan.id}
            ).action_hold()
        self.assertFalse(self._activities(REVIEW) | self._activities(ESCALATION))
        done = (
            self._activities(REVIEW)
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "kam.plan"),
                    ("res_id", "=", self.plan.id),
                    ("active", "=", False),
                ]
            )
        )
        self.assertEqual(len(done), 2)

    def test_escalation_goes_to_the_team_leader_who_manages_key_accounts(self):
        leader = self._create_user("leader", "group_kam_manager")
        team = self.env["crm.team"].create({"name": "Team", "user_id": leader.id})
        self.env["crm.team.member"].create({"user_id": self.kam.id, "crm_team_id": team.id})
        self._run_job_on("2026-07-06")
        self.assertFalse(self._activities(ESCALATION))
        self._run_job_on("2026-07-07")
        self.assertEqual(self._activities(ESCALATION).user_id, leader)

    def test_escalation_goes_to_the_user_set_for_the_company(self):
        self.env.company.kam_escalation_user_id = self.admin
        self._run_job_on("2026-07-07")
        self.assertEqual(self._activities(ESCALATION).user_id, self.admin)

    def test_escalation_never_goes_to_somebody_without_access(self):
        self.env.company.kam_escalation_user_id = self.outsider
        self._run_job_on("2026-07-07")
        target = self._activities(ESCALATION).user_id
        self.assertTrue(target.has_group("kam_planning.group_kam_manager"))

    def test_end_without_successor_is_told_once(self):
        self._run_job_on("2026-10-31")
        self.assertFalse(self._activities(NEXT_PERIOD))
        self._run_job_on("2026-11-01")
        self._run_job_on("2026-11-02")
        self.assertEqual(len(self._activities(NEXT_PERIOD)), 1)

    def test_end_with_successor_is_not_told(self):
        self.plan.with_user(self.kam).action_prepare_next_period()
        self._run_job_on("2026-12-01")
        self.assertFalse(self._activities(NEXT_PERIOD))

    def test_only_active_plans_are_told(self):
        draft = self._create_plans(1, next_review_date="2026-06-30")
        self._run_job_on("2026-06-20")
        self.assertFalse(self._activities(REVIEW, draft))

    def test_one_bad_plan_does_not_stop_the_rest(self):
        plans = self._activate(self._create_plans(3, next_review_date="2026-06-30"))
        create = type(self.env["kam.plan"])._create_reminders

        def fail_on_second(records, *args):
            if plans[1] in records:
                raise ValueError("broken")
            return create(records, *args)

        with (
            patch.object(type(plans), "_create_reminders", fail_on_second),
            self.assertLogs("odoo.addons.kam_planning.models.kam_plan_reminder", "ERROR") as logs,
        ):
            self._run_job_on("2026-06-20")
        self.assertEqual(len(self._activities(REVIEW, plans)), 2)
        self.assertIn(plans[1].name, logs.output[0])
        self._run_job_on("2026-06-20")
        self.assertEqual(len(self._activities(REVIEW, plans)), 3)

    def test_a_killed_job_loses_nothing_and_repeats_nothing(self):
        plans = self._activate(self._create_plans(4, next_review_date="2026-06-30"))
        commit = type(self.env["ir.cron"])._commit_progress
        calls = []

        def die_after_first_batch(model, processed=0, **kwargs):
            result = commit(model, processed, **kwargs)
            calls.append(processed)
            if processed:
                raise KeyboardInterrupt
            return result

        with (
            freeze_time("2026-06-20"),
            patch("odoo.addons.kam_planning.models.kam_plan_reminder.BATCH", 2),
            self.enter_registry_test_mode(),
        ):
            job = self.env.ref("kam_planning.cron_review_reminders")
            with (
                patch.object(type(self.env["ir.cron"]), "_commit_progress", die_after_first_batch),
                self.assertRaises(KeyboardInterrupt),
            ):
                job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertLess(len(self._activities(REVIEW, plans | self.plan)), 5)
        self._run_job_on("2026-06-20")
        for plan in plans | self.plan:
            self.assertEqual(len(self._activities(REVIEW, plan)), 1)

    def test_what_another_worker_holds_is_left_to_it(self):
        with (
            freeze_time("2026-06-20"),
            patch.object(type(self.plan), "try_lock_for_update", lambda plans: plans.browse()),
        ):
            self._run_job()
        self.assertFalse(self._activities(REVIEW))

    def test_objectives_get_worse_by_time_alone(self):
        with freeze_time("2026-01-01"):
            objective = self._create_objective(
                self.plan, date_start="2026-01-01", date_deadline="2026-12-31"
            )
            self.assertEqual(objective.status, "on_track")
        self._run_job_on("2026-03-01")
        self.assertEqual(objective.status, "at_risk")
        self._run_job_on("2026-05-01")
        self.assertEqual(objective.status, "off_track")

    def test_quiet_plans_cost_no_queries_of_their_own(self):
        def run():
            with freeze_time("2026-03-02"), self.enter_registry_test_mode():
                self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()

        run()
        few = self._count_queries(run)
        self._activate(self._create_plans(50, next_review_date="2026-06-30"))
        many = self._count_queries(run)
        self.assertLessEqual(many, few + 2)


class TestDigest(KamCommon):
    def _mails_to(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids), ("subject", "ilike", "overdue")]
        )

    def _run_job_on(self, day):
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()
        self.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.plan = self._create_plan()
        for number in range(3):
            self._create_action(
                self.plan,
                name=f"Late {number}",
                user_id=self.mate.id,
                date_start="2026-01-01",
                date_deadline="2026-02-01",
            )

    def test_many_overdue_actions_make_one_mail_a_week(self):
        for offset in range(15):
            self._run_job_on(date(2026, 3, 2) + timedelta(days=offset))
        messages = self._mails_to(self.mate)
        self.assertEqual(len(messages), 3)
        self.assertEqual(messages[0].body.count("<li"), 3)

    def test_nothing_overdue_means_no_mail(self):
        self._run_job_on("2026-03-02")
        self.assertFalse(self._mails_to(self.kam))
