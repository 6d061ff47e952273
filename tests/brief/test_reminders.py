"""Of each cause the right person is reminded once, until it is gone."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError

from .reminding import RemindingCommon

JOBS = "odoo.addons.kam_planning.models.common.jobs"


class TestTouchBase(RemindingCommon):
    def test_who_was_last_in_contact_is_reminded_the_day_after_the_interval(self):
        self.jane.with_user(self.kam).touch_interval = 30
        self._be_silent(self.jane, 30)
        self._run()
        self.assertFalse(self._told("touch"))
        self._be_silent(self.jane, 31)
        self._be_silent(self.jane, 31, by=self.other_tie)
        self._set(self.tie, last_contact_date=self.today - timedelta(days=40))
        self._run()
        (activity,) = self._told("touch", self.jane)
        self.assertEqual(activity.user_id, self.mate)
        self.assertIn("Jane Buyer", activity.summary)

    def test_where_no_interval_is_given_that_of_the_settings_counts(self):
        self.env["ir.config_parameter"].sudo().set_param("kam_planning.touch_days", "20")
        self._be_silent(self.jane, 21)
        self._run()
        self.assertEqual(len(self._told("touch")), 1)

    def test_who_is_not_of_the_team_is_not_reminded(self):
        self.plan.sudo().member_ids.filtered(lambda one: one.user_id == self.mate).unlink()
        self._be_silent(self.jane, 400)
        self._set(self.tie, last_contact_date=self.today - timedelta(days=500))
        self._run()
        self.assertEqual(self._told("touch").user_id, self.kam)

    def test_once_and_again_after_another_silence(self):
        self._be_silent(self.jane, 400)
        for day in range(3):
            self._run(day)
        self.assertEqual(len(self._told("touch")), 1)
        self._told("touch").action_feedback()
        self._run(4)
        self.assertFalse(self._told("touch"), "done is done, as long as the cause is the same")
        self._be_silent(self.jane, 0)
        self._run(5)
        self.assertFalse(self.jane.sudo().cause_reminded_date)
        self._be_silent(self.jane, 400)
        self._run(6)
        self.assertEqual(len(self._told("touch")), 1)

    def test_it_ends_when_somebody_was_in_contact_or_the_person_is_kept_aside(self):
        self._be_silent(self.jane, 400)
        self._run()
        self._be_silent(self.jane, 3)
        self._run(1)
        self.assertFalse(self._told("touch"))
        self._be_silent(self.jane, 400)
        self._run(2)
        self.jane.with_user(self.kam).touch_interval = 1000
        self.assertFalse(self._told("touch"))

    def test_of_whom_nothing_was_ever_heard_and_of_no_plan_in_force_nobody_is_reminded(self):
        self._run()
        self.assertFalse(self._told("touch"))
        self._be_silent(self.jane, 400)
        self.plan.sudo().show_map = False
        self._run()
        self.assertFalse(self._told("touch"))
        self.plan.sudo().show_map = True
        self.plan.with_user(self.manager).action_close()
        self._run()
        self.assertFalse(self._told("touch"))


class TestRiskAndValue(RemindingCommon):
    def _grow_old_both(self):
        self._grow_old(self.risk)
        self._grow_old(self.value)

    def test_a_rating_older_than_its_interval(self):
        self.risk.with_user(self.kam).user_id = self.mate
        self._grow_old(self.risk, -1)
        self._run()
        self.assertFalse(self._told("risk_review"))
        self._run(1)
        (activity,) = self._told("risk_review", self.risk)
        self.assertEqual(
            (activity.user_id, activity.summary), (self.mate, "Rate again: “One supplier”")
        )
        self.risk.with_user(self.mate).write({"probability": "2", "impact": "2"})
        self.assertFalse(self._told("risk_review"))
        self._run(2)
        self.assertFalse(self._told("risk_review"))

    def test_a_new_owner_is_reminded_instead(self):
        self._grow_old(self.risk)
        self._run()
        self.assertEqual(self._told("risk_review").user_id, self.kam)
        self.risk.with_user(self.kam).user_id = self.mate
        self.assertEqual(self._told("risk_review").user_id, self.mate)

    def test_a_closed_risk_and_one_of_a_plan_that_is_over(self):
        second = self._create_line("kam.risk", name="Prices")
        self._grow_old(self.risk | second)
        self._run()
        self.assertEqual(len(self._told("risk_review")), 2)
        self.risk.with_user(self.kam).action_close()
        self.assertEqual(self._told("risk_review").res_id, second.id)
        self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._told("risk_review"))

    def test_archived_plans_end_it(self):
        self._grow_old_both()
        self._run()
        self.plan.with_user(self.manager).action_archive()
        self.assertFalse(self._told("risk_review") | self._told("value_stale"))
        self._run(1)
        self.assertFalse(self._told("risk_review") | self._told("value_stale"))

    def test_a_value_whose_evidence_is_old(self):
        self._grow_old(self.value)
        self._run()
        (activity,) = self._told("value_stale", self.value)
        self.assertEqual(activity.user_id, self.kam)
        self.value.with_user(self.kam).action_confirm_still_true()
        self.assertFalse(self._told("value_stale"))

    def test_a_value_that_waits_for_its_answer_has_a_reminder_of_its_own(self):
        self._grow_old(self.value)
        self._set(self.value, state="delivered", claim_date=self.today - timedelta(days=90))
        self._run()
        self._run(cron="cron_review_reminders")
        self.assertFalse(self._told("value_stale"))
        self.assertEqual(len(self._told("value_unanswered", self.value)), 1)

    def test_an_acceptance_that_ended_is_a_cause_of_its_own(self):
        self._set(
            self.risk,
            state="accepted",
            response="accept",
            accepted_by_id=self.manager.id,
            accepted_until=self.today - timedelta(days=1),
        )
        self._run(cron="cron_review_reminders")
        self._run()
        self.assertEqual(len(self._told("risk", self.risk)), 1)
        self.assertFalse(self._told("risk_review"))

    def test_a_new_account_manager_takes_the_reminders_over(self):
        self._be_silent(self.jane, 400)
        self._set(self.other_tie, last_contact_date=None)
        self._set(self.tie, last_contact_date=None)
        self._grow_old(self.value)
        self._run()
        kinds = ("touch", "value_stale")
        self.assertEqual([self._told(kind).user_id for kind in kinds], [self.kam] * 2)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual([self._told(kind).user_id for kind in kinds], [self.mate] * 2)

    def test_the_heir_of_who_left_is_reminded(self):
        self._grow_old_both()
        self._run()
        self.kam.kam_heir_id = self.reader
        self.kam.action_archive()
        for kind in ("risk_review", "value_stale"):
            self.assertEqual(self._told(kind).user_id, self.reader, kind)

    def test_who_left_is_not_reminded_of_what_nobody_took_over(self):
        self._grow_old(self.value)
        self.env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = %s", [self.kam.id])
        self.env.invalidate_all()
        self._run()
        self.assertFalse(self._told("value_stale"))
        self.assertFalse(self.value.sudo().cause_reminded_date)


class TestPace(RemindingCommon):
    def test_the_owner_of_the_objective_is_reminded_on_the_plan(self):
        self.objective.with_user(self.kam).user_id = self.mate
        change = self._fall_behind()
        self._run()
        (activity,) = self._told("pace", self.plan)
        self.assertEqual(activity.user_id, self.mate)
        self.assertIn(self.target.display_name, activity.summary)
        self._run(1)
        self.assertEqual(self._told("pace"), activity)
        change.with_user(self.kam).action_still_true()
        self.assertFalse(self._told("pace"))
        self._run(2)
        self.assertFalse(self._told("pace"))

    def test_without_objective_the_account_manager(self):
        self.target.with_user(self.kam).objective_id = False
        self._fall_behind()
        self._run()
        self.assertEqual(self._told("pace").user_id, self.kam)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._told("pace").user_id, self.mate)

    def test_it_ends_when_the_pace_is_kept_again(self):
        self._fall_behind()
        self._run()
        self._set(self.target, attainment=60.0)
        self._find()
        self._run(1)
        self.assertFalse(self._told("pace"))

    def test_another_kind_of_change_reminds_nobody(self):
        self._set(self.value, state="delivered", claim_date=self.today - timedelta(days=90))
        self._find()
        self.assertTrue(self._changes("unanswered"))
        self._run()
        self.assertFalse(self._told("pace"))


class TestStalePlan(RemindingCommon):
    def _rest(self, days):
        """Nobody did anything for so many days; the plan is of good quality."""
        moment = self.today - timedelta(days=days)
        for table in ("kam_objective", "kam_risk", "kam_value", "kam_stakeholder"):
            self.env.cr.execute(f"UPDATE {table} SET confirmed_date = %s", [moment])
        self.env.cr.execute(
            "UPDATE kam_plan SET create_date = %s, hygiene = 80, last_review_date = NULL "
            "WHERE id = %s",
            [moment, self.plan.id],
        )
        self.env.invalidate_all()

    def test_nobody_worked_on_it_for_sixty_days(self):
        self._rest(60)
        self._run()
        self.assertFalse(self._told("plan_stale"))
        self._run(1)
        (activity,) = self._told("plan_stale", self.plan)
        self.assertEqual(activity.user_id, self.kam)
        self.assertIn("Nobody has worked on", activity.summary)
        self._run(2)
        self.assertEqual(self._told("plan_stale"), activity)
        self.objective.with_user(self.mate).action_confirm_still_true()
        self._run(3)
        self.assertFalse(self._told("plan_stale"))
        self.assertFalse(self.plan.sudo().cause_reminded_date)

    def test_low_quality_of_a_plan_that_is_not_young(self):
        self._rest(1)
        self._set(self.plan, hygiene=33.9, date_start=self.today - timedelta(days=29))
        self._run()
        self.assertFalse(self._told("plan_stale"))
        self._run(1)
        self.assertIn("fails most tests", self._told("plan_stale").summary)
        self._set(self.plan, hygiene=34)
        self._run(2)
        self.assertFalse(self._told("plan_stale"))

    def test_the_days_are_a_setting(self):
        settings = self.env["res.config.settings"].create({"kam_stale_days": 10})
        settings.execute()
        self._rest(11)
        self._run()
        self.assertEqual(len(self._told("plan_stale")), 1)

    def test_a_plan_that_is_closed_or_handed_over(self):
        self._rest(100)
        self._run()
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._told("plan_stale").user_id, self.mate)
        self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._told("plan_stale"))
        self._run(1)
        self.assertFalse(self._told("plan_stale"))


class TestSwitches(RemindingCommon):
    def test_who_switched_a_kind_off_gets_no_new_activity_and_keeps_what_he_has(self):
        self._grow_old(self.value)
        self._run()
        self.kam.with_user(self.kam).write({"kam_remind_value": "mail", "kam_remind_risk": "none"})
        second = self._create_line("kam.value", name="More")
        self._grow_old(second)
        self._grow_old(self.risk)
        self._run(1)
        self.assertEqual(self._told("value_stale").res_id, self.value.id)
        self.assertFalse(self._told("risk_review"))
        self.kam.with_user(self.kam).kam_remind_value = "activity"
        self._run(2)
        self.assertEqual(len(self._told("value_stale")), 1, "what came meanwhile stays quiet")
        third = self._create_line("kam.value", name="Other")
        self._grow_old(third)
        self._run(3)
        self.assertEqual(len(self._told("value_stale")), 2)

    def test_kinds_of_lower_rooms_are_switched_as_well(self):
        self.kam.with_user(self.kam).write(
            {"kam_remind_key_date": "none", "kam_remind_pace": "none"}
        )
        day = {"kind": "tender", "name": "Tender", "date": self.today + timedelta(days=5)}
        mine = self._create_line("kam.key.date", **day)
        others = self._create_line(
            "kam.key.date", **{**day, "name": "Budget"}, user_id=self.mate.id
        )
        self._fall_behind()
        self._run(cron="cron_review_reminders")
        self._run()
        self.assertFalse(self._told("key_date", mine))
        self.assertEqual(self._told("key_date", others).user_id, self.mate)
        self.assertFalse(self._told("pace"))

    def test_everybody_sets_his_own_switches_only(self):
        self.assertEqual(self.kam.with_user(self.kam).kam_remind_touch, "both")
        self.kam.with_user(self.kam).kam_remind_touch = "none"
        with self.assertRaises(AccessError):
            self.mate.with_user(self.kam).kam_remind_touch = "none"

    def test_the_address_in_the_mail_opens_ones_own_switches(self):
        server = self.env.ref("kam_planning.kam_reminders_action")
        action = server.with_user(self.mate).run()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.users", self.mate.id))
        with self.assertRaises(AccessError):
            server.with_user(self.outsider).run()


class TestJob(RemindingCommon):
    def _make_lines(self, count):
        values = self.env["kam.value"]
        for number in range(count):
            values |= self._create_line("kam.value", name=f"Value {number}")
        self._grow_old(values)
        return values

    def test_one_bad_record_does_not_stop_the_rest(self):
        values = self._make_lines(3)
        self._grow_old(self.risk)
        remind, bad = type(values)._remind_of_cause, values[1]

        def fail(records):
            if bad in records:
                raise ValueError("broken")
            remind(records)

        with (
            patch.object(type(values), "_remind_of_cause", fail),
            self.assertLogs(JOBS, "ERROR"),
        ):
            self._run()
        self.assertEqual(self._told("value_stale").mapped("res_id"), (values - bad).ids)
        self.assertEqual(len(self._told("risk_review")), 1)
        self.assertIn("broken", bad.sudo().kam_fault)
        self._run(1)
        self.assertEqual(len(self._told("value_stale")), 3)
        self.assertFalse(bad.sudo().kam_fault)

    def test_fifty_cost_no_more_than_their_activities(self):
        few, many = (
            self._make_lines(52)[:1],
            self.env["kam.value"].search([("name", "like", "Value")]),
        )
        model_id = self.env["ir.model"]._get_id("kam.value")
        kind = self.env.ref("kam_planning.mail_activity_type_value_stale")
        quiet = self.env["mail.activity"].with_context(mail_notify_force_send=False)

        def assign(values):
            quiet.create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": value.id,
                        "activity_type_id": kind.id,
                        "user_id": self.kam.id,
                    }
                    for value in values
                ]
            )

        def remind(values):
            values.sudo().with_context(mail_notify_force_send=False)._remind_of_cause()

        remind(many[51])
        one, fifty = many[0], many[1:51]
        ours = self._count_queries(lambda: remind(fifty)) - self._count_queries(lambda: remind(one))
        odoos = self._count_queries(lambda: assign(fifty)) - self._count_queries(
            lambda: assign(one)
        )
        self.assertTrue(few)
        self.assertLessEqual(ours, odoos + 10)

    def test_looking_at_fifty_plans_costs_as_much_as_at_one(self):
        plans = self._activate(self._create_plans(51)).sudo()
        plans[50]._follow_staleness()
        one = self._count_queries(lambda: plans[0]._follow_staleness())
        fifty = self._count_queries(lambda: plans[:50]._follow_staleness())
        self.assertLessEqual(fifty, one + 3)
