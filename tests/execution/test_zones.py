"""At night and in what is stored the company's day counts; for who types and reads, his own."""

from datetime import date, datetime

from odoo import Command
from odoo.tests import Form, freeze_time

from odoo.addons.kam_planning.models.common.days import today_of

from ..common.common import KamCommon
from ..tools.zones import AUCKLAND, EVENING, LOS_ANGELES

REVIEW = "kam_planning.mail_activity_type_review"
ESCALATION = "kam_planning.mail_activity_type_escalation"


class ZonesCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = LOS_ANGELES
        cls.other_company.partner_id.tz = AUCKLAND
        with freeze_time("2026-02-01 20:00:00"):
            cls.plan = cls._create_plan(next_review_date="2026-03-16")
            cls.elsewhere = cls._create_plan(
                cls.foreign, company_id=cls.other_company.id, next_review_date="2026-03-16"
            )
            cls._activate(cls.plan)
            cls.elsewhere.action_approve()
        cls._create_user(
            "boss",
            "group_kam_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.plans = (cls.plan | cls.elsewhere).sudo()


class TestZoneOfReminders(ZonesCommon):
    def test_the_companys_zone_is_a_setting(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.kam_tz, LOS_ANGELES)
        self.env["res.config.settings"].create({"kam_tz": AUCKLAND}).execute()
        self.assertEqual(self.env.company.partner_id.tz, AUCKLAND)
        with freeze_time(EVENING):
            self.assertEqual(today_of(self.env.company), date(2026, 3, 3))

    def _reminded(self, xmlid=REVIEW):
        """The plans with such a reminder."""
        ids = self.plans.activity_search([xmlid]).mapped("res_id")
        return self.plans.filtered(lambda plan: plan.id in ids)

    def test_each_companys_reminder_comes_on_its_own_day(self):
        # 14 days before 16 March, whoever runs the job.
        for zone in (False, "Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.env.ref("base.user_root").tz = zone
            self._run_job_on("2026-03-01 10:59:59")
            self.assertFalse(self._reminded())
        self._run_job_on("2026-03-01 11:00:00")
        self.assertEqual(self._reminded(), self.elsewhere.sudo())
        self._run_job_on("2026-03-02 07:59:59")
        self.assertEqual(self._reminded(), self.elsewhere.sudo())
        self._run_job_on("2026-03-02 08:00:00")
        self.assertEqual(self._reminded(), self.plans)

    def test_escalations_are_due_on_the_companys_day(self):
        # Seven days after 16 March, in summer in both places.
        self._run_job_on("2026-03-22 11:00:00")
        self.assertEqual(self._reminded(ESCALATION), self.elsewhere.sudo())
        self._run_job_on("2026-03-23 07:00:00")
        activities = self.plans.activity_search([ESCALATION])
        self.assertEqual(len(activities), 2)
        self.assertEqual(set(activities.mapped("date_deadline")), {date(2026, 3, 23)})

    def test_the_status_of_an_objective_changes_with_the_companys_day(self):
        with freeze_time("2026-03-01 20:00:00"):
            objective = self._create_objective(
                self.plan, date_start="2026-01-01", date_deadline="2026-03-02"
            )
            objective.flush_recordset()
        self._run_job_on(EVENING)
        self.assertEqual(objective.status_change_date, date(2026, 3, 3))
        with freeze_time(EVENING):
            self.assertNotIn("has passed", objective.status_reason)
        self._run_job_on("2026-03-03 08:00:00")
        self.assertFalse(objective.status_change_date)
        self.assertEqual(objective.status, "off_track")
        with freeze_time("2026-03-03 08:00:00"):
            objective.invalidate_recordset()
            self.assertIn("has passed", objective.status_reason)


class TestZoneOfWork(ZonesCommon):
    def _as_reader(self, records, zone):
        return records.with_context(tz=zone)

    @freeze_time(EVENING)
    def test_what_is_stamped_is_of_the_companys_day(self):
        for zone in (LOS_ANGELES, AUCKLAND, None):
            with self.subTest(zone=zone):
                action = self._create_action(self.plan)
                self._as_reader(action, zone).action_done()
                review = (
                    self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
                )
                self._as_reader(review, zone).action_hold()
                self.assertEqual(action.date_done, date(2026, 3, 2))
                self.assertEqual(review.date_held, date(2026, 3, 2))

    def test_a_confirmation_holds_from_the_companys_day(self):
        self.plan.review_interval = 3
        with freeze_time(EVENING):
            own = self._create_objective(self.plan)
            other = (
                self.env["kam.objective"]
                .with_user(self.foreign)
                .create({"plan_id": self.elsewhere.id, "name": "Grow"})
            )
            self.elsewhere.review_interval = 3
        self.assertEqual(own.stale_date, date(2026, 6, 2))
        self.assertEqual(other.stale_date, date(2026, 6, 3))

    @freeze_time(EVENING)
    def test_what_somebody_types_begins_with_his_day(self):
        for zone, today in ((LOS_ANGELES, date(2026, 3, 2)), (AUCKLAND, date(2026, 3, 3))):
            with self.subTest(zone=zone):
                env = self.env(user=self.kam, context={"tz": zone})
                form = Form(env["kam.action"].with_context(default_plan_id=self.plan.id))
                self.assertEqual(form.date_start, today)
                self.assertEqual(env["kam.measure.entry"].default_get(["date"])["date"], today)
                plan = env["kam.plan"].default_get(["prepared_date"])
                self.assertEqual(plan["prepared_date"], today)
                self.plan.next_review_date = False
                review = Form(env["kam.review"].with_context(default_plan_id=self.plan.id))
                self.assertEqual(review.date_planned, today)

    @freeze_time(EVENING)
    def test_what_is_shown_as_late_is_found_as_late_by_each_reader(self):
        action = self._create_action(self.plan, date_start="2026-02-01", date_deadline="2026-03-02")
        objective = self._create_objective(self.plan)
        objective.sudo().stale_date = date(2026, 3, 3)
        for zone, is_late in ((LOS_ANGELES, False), (AUCKLAND, True)):
            with self.subTest(zone=zone):
                for record, name in ((action, "is_overdue"), (objective, "is_stale")):
                    seen = self._as_reader(record, zone)
                    found = seen.search([("id", "=", record.id), (name, "=", True)])
                    self.assertEqual(seen[name], is_late)
                    self.assertEqual(bool(found), is_late)
                plan = self._as_reader(self.plan, zone)
                plan.invalidate_recordset()
                self.assertEqual(plan.overdue_action_count, int(is_late))

    def test_a_meeting_is_of_its_organizers_day_whoever_moves_it(self):
        self.kam.tz, self.mate.tz = LOS_ANGELES, AUCKLAND
        review = (
            self.env["kam.review"]
            .with_user(self.kam)
            .create({"plan_id": self.plan.id, "date_planned": "2026-03-06"})
        )
        self._schedule_meeting(review)
        event = review.event_id
        self.assertEqual(event.start, datetime(2026, 3, 6, 18))
        # In Auckland it is 7 March: changing nothing of the day changes no day.
        event.with_user(self.mate).sudo().write(
            {"start": datetime(2026, 3, 6, 18), "stop": datetime(2026, 3, 6, 19)}
        )
        self.assertEqual(review.date_planned, date(2026, 3, 6))
        # To the same hour after the clocks were changed on 8 March.
        review.sudo().with_user(self.manager).date_planned = "2026-03-09"
        self.assertEqual(event.start, datetime(2026, 3, 9, 17))
        self.assertEqual(event.stop, datetime(2026, 3, 9, 18))
        self.assertEqual(review.date_planned, date(2026, 3, 9))

    def test_an_organizer_without_a_zone_is_where_the_company_is(self):
        self.kam.tz = False
        review = (
            self.env["kam.review"]
            .with_user(self.kam)
            .create({"plan_id": self.plan.id, "date_planned": "2026-03-06"})
        )
        self._schedule_meeting(review)
        self.assertEqual(review.event_id.start, datetime(2026, 3, 6, 18))

    def test_a_meeting_of_a_day_moves_by_days(self):
        self.kam.tz = "Europe/Brussels"
        review = (
            self.env["kam.review"]
            .with_user(self.kam)
            .create({"plan_id": self.plan.id, "date_planned": "2026-03-27"})
        )
        self._schedule_meeting(review)
        review.event_id.write(
            {"allday": True, "start_date": "2026-03-27", "stop_date": "2026-03-27"}
        )
        review.date_planned = "2026-03-30"
        self.assertEqual(review.event_id.start_date, date(2026, 3, 30))
        self.assertEqual(review.date_planned, date(2026, 3, 30))
