"""The daily job when something goes wrong, when two run at once, and what it costs."""

from contextlib import closing, suppress
from dataclasses import replace
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.fields import Domain
from odoo.tests import freeze_time

from ..common.common import KamCommon

REVIEW = "kam_planning.mail_activity_type_review"
MODULE = "odoo.addons.kam_planning.models.execution.kam_plan_reminder"
JOBS = "odoo.addons.kam_planning.models.common.jobs"
DAY = "2026-06-20"


class TestReminderRobustness(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls._activate(cls._create_plans(5, next_review_date="2026-06-30"))

    def _reminders(self, plans=None):
        return (self.plans if plans is None else plans).sudo().activity_search([REVIEW])

    def _assert_each_has_one(self):
        for plan in self.plans:
            self.assertEqual(len(self._reminders(plan)), 1, plan.name)

    def _patch_remind(self, method):
        return patch.object(type(self.plans), "_remind_of_review", method)

    def test_one_bad_plan_does_not_stop_the_rest_and_is_tried_once_a_run(self):
        remind, bad, tries = type(self.plans)._remind_of_review, self.plans[1], []

        def fail_on_bad(plans):
            if plans == bad:
                tries.append(plans.id)
            remind(plans)
            if bad in plans:
                raise ValueError("broken")

        with self._patch_remind(fail_on_bad), self.assertLogs(JOBS, "ERROR") as logs:
            self._run_job_on(DAY)
        self.assertEqual(len(self._reminders()), 4)
        self.assertFalse(self._reminders(bad))
        self.assertEqual(len(tries), 1)
        self.assertEqual(len(logs.output), 1)
        self.assertIn(bad.name, logs.output[0])
        self._run_job_on(DAY)
        self._assert_each_has_one()

    def test_no_mail_of_a_batch_that_failed_stays(self):
        remind, bad = type(self.plans)._remind_of_review, self.plans[1]

        def fail_on_bad(plans):
            remind(plans)
            if bad in plans:
                raise ValueError("broken")

        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with self._patch_remind(fail_on_bad), self.assertLogs(JOBS, "ERROR"):
            self._run_job_on(DAY)
        new = mails.search([]) - before
        told = "".join(new.mapped("body_html"))
        for plan in self.plans:
            self.assertEqual(plan.name in told, plan != bad, plan.name)
        self.assertEqual(set(new.mapped("state")), {"outgoing"})

    def test_killed_in_the_middle_of_a_batch(self):
        remind, batches = type(self.plans)._remind_of_review, []

        def die_in_second(plans):
            remind(plans)
            batches.append(plans)
            if len(batches) == 2:
                raise KeyboardInterrupt

        with (
            self._patch_remind(die_in_second),
            patch(f"{MODULE}.BATCH", 2),
            # Not assertRaises: Odoo's rolls back what was committed within it.
            suppress(KeyboardInterrupt),
        ):
            self._run_job_on(DAY)
        self.env.invalidate_all()
        self.assertEqual(len(self._reminders()), 2)
        self.assertEqual(len(self.plans.filtered("review_reminded_date")), 2)
        self._run_job_on(DAY)
        self._assert_each_has_one()

    def test_killed_between_two_batches(self):
        Cron = type(self.env["ir.cron"])
        commit = Cron._commit_progress

        def die_after_first_batch(cron, processed=0, **kwargs):
            commit(cron, processed, **kwargs)
            if processed:
                raise KeyboardInterrupt

        with (
            patch.object(Cron, "_commit_progress", die_after_first_batch),
            patch(f"{MODULE}.BATCH", 2),
            # Not assertRaises: Odoo's rolls back what was committed within it.
            suppress(KeyboardInterrupt),
        ):
            self._run_job_on(DAY)
        self.env.invalidate_all()
        self.assertEqual(len(self._reminders()), 2)
        self._run_job_on(DAY)
        self._assert_each_has_one()

    def test_time_used_up_goes_on_where_it_stopped(self):
        with (
            patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0),
            patch(f"{MODULE}.BATCH", 2),
        ):
            self._run_job_on(DAY)
        self._assert_each_has_one()

    def test_plans_that_somebody_holds_do_not_keep_the_others_waiting(self):
        held = self.plans[:2]
        lock = type(held).try_lock_for_update
        with (
            patch.object(
                type(held),
                "try_lock_for_update",
                lambda records, **kwargs: lock(records - held.sudo(), **kwargs),
            ),
            patch(f"{MODULE}.BATCH", 2),
        ):
            self._run_job_on(DAY)
        self.assertEqual(len(self._reminders()), 3)
        self.assertFalse(self._reminders(held))

    def test_objectives_get_worse_by_time_alone(self):
        with freeze_time("2026-01-01"):
            objective = self._create_objective(
                self.plans[0], date_start="2026-01-01", date_deadline="2026-12-31"
            )
            self.assertEqual(objective.status, "on_track")
        self._run_job_on("2026-03-01")
        self.assertEqual(objective.status, "at_risk")
        self._run_job_on("2026-05-01")
        self.assertEqual(objective.status, "off_track")

    def test_a_thousand_quiet_plans_cost_twenty_queries(self):
        def run():
            with freeze_time("2026-03-02"), patch.object(self.env.cr, "commit", lambda: None):
                self.env["kam.plan"]._cron_review_reminders()

        run()
        few = self._count_queries(run)
        self._fill_up_to(1000)
        run()
        many = self._count_queries(run)
        self.assertLessEqual(many, 20)
        self.assertEqual(many, few)

    def _fill_up_to(self, count):
        """Copy a plan as rows of the database: a thousand through the screens take a minute."""
        partners = self.env["res.partner"].create(
            [{"name": f"Quiet {number}", "is_company": True} for number in range(count)]
        )
        columns = self.env["kam.plan"]._fields.values()
        names = [f.name for f in columns if f.store and f.column_type and f.name != "id"]
        values = ", ".join(
            "partner.id" if name == "partner_id" else f"plan.{name}" for name in names
        )
        self.env.flush_all()
        self.env.cr.execute(
            f"INSERT INTO kam_plan ({', '.join(names)}) SELECT {values}"
            " FROM kam_plan plan, res_partner partner WHERE plan.id = %s AND partner.id = ANY(%s)",
            (self.plans[0].id, partners.ids),
        )

    def test_a_due_plan_costs_no_more_than_its_activity(self):
        """Odoo writes one mail for each activity; beside that, queries count for the batch."""
        activities = self.env["mail.activity"].with_context(mail_notify_force_send=False)
        model_id = self.env["ir.model"]._get_id("kam.plan")

        def assign(plans):
            activities.create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": plan.id,
                        "activity_type_id": self.env.ref(REVIEW).id,
                        "user_id": self.kam.id,
                    }
                    for plan in plans
                ]
            )

        def remind(plans):
            plans.sudo()._remind_of_review()

        plans = self._activate(self._create_plans(102, next_review_date="2026-06-30"))
        single, fifty, other_one, other_fifty = plans[0], plans[1:51], plans[51], plans[52:]
        remind(self.plans[0])
        ours = self._count_queries(lambda: remind(fifty)) - self._count_queries(
            lambda: remind(single)
        )
        odoos = self._count_queries(lambda: assign(other_fifty)) - self._count_queries(
            lambda: assign(other_one)
        )
        self.assertLessEqual(ours, odoos + 10)


class TestTwoWorkers(KamCommon):
    """Two real connections, with records that are committed and removed again."""

    def setUp(self):
        super().setUp()
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            partner = env["res.partner"].create({"name": "Two Workers", "is_company": True})
            self.plan_id = self._create_committed_plan(env, partner).id
            self.partner_id = partner.id
            cr.commit()
        self.addCleanup(self._remove_committed)

    def _create_committed_plan(self, env, partner):
        return env["kam.plan"].create(
            {
                "partner_id": partner.id,
                "user_id": env.ref("base.user_admin").id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "next_review_date": "2026-06-30",
                "state": "active",
            }
        )

    def _remove_committed(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            plan = env["kam.plan"].browse(self.plan_id)
            activities = env["mail.activity"].search(
                [("res_model", "=", "kam.plan"), ("res_id", "=", plan.id)]
            )
            messages = env["mail.message"].search(
                [("model", "=", "kam.plan"), ("res_id", "=", plan.id)]
            )
            env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
            messages.unlink()
            activities.unlink()
            plan.action_cancel()
            plan.unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            cr.commit()

    def _work(self, cr):
        """What a worker does for the review reminders, on a connection of its own."""
        env = api.Environment(cr, SUPERUSER_ID, {"mail_notify_force_send": False})
        with freeze_time(DAY):
            step = env["kam.plan"]._get_reminder_steps()[0]
            replace(step, domain=step.domain & Domain("id", "=", self.plan_id)).run()

    def _count_reminders(self):
        with closing(self.registry.cursor()) as cr:
            plan = api.Environment(cr, SUPERUSER_ID, {})["kam.plan"].browse(self.plan_id)
            return len(plan.activity_search([REVIEW]))

    def test_what_another_worker_holds_is_left_to_it(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            first.execute("SELECT id FROM kam_plan WHERE id = %s FOR UPDATE", [self.plan_id])
            self._work(second)
            self.assertEqual(self._count_reminders(), 0)
            first.rollback()
            self._work(second)
        self.assertEqual(self._count_reminders(), 1)

    def test_a_batch_whose_rows_somebody_wrote_meanwhile_begins_anew(self):
        remind, tries = type(self.env["kam.plan"])._remind_of_review, []

        def collide_once(plans):
            tries.append(plans.ids)
            if len(tries) == 1:
                raise SerializationFailure
            remind(plans)

        plans = type(self.env["kam.plan"])
        with (
            closing(self.registry.cursor()) as cr,
            patch.object(plans, "_remind_of_review", collide_once),
        ):
            self._work(cr)
        self.assertEqual(tries, [[self.plan_id], [self.plan_id]])
        self.assertEqual(self._count_reminders(), 1)

    def test_a_batch_that_collides_again_and_again_waits_for_the_next_run(self):
        def collide(plans):
            raise SerializationFailure

        with closing(self.registry.cursor()) as cr:
            with patch.object(type(self.env["kam.plan"]), "_remind_of_review", collide):
                self._work(cr)
            self.assertEqual(self._count_reminders(), 0)
            self._work(cr)
        self.assertEqual(self._count_reminders(), 1)

    def test_what_another_worker_finished_meanwhile_is_not_done_again(self):
        """Both find the plan; the second one locks it when the first one is through with it."""
        lock = type(self.env["kam.plan"]).try_lock_for_update
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:

            def let_the_first_finish(records, **kwargs):
                if records.env.cr is second:
                    self._work(first)
                    self.assertEqual(self._count_reminders(), 1)
                return lock(records, **kwargs)

            with patch.object(
                type(self.env["kam.plan"]), "try_lock_for_update", let_the_first_finish
            ):
                self._work(second)
        self.assertEqual(self._count_reminders(), 1)
