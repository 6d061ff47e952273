"""Who sees whether reviews are punctual, and by which door."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .common import PLANNED_ON, MeetingCommon


class TestPunctuality(MeetingCommon):
    def _state(self, user, review=None):
        self.env.invalidate_all()
        return (review or self.review).with_user(user).punctuality

    def test_held_within_a_week(self):
        self._hold(self.review, "2026-06-08")
        line = self.env["kam.review.punctuality"].search([("review_id", "=", self.review.id)])
        self.assertEqual(
            (line.state, str(line.date_due), line.days_late), ("on_time", "2026-06-01", 7)
        )

    def test_moving_it_the_day_before_does_not_help(self):
        self._postpone(self.review, "2026-05-31", "2026-06-20")
        self._hold(self.review, "2026-06-20")
        self.assertEqual(self._state(self.kam), "late")

    def test_moving_it_in_time_helps(self):
        self._postpone(self.review, "2026-04-01", "2026-06-20")
        self._hold(self.review, "2026-06-20")
        self.assertEqual(self._state(self.kam), "on_time")

    def test_moving_it_after_it_was_held_does_not_help(self):
        self._hold(self.review, "2026-06-20")
        with freeze_time("2026-06-21"):
            self.review.write({"date_planned": "2026-06-20", "move_reason": "Better"})
            self.review.date_held = "2026-06-20"
        self.assertEqual(self._state(self.kam), "late")

    def test_skipping_it_late_is_late(self):
        with freeze_time("2026-05-20"):
            self.review.write({"state": "cancelled", "move_reason": "No time"})
        self.assertEqual(self._state(self.kam), "late")
        with freeze_time("2026-05-21"):
            self.review.action_reopen()
        self.assertFalse(self._state(self.kam))

    def test_what_the_system_cancels_is_not_judged(self):
        with freeze_time("2026-05-20"):
            self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._state(self.manager))

    def test_the_account_manager_and_managers_see_it(self):
        self._hold(self.review, "2026-06-20")
        self.assertEqual(self._state(self.kam), "late")
        self.assertEqual(self._state(self.manager), "late")

    def test_nobody_else_by_any_door(self):
        self._hold(self.review, "2026-06-20")
        for user in (self.mate, self.reader):
            self.assertFalse(self._state(user))
            reviews = self.env["kam.review"].with_user(user)
            mine = [("id", "=", self.review.id)]
            self.assertTrue(reviews.search(mine))
            for domain in ([("punctuality", "=", "late")], [("punctuality", "!=", False)]):
                self.assertFalse(reviews.search(mine + domain), domain)
            self.assertTrue(reviews.search([*mine, ("punctuality", "=", False)]))
            below = [("punctuality_ids", "any", [("state", "=", "late")])]
            self.assertFalse(reviews.search(mine + below))
            lines = self.env["kam.review.punctuality"].with_user(user)
            self.assertFalse(lines.search([]))
            self.assertFalse(lines.read_group([], ["__count"], ["state"]))
            exporting = self.env.ref("base.group_allow_export")
            user.sudo().group_ids |= exporting
            exported = self.review.with_user(user).export_data(["punctuality"])
            self.assertEqual(exported["datas"], [[""]])
            plan = self.plan.with_user(user)
            self.assertEqual((plan.punctuality_rate, plan.punctuality_count), (False, 0))
        for user in (self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self.env["kam.review.punctuality"].with_user(user).search([])

    def test_managers_of_another_company_see_none(self):
        self._hold(self.review, "2026-06-20")
        self.assertFalse(self.env["kam.review.punctuality"].with_user(self.foreign).search([]))

    def test_groups_by_punctuality_need_its_own_lines(self):
        with self.assertRaises(ValueError):
            self.env["kam.review"].with_user(self.manager)._read_group([], ["punctuality"])

    def test_the_rate_counts_the_last_twelve_months(self):
        with freeze_time(PLANNED_ON):
            second = self._plan_review(date_planned="2026-07-01")
            third = self._plan_review(date_planned="2026-03-10")
        self._hold(third, "2026-03-10")
        self._hold(self.review, "2026-06-20")
        self._hold(second, "2026-07-01")
        with freeze_time("2026-07-02"):
            self.env.invalidate_all()
            self.assertEqual((self.plan.punctuality_rate, self.plan.punctuality_count), (50.0, 2))
        with freeze_time("2027-06-25"):
            self.env.invalidate_all()
            self.assertEqual((self.plan.punctuality_rate, self.plan.punctuality_count), (100.0, 1))

    def test_a_date_corrected_afterwards_is_judged_anew(self):
        self._hold(self.review, "2026-06-20")
        self.review.date_held = "2026-06-02"
        self.assertEqual(self._state(self.kam), "on_time")

    def test_recorded_afterwards_is_not_known(self):
        past = self._plan_review(date_planned="2026-02-01", date_held="2026-02-01", state="held")
        self.assertEqual(self._state(self.kam, past), "unknown")

    def test_fifty_plans_cost_as_many_queries_as_one(self):
        plans = self._create_plans(51)
        names = ["punctuality_rate", "customer_review_interval"]
        one, many = self._compare_queries(lambda some: some.read(names), plans)
        self.assertEqual(one, many)
