"""Actions that come after another one: not before it, told once when they are free."""

from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time

from odoo.addons.kam_planning.models.common.switches import switch_on

from ..common.common import KamCommon

DAY = date(2026, 3, 2)


class WaitingCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.plan = cls._create_plan(
            state="submitted",
            member_ids=[Command.create({"user_id": cls.mate.id, "role_id": cls.role_service.id})],
        )
        cls.first = cls._make("Audit", "2026-03-05", "2026-03-10")
        cls.second = cls._make("Offer", "2026-03-12", "2026-03-20", after_id=cls.first.id)

    @classmethod
    def _make(cls, name, start, end, plan=None, **values):
        dates = {"date_start": start, "date_deadline": end}
        return cls._create_action(plan or cls.plan, name=name, **dates, **values)

    def _get_news(self, user):
        self.env.cr.flush()
        domain = [("partner_ids", "in", user.partner_id.ids)]
        return self.env["mail.message"].search(domain, order="id")

    @contextmanager
    def _refused(self, text):
        """What is tried is refused by a sentence, and undone."""
        with self.assertRaises(ValidationError) as caught:
            yield
        self.assertRegex(str(caught.exception), text)

    def _dates(self, action):
        return action.date_start, action.date_deadline


class TestWaiting(WaitingCommon):
    def test_what_waits_cannot_begin_or_be_done(self):
        self.assertTrue(self.second.is_waiting)
        for method in ("action_start", "action_done"):
            with self._refused("“Offer” waits for “Audit”"):
                getattr(self.second, method)()
        with self._refused("“Offer” waits for “Audit”"):
            self.second.activity_id.with_user(self.kam).action_feedback(feedback="Done")
        self.second.invalidate_recordset()
        self.assertEqual((self.second.state, self.second.feedback), ("todo", False))

    def test_both_may_be_ticked_together(self):
        (self.second | self.first).action_done()
        self.assertEqual(set((self.first | self.second).mapped("state")), {"done"})

    def test_what_ends_frees(self):
        for method in ("action_done", "action_cancel"):
            with self.subTest(method=method):
                getattr(self.first, method)()
                self.assertFalse(self.second.is_waiting)
                self.second.action_start()
                self.second.action_reopen()
                self.first.action_reopen()
                self.assertTrue(self.second.is_waiting)

    def test_what_was_begun_goes_on_when_the_first_is_taken_up_again(self):
        self.first.action_done()
        self.second.action_start()
        self.first.action_reopen()
        self.assertEqual(self.second.state, "in_progress")
        with self._refused("waits for"):
            self.second.action_done()

    def test_what_is_begun_cannot_wait_for_what_is_open(self):
        other = self._make("Talk", "2026-03-12", "2026-03-20")
        other.action_start()
        with self._refused("“Talk” waits for “Audit”"):
            other.after_id = self.first

    def test_no_circle(self):
        third = self._make("Sign", "2026-03-21", "2026-03-22", after_id=self.second.id)
        for other in (self.first, self.second, third):
            with self._refused("“Audit” would wait.*for itself"):
                self.first.after_id = other

    def test_only_actions_of_the_same_plan(self):
        other = self._create_plans(1)
        stranger = self._make("There", "2026-03-05", "2026-03-10", plan=other)
        with self._refused("belongs to another plan"):
            self.second.after_id = stranger

    def test_who_may_only_read_does_not_link(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.reader).after_id = self.second

    def test_found_by_a_filter(self):
        found = self.env["kam.action"].search([("plan_id", "=", self.plan.id)])
        waiting = found.filtered_domain([("is_waiting", "=", True)])
        self.assertEqual(waiting, self.second)
        domain = [("plan_id", "=", self.plan.id)]
        Action = self.env["kam.action"].with_user(self.kam)
        self.assertEqual(Action.search([*domain, ("is_waiting", "=", True)]), self.second)
        self.assertEqual(Action.search([*domain, ("is_waiting", "=", False)]), self.first)


class TestWaitingDates(WaitingCommon):
    def test_what_would_begin_too_early_moves_and_says_so(self):
        late = self._make("Early", "2026-03-01", "2026-03-04", after_id=self.first.id)
        self.assertEqual(self._dates(late), (date(2026, 3, 10), date(2026, 3, 13)))
        self.assertIn("behind what it waits for", late.message_ids[0].body)
        self.assertEqual(late.activity_id.date_deadline, date(2026, 3, 13))

    def test_a_later_deadline_moves_the_whole_chain(self):
        third = self._make("Sign", "2026-03-21", "2026-03-22", after_id=self.second.id)
        self.first.with_user(self.kam).date_deadline = "2026-03-15"
        self.assertEqual(self._dates(self.second), (date(2026, 3, 15), date(2026, 3, 23)))
        self.assertEqual(self._dates(third), (date(2026, 3, 23), date(2026, 3, 24)))
        self.first.date_deadline = "2026-03-06"
        self.assertEqual(self._dates(self.second), (date(2026, 3, 15), date(2026, 3, 23)))

    def test_moved_by_its_activity(self):
        self.first.activity_id.with_user(self.kam).date_deadline = "2026-03-18"
        self.assertEqual(self._dates(self.second), (date(2026, 3, 18), date(2026, 3, 26)))

    def test_without_a_start_the_deadline_moves(self):
        self.second.write({"date_start": False, "date_deadline": "2026-03-11"})
        self.first.date_deadline = "2026-03-18"
        self.assertEqual(self._dates(self.second), (False, date(2026, 3, 18)))

    def test_an_assignee_outside_the_team_moves_what_waits_for_him(self):
        self.plan.confidentiality = "team"
        self.first.user_id = self.reader
        with self.assertRaises(AccessError):
            self.second.with_user(self.reader).read(["name"])
        self.first.with_user(self.reader).date_deadline = "2026-03-18"
        self.assertEqual(self.second.date_start, date(2026, 3, 18))

    def test_what_is_free_stays(self):
        self.first.action_done()
        self.second.write({"date_start": "2026-03-03", "date_deadline": "2026-03-04"})
        self.assertEqual(self._dates(self.second), (date(2026, 3, 3), date(2026, 3, 4)))

    def test_the_form_proposes_the_dates(self):
        other = self._make("Talk", "2026-03-01", "2026-03-04").with_user(self.kam)
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs, Form(other) as form:
            form.after_id = self.first
            self.assertEqual(
                (form.date_start, form.date_deadline), (DAY.replace(day=10), DAY.replace(day=13))
            )
        self.assertIn("“Audit”", logs.output[0])
        self.assertEqual(self._dates(other), (date(2026, 3, 10), date(2026, 3, 13)))

    def test_queries_do_not_grow_with_what_waits(self):
        counts = []
        for number in (1, 50):
            first = self._make("Gate", "2026-03-05", "2026-03-10")
            self.env["kam.action"].with_user(self.kam).create(
                [
                    {
                        "plan_id": self.plan.id,
                        "name": f"Behind {n}",
                        "after_id": first.id,
                        "date_start": "2026-03-10",
                        "date_deadline": "2026-03-11",
                    }
                    for n in range(number)
                ]
            )
            self.env.cr.flush()
            first = first.with_user(self.kam)
            counts.append(
                self._count_queries(lambda a=first: a.write({"date_deadline": "2026-04-10"}))
            )
        self.assertLess(counts[1], counts[0] + 10)


class TestFree(WaitingCommon):
    def test_the_assignee_is_told_once(self):
        self.second.user_id = self.mate
        third = self._make("Visit", "2026-03-12", "2026-03-20", after_id=self.first.id)
        third.user_id = self.mate
        before = self._get_news(self.mate)
        self.first.with_user(self.kam).action_done()
        news = self._get_news(self.mate) - before
        self.assertEqual(len(news), 1)
        self.assertIn("they can begin", news.body)
        self.assertIn("Offer", news.body)
        self.assertIn("Acme", news.body)

    def test_one_action_alone(self):
        self.second.user_id = self.mate
        before = self._get_news(self.mate)
        self.first.with_user(self.kam).action_cancel()
        news = self._get_news(self.mate) - before
        self.assertEqual(news.mapped("subject"), ["“Offer” can begin"])

    def test_deleting_frees_and_tells(self):
        self.second.user_id = self.mate
        before = self._get_news(self.mate)
        self.first.with_user(self.kam).unlink()
        self.assertFalse(self.second.after_id)
        self.assertEqual((self._get_news(self.mate) - before).subject, "“Offer” can begin")

    def test_nobody_is_told_in_a_draft_or_of_his_own(self):
        before = self._get_news(self.kam)
        self.first.with_user(self.kam).action_done()
        self.assertEqual(self._get_news(self.kam), before)
        draft = self._create_plans(1)
        first = self._make("One", "2026-03-05", "2026-03-10", plan=draft)
        self._make(
            "Two", "2026-03-12", "2026-03-20", plan=draft, user_id=self.mate.id, after_id=first.id
        )
        before = self._get_news(self.mate)
        first.with_user(self.kam).action_done()
        self.assertEqual(self._get_news(self.mate), before)

    def test_an_assignee_outside_is_not_told_the_name_of_what_he_may_not_read(self):
        self.plan.confidentiality = "team"
        self.second.user_id = self.reader
        with self._refused("an action that you may not read"):
            self.second.with_user(self.reader).action_done()
        activity = self.second.activity_id
        self.assertEqual(activity.res_name, "Offer (Acme), waits for another action")

    def test_his_activity_says_what_it_waits_for(self):
        activity = self.second.activity_id
        self.assertEqual(activity.res_name, "Offer (Acme), waits for “Audit”")
        self.assertEqual(self.first.activity_id.res_name, "Audit (Acme)")
        self.first.name = "Inspection"
        self.assertEqual(activity.res_name, "Offer (Acme), waits for “Inspection”")
        self.first.action_done()
        self.assertEqual(activity.res_name, "Offer (Acme)")

    @freeze_time("2026-05-01")
    def test_reminders_say_what_it_waits_for(self):
        self._run_job_on("2026-05-01")
        told = self.env["kam.digest"]._prepare_sudo(self.kam)["sections"]
        notes = [line["note"] for section in told for line in section["lines"]]
        self.assertTrue([note for note in notes if "waits for “Audit" in note], notes)
        today = {line["name"]: line["count"] for line in self.plan.with_user(self.kam).get_today()}
        self.assertEqual(today["actions"], 1, "what waits is nobody's to do today")


class TestWaitingElsewhere(WaitingCommon):
    def test_a_copied_plan_has_the_same_order(self):
        copied = self.plan.with_user(self.kam).copy()
        behind = copied.action_ids.filtered(lambda action: action.name == "Offer")
        self.assertEqual(behind.after_id, copied.action_ids - behind)
        self.assertEqual(behind.after_id.plan_id, copied)

    def test_the_order_goes_along_into_the_next_period_and_back(self):
        objective = self._create_objective(self.plan)
        self.first.objective_id = objective
        self._activate(self.plan)
        successor = self._prepare_next(self.plan)
        self._activate(successor)
        moved = self.first | self.second
        self.assertEqual(moved.plan_id, successor)
        self.assertEqual(self.second.after_id, self.first)
        self.assertFalse(self.plan.action_ids.after_id)
        successor.with_user(self.manager).action_cancel()
        self.assertEqual(moved.plan_id, self.plan)
        self.assertEqual(self.second.after_id, self.first)

    def test_what_stays_behind_holds_nothing_up(self):
        self._activate(self.plan)
        successor = self._prepare_next(self.plan)
        successor.with_user(self.kam).left_out_action_ids = self.first
        self._activate(successor)
        self.assertEqual(self.second.plan_id, successor)
        self.assertFalse(self.second.after_id)

    def test_moving_one_of_them_cuts_the_link(self):
        other = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        self.first.with_user(self.kam).plan_id = other
        self.assertFalse(self.second.after_id)

    def test_merged_plans_keep_the_order(self):
        active = self._activate(self.plan)
        twin = self.env["res.partner"].create({"name": "Acme again", "is_company": True})
        other = self._activate(
            self._create_plan(partner_id=twin.id, date_start="2025-12-01", date_end="2026-11-30")
        )
        self.env["kam.plan"]._merge_plans_sudo(self.customer | twin)
        self.assertEqual((self.first | self.second).plan_id, other)
        self.assertEqual(self.second.after_id, self.first)
        self.assertEqual(active.state, "closed")

    def test_a_template_says_the_order(self):
        template = self.env["kam.plan.template"].with_user(self.admin).create({"name": "Ordered"})
        lines = (
            self.env["kam.plan.template.action"]
            .with_user(self.admin)
            .create(
                [
                    {"template_id": template.id, "name": "One", "start_days": 0, "due_days": 20},
                    {"template_id": template.id, "name": "Two", "start_days": 0, "due_days": 10},
                ]
            )
        )
        lines[1].after_id = lines[0]
        with self._refused("for itself"):
            lines[0].after_id = lines[1]
        stranger = self.full.action_ids[0]
        with self._refused("belongs to another template"):
            lines[0].after_id = stranger
        copied = template.copy()
        self.assertEqual(copied.action_ids[1].after_id, copied.action_ids[0])
        plan = self._create_plan(
            template_id=template.id, date_start="2027-01-01", date_end="2027-12-31"
        )
        one, two = plan.action_ids.sorted("sequence, id")
        self.assertEqual(two.after_id, one)
        self.assertEqual(self._dates(two), (date(2027, 1, 21), date(2027, 1, 31)))

    def test_read_from_a_table_by_name(self):
        rows = [
            [self.plan.name, "Follow up", "2026-04-01", "2026-04-20", "Prepare"],
            [self.plan.name, "Prepare", "2026-03-15", "2026-03-31", ""],
        ]
        Action = self.env["kam.action"].with_user(self.kam).with_context(import_file=True)
        result = Action.load(["plan_id", "name", "date_start", "date_deadline", "after_id"], rows)
        self.assertFalse(result["messages"])
        behind, ahead = self.env["kam.action"].browse(result["ids"])
        self.assertEqual(behind.after_id, ahead)
        behind.with_user(self.kam).message_ids  # noqa: B018
        again = Action.load(["plan_id", "name", "date_start", "date_deadline", "after_id"], rows)
        self.assertEqual(again["ids"], result["ids"])
        rows[0][4] = "Nowhere"
        refused = Action.load(["plan_id", "name", "date_start", "date_deadline", "after_id"], rows)
        self.assertIn("“Nowhere” (After)", refused["messages"][0]["message"])

    def test_our_own_quiet_steps_tell_nobody(self):
        self.second.user_id = self.mate
        before = self._get_news(self.mate)
        switch_on(self.first, "kam_quiet").action_done()
        self.assertEqual(self._get_news(self.mate), before)

    def test_a_cancelled_plan_ends_all_of_them(self):
        """A plan that is cancelled ends all of its actions at once, in whatever order."""
        self.plan.with_user(self.kam).action_cancel()
        self.assertEqual(set(self.plan.action_ids.mapped("state")), {"cancelled"})
