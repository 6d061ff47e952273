"""Days on which the customer decides, and who is reminded of them."""

from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from ..strategy.common import StrategyCommon


@freeze_time(TODAY)
class TestKeyDate(StrategyCommon):
    """Today is 2 March 2026; the contract ends on 31 May, 90 days from now."""

    def _key_date(self, user=None, **values):
        base = {"name": "Contract ends", "kind": "contract_end", "date": "2026-05-31"}
        return self._create_line("kam.key.date", user, **{**base, **values})

    def _activities(self, line):
        return line.with_env(self.env).activity_ids.filtered(lambda a: a.automated)

    def test_worked_example(self):
        line = self._key_date(lead_days=90)
        self.assertEqual(line.next_date, date(2026, 5, 31))
        self.assertEqual(line.remind_date, date(2026, 3, 2))
        self.assertEqual(line.days_left, 90)
        self.assertFalse(line.is_over)
        yearly = self._key_date(name="Fiscal year", date="2024-02-29", is_yearly=True)
        self.assertEqual(yearly.next_date, date(2027, 2, 28))
        over = self._key_date(name="Tender", date="2026-03-01")
        self.assertEqual((over.days_left, over.is_over), (-1, True))

    def test_the_days_left_are_searched_and_sorted(self):
        for day in ("2026-03-12", "2026-03-01", "2026-04-01"):
            self._key_date(name=day, date=day)
        found = self.env["kam.key.date"].with_user(self.reader)
        by_days = found.search([], order="days_left desc")
        self.assertEqual(by_days.mapped("days_left"), [30, 10, -1])
        for domain, expected in (
            ([("days_left", "<", 10)], ["2026-03-01"]),
            ([("days_left", ">=", 10)], ["2026-03-12", "2026-04-01"]),
            ([("days_left", "=", 10)], ["2026-03-12"]),
            ([("days_left", "!=", 10)], ["2026-03-01", "2026-04-01"]),
        ):
            self.assertEqual(found.search(domain).mapped("name"), expected, domain)

    def test_one_activity_for_the_account_manager(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        later = self._key_date(name="Later", lead_days=89)
        self._run_job_on(TODAY)
        self._run_job_on(TODAY)
        self._run_job_on("2026-03-02 23:00:00")
        (activity,) = self._activities(line)
        self.assertEqual(activity.user_id, self.kam)
        self.assertEqual(activity.date_deadline, date(2026, 5, 31))
        self.assertIn("Contract ends", activity.summary)
        self.assertFalse(self._activities(later))
        self._run_job_on("2026-03-03")
        self.assertEqual(len(self._activities(later)), 1)
        # Done is done: it does not come back for the same day.
        activity._action_done()
        self._run_job_on("2026-03-04")
        self.assertFalse(self._activities(line))

    def test_the_owner_comes_first(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90, user_id=self.mate.id)
        self._run_job_on(TODAY)
        self.assertEqual(self._activities(line).user_id, self.mate)
        line.with_user(self.kam).user_id = False
        self.assertEqual(self._activities(line).user_id, self.kam)
        with self._refused(ValidationError, "does not work with Key Account"):
            line.user_id = self.outsider

    def test_it_moves_with_the_date(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        self._run_job_on(TODAY)
        line.with_user(self.kam).date = "2026-05-20"
        (activity,) = self._activities(line)
        self.assertEqual(activity.date_deadline, date(2026, 5, 20))
        self._run_job_on(TODAY)
        self.assertEqual(self._activities(line), activity)
        # Beyond the lead time it goes, and comes again when it is due.
        line.with_user(self.kam).date = "2026-12-31"
        self.assertFalse(self._activities(line))
        self._run_job_on("2026-10-01")
        self.assertFalse(self._activities(line))
        self._run_job_on("2026-10-02")
        self.assertEqual(self._activities(line).date_deadline, date(2026, 12, 31))
        line.with_user(self.kam).active = False
        self.assertFalse(line.with_context(active_test=False).activity_ids)

    def test_what_comes_every_year_is_told_every_year(self):
        self._activate(self.plan)
        line = self._key_date(name="Year begins", date="2025-04-01", is_yearly=True, lead_days=30)
        self.assertEqual(line.next_date, date(2026, 4, 1))
        self._run_job_on(TODAY)
        (first,) = self._activities(line)
        self._run_job_on("2026-04-01")
        self.assertEqual(line.next_date, date(2026, 4, 1))
        self._run_job_on("2026-04-02")
        self.assertEqual(line.next_date, date(2027, 4, 1))
        self.assertFalse(first.exists(), "Nobody prepares what is over")
        self._run_job_on("2027-03-02")
        (second,) = self._activities(line)
        self.assertEqual(second.date_deadline, date(2027, 4, 1))

    def test_what_is_over_is_prepared_no_more(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        self._run_job_on("2026-05-31")
        self.assertTrue(self._activities(line), "It is today")
        self._run_job_on("2026-06-01")
        self.assertFalse(self._activities(line))
        self.assertFalse(line.reminded_date)
        with freeze_time("2026-06-01"):
            line.with_user(self.kam).date = "2026-06-30"
        self._run_job_on("2026-06-02")
        self.assertEqual(self._activities(line).date_deadline, date(2026, 6, 30))

    def test_a_plan_that_is_put_away_and_taken_back(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        self._run_job_on(TODAY)
        self.plan.with_user(self.manager).action_archive()
        self.assertFalse(self._activities(line))
        self.plan.with_user(self.manager).action_unarchive()
        self._run_job_on(TODAY)
        self.assertEqual(len(self._activities(line)), 1)

    def test_nobody_is_reminded_of_what_is_over_or_nobodys(self):
        over = self._key_date(name="Over", date="2026-03-01")
        self._run_job_on(TODAY)
        self.assertFalse(self._activities(over))
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        self._run_job_on(TODAY)
        self.assertTrue(self._activities(line))
        self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._activities(line))

    def test_it_goes_over_with_the_account(self):
        self._activate(self.plan)
        line = self._key_date(lead_days=90)
        own = self._key_date(name="Tender", lead_days=90, user_id=self.kam.id)
        self._run_job_on(TODAY)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._activities(line).user_id, self.mate)
        self.assertEqual(self._activities(own).user_id, self.kam)
        self.kam.active = False
        self.assertEqual(own.user_id, self.mate)
        self.assertEqual(self._activities(own).user_id, self.mate)

    def test_bad_input(self):
        with self._refused(ValidationError, "dates from 1900 to 2199"):
            self._key_date(date="1026-05-31")
        for days in (-1, 1001):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._key_date(lead_days=days).flush_recordset()
        other = self.env["kam.buying.center"].create(
            {"account_id": self.stranger.id, "name": "Lab"}
        )
        with self._refused(ValidationError, "belongs to another customer"):
            self._key_date().sudo().buying_center_id = other

    def test_who_may(self):
        line = self._key_date()
        self.assertTrue(line.with_user(self.reader).name)
        with self.assertRaises(AccessError):
            line.with_user(self.reader).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            line.with_user(self.kam).write({"reminded_date": "2026-03-02"})
        self.plan.confidentiality = "team"
        line.invalidate_recordset()
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.assertRaises(AccessError):
                line.with_user(user).read(["name"])

    def test_only_what_may_leave_is_shared(self):
        line = self._key_date(note="We want a longer notice", is_shared=True)
        (shared,) = line._read_shared_sudo()
        self.assertEqual(
            shared,
            {
                "name": "Contract ends",
                "kind": "contract_end",
                "date": date(2026, 5, 31),
                "is_yearly": False,
            },
        )

    def test_what_is_over_needs_no_confirmation(self):
        line = self._key_date()
        with freeze_time("2026-12-01"):
            line.invalidate_recordset()
            self.assertFalse(line.is_stale)
            self.assertNotIn(line, line.search([("is_stale", "=", True)]))
            line.date = "2027-05-31"
            line.sudo().stale_date = "2026-11-30"
            self.assertTrue(line.is_stale)
            self.assertIn(line, line.search([("is_stale", "=", True)]))

    def test_dates_of_merged_customers_become_one(self):
        self._create_plan(partner_id=self.stranger.id)
        ours = self._key_date()
        theirs = self._key_date(account_id=self.stranger.id, note="In writing")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertFalse(theirs.exists())
        self.assertEqual(ours.note, "In writing")

    def test_chapter_and_overview(self):
        for day in ("2026-03-01", "2026-03-02", "2026-06-01", "2026-07-01", "2026-08-01"):
            self._key_date(name=day, date=day)
        plan = self.plan.with_user(self.reader)
        self.assertEqual(plan.get_chapter_marks()["key_dates"], {"count": 4})
        parts = {part["name"]: part for part in plan.get_overview()["parts"]}
        labels = [line["label"] for line in parts["key_dates"]["lines"]]
        self.assertEqual(labels, ["2026-03-02", "2026-06-01", "2026-07-01"])
        self.plan.show_key_dates = False
        self.assertNotIn("key_dates", plan.get_chapter_marks())
        names = [part["name"] for part in plan.get_overview()["parts"]]
        self.assertNotIn("key_dates", names)

    def test_the_home_page_counts_what_one_prepares(self):
        self._activate(self.plan)
        self._key_date(lead_days=90)
        self._key_date(name="Far", date="2027-01-01", lead_days=30)
        own = self._key_date(name="Tender", lead_days=90, user_id=self.mate.id)
        KeyDate = self.env["kam.key.date"]
        self.assertEqual(
            KeyDate.with_user(self.mate).search(KeyDate.with_user(self.mate)._get_own_due_domain()),
            own,
        )
        domain = KeyDate.with_user(self.kam)._get_own_due_domain()
        self.assertEqual(
            KeyDate.with_user(self.kam).search(domain).mapped("name"), ["Contract ends"]
        )

    def test_reminders_cost_the_same_queries_for_one_and_many(self):
        self._activate(self.plan)
        counts = []
        for number in (1, 50):
            lines = self.env["kam.key.date"].concat(
                *(self._key_date(name=f"{number}-{n}", lead_days=90) for n in range(number))
            )
            counts.append(self._count_queries(lines.with_env(self.env)._remind))
        self.assertLess(counts[1], counts[0] + 30)
