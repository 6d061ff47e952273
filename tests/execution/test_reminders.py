from datetime import date

from odoo.tests import freeze_time

from ..common.common import KamCommon

REVIEW = "kam_planning.mail_activity_type_review"
ESCALATION = "kam_planning.mail_activity_type_escalation"
NEXT_PERIOD = "kam_planning.mail_activity_type_next_period"


class TestReminders(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._activate(cls._create_plan(next_review_date="2026-06-30"))

    def _activities(self, xmlid, plans=None):
        return (plans or self.plan).sudo().activity_search([xmlid])

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
        plan = self.plan.sudo().with_context(active_test=False)
        self.assertEqual(len(plan.activity_search([REVIEW, ESCALATION])), 2)

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
        self._prepare_next(self.plan)
        self._run_job_on("2026-12-01")
        self.assertFalse(self._activities(NEXT_PERIOD))

    def test_end_with_a_cancelled_successor_is_told(self):
        self._prepare_next(self.plan).action_cancel()
        self._run_job_on("2026-12-01")
        self.assertEqual(len(self._activities(NEXT_PERIOD)), 1)

    def test_only_active_plans_are_told(self):
        draft = self._create_plans(1, next_review_date="2026-06-30")
        self._run_job_on("2026-06-20")
        self.assertFalse(self._activities(REVIEW, draft))

    def test_the_same_date_written_again_keeps_the_reminder(self):
        self._run_job_on("2026-06-16")
        self.plan.with_user(self.kam).write({"next_review_date": "2026-06-30"})
        self.assertEqual(len(self._activities(REVIEW)), 1)

    def test_a_review_moved_away_and_back_is_told_again(self):
        self._run_job_on("2026-06-16")
        for day in ("2026-09-30", "2026-06-30"):
            self.plan.with_user(self.kam).next_review_date = day
        self._run_job_on("2026-06-17")
        self.assertEqual(len(self._activities(REVIEW)), 1)

    def test_moving_a_review_takes_back_the_escalation_but_nothing_made_by_hand(self):
        self._run_job_on("2026-07-07")
        by_hand = self.plan.with_user(self.kam).activity_schedule(REVIEW, automated=False)
        self.plan.with_user(self.kam).next_review_date = "2026-09-30"
        self.assertFalse(self._activities(ESCALATION) | self._activities(REVIEW))
        self.assertTrue(by_hand.exists())

    def test_a_plan_no_longer_in_force_keeps_no_reminder(self):
        self._run_job_on("2026-12-20")
        self.assertEqual(
            len(self.plan.sudo().activity_search([REVIEW, ESCALATION, NEXT_PERIOD])), 3
        )
        self.plan.with_user(self.kam).action_close()
        self.assertFalse(self.plan.sudo().activity_search([REVIEW, ESCALATION, NEXT_PERIOD]))

    def test_a_new_account_manager_takes_over_the_reminders(self):
        self._run_job_on("2026-12-20")
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._activities(REVIEW).user_id, self.mate)
        self.assertEqual(self._activities(NEXT_PERIOD).user_id, self.mate)

    def test_preparing_the_next_period_completes_its_reminder(self):
        self._run_job_on("2026-11-01")
        self._prepare_next(self.plan)
        self.assertFalse(self._activities(NEXT_PERIOD))

    def test_a_moved_end_takes_its_reminder_back_and_gets_a_new_one(self):
        self._run_job_on("2026-11-01")
        self.plan.with_user(self.kam).date_end = "2027-12-31"
        self.assertFalse(self._activities(NEXT_PERIOD))
        self._run_job_on("2027-11-01")
        self.assertEqual(self._activities(NEXT_PERIOD).date_deadline, date(2027, 12, 31))

    def test_a_leader_who_does_not_manage_key_accounts_is_passed_over(self):
        team = self.env["crm.team"].create({"name": "Team", "user_id": self.outsider.id})
        self.env["crm.team.member"].create({"user_id": self.kam.id, "crm_team_id": team.id})
        self.env.company.kam_escalation_user_id = self.admin
        self._run_job_on("2026-07-07")
        self.assertEqual(self._activities(ESCALATION).user_id, self.admin)

    def test_a_managers_own_plan_is_escalated_to_somebody_else(self):
        self.env.company.kam_escalation_user_id = self.manager
        self.plan.with_user(self.admin).user_id = self.manager
        self._run_job_on("2026-07-07")
        self.assertTrue(self._activities(ESCALATION).user_id)
        self.assertNotEqual(self._activities(ESCALATION).user_id, self.manager)

    def test_dates_are_written_in_the_language_of_who_reads_them(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.manager.lang = "fr_FR"
        self.env.company.kam_escalation_user_id = self.manager
        self._run_job_on("2026-07-07")
        self.assertIn("30/06/2026", self._activities(ESCALATION).summary)

    def test_a_setting_that_is_no_number_counts_as_not_set(self):
        self.env["ir.config_parameter"].set_param("kam_planning.review_lead_days", "soon")
        self._run_job_on("2026-06-15")
        self.assertFalse(self._activities(REVIEW))
        self._run_job_on("2026-06-16")
        self.assertTrue(self._activities(REVIEW))
