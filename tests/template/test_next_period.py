"""From one period to the next: prepared beside the running plan, moved by the approval."""

from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import NextPeriodCommon

ACTION_TYPE = "kam_planning.mail_activity_type_action"


class TestPrepare(NextPeriodCommon):
    def test_preparing_asks_before_anything_is_made(self):
        action = self.plan.with_user(self.kam).action_prepare_next_period()
        self.assertEqual((action["res_model"], action["target"]), ("kam.plan.next.period", "new"))
        self.assertFalse(self.plan.next_plan_ids)
        dialogue = Form.from_action(self.plan.with_user(self.kam).env, action)
        self.assertEqual(dialogue.action_ids.ids, self.opened.ids)
        opened = self.plan.objective_ids.filtered(lambda o: o.state == "open")
        self.assertEqual(dialogue.objective_ids.ids, opened.ids)

    def test_period_follows_with_the_same_length(self):
        successor = self._prepare_next(self.plan)
        self.assertEqual(successor.date_start, date(2027, 1, 1))
        self.assertEqual(successor.date_end, date(2027, 12, 31))
        self.assertEqual(successor.previous_plan_id, self.plan)
        self.assertEqual(self.plan.next_plan_ids, successor)

    def test_the_period_can_be_chosen(self):
        successor = self._prepare_next(self.plan, date_end="2027-06-30")
        self.assertEqual(successor.date_end, date(2027, 6, 30))
        self.assertIn("2027", successor.name)

    def test_the_running_plan_stays_as_it_is(self):
        before = self._snapshot(self.plan)
        successor = self._prepare_next(self.plan)
        self.assertEqual(self._snapshot(self.plan), before)
        self.assertFalse(successor.action_ids)
        successor.with_user(self.kam).action_cancel()
        self.assertEqual(self._snapshot(self.plan), before)

    def test_open_objectives_are_continued(self):
        successor = self._prepare_next(self.plan)
        kept = self.plan.objective_ids.filtered(lambda o: o.state == "open")
        self.assertEqual(successor.objective_ids.previous_objective_id, kept)
        self.assertEqual(set(successor.objective_ids.mapped("date_start")), {date(2027, 1, 1)})

    def test_an_objective_can_be_left_behind(self):
        action = self.plan.with_user(self.kam).action_prepare_next_period()
        dialogue = Form.from_action(self.plan.with_user(self.kam).env, action)
        dialogue.objective_ids.remove(index=0)
        successor = self.plan.browse(dialogue.save().action_prepare()["res_id"])
        kept = self.plan.objective_ids.filtered(lambda o: o.state == "open")
        self.assertEqual(successor.objective_ids.previous_objective_id, kept[1:])

    def test_team_and_text_come_along(self):
        sponsor = self.plan.member_ids.filtered(lambda m: m.user_id == self.manager)
        sponsor.counterpart_id = self.contact
        successor = self._prepare_next(self.plan)
        self.assertEqual(successor.member_ids.user_id, self.plan.member_ids.user_id)
        twin = successor.member_ids.filtered(lambda m: m.user_id == self.manager)
        self.assertEqual(twin.counterpart_id, self.contact)
        self.assertIn("first choice", successor.section_ids[0].content)
        self.assertEqual(len(successor.section_ids), len(self.plan.section_ids))

    def test_a_member_who_prepares_keeps_the_one_line_of_the_team(self):
        successor = self._prepare_next(self.plan, self.mate)
        lines = successor.member_ids.filtered(lambda m: m.user_id == self.mate)
        self.assertEqual(lines.role_id, self.role_service)
        self.assertEqual(len(lines), 1)
        self.assertEqual(successor.user_id, self.kam)

    def test_asking_again_opens_the_same_plan(self):
        successor = self._prepare_next(self.plan)
        action = self.plan.with_user(self.mate).action_prepare_next_period()
        self.assertEqual((action["res_model"], action["res_id"]), ("kam.plan", successor.id))

    def test_two_people_with_the_dialogue_open_make_one_plan(self):
        first, second = (
            Form.from_action(
                self.plan.with_user(user).env,
                self.plan.with_user(user).action_prepare_next_period(),
            ).save()
            for user in (self.kam, self.mate)
        )
        first.action_prepare()
        with self.assertRaisesRegex(UserError, "prepared already by kam"):
            second.action_prepare()
        self.assertEqual(len(self.plan.next_plan_ids), 1)

    def test_two_people_in_the_same_moment_are_stopped_by_the_database(self):
        self._prepare_next(self.plan)
        second = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.IntegrityError, "successor_uniq"),
        ):
            second._link_previous_plan_sudo(self.plan)
            self.env.flush_all()

    def test_a_cancelled_draft_makes_room_for_another(self):
        first = self._prepare_next(self.plan)
        first.action_cancel()
        second = self._prepare_next(self.plan)
        self.assertNotEqual(first, second)

    def test_a_next_period_that_is_hidden_is_told_without_its_name(self):
        successor = self._prepare_next(self.plan)
        successor.write({"name": "Secret", "confidentiality": "team"})
        successor.member_ids.filtered(lambda m: m.user_id == self.mate).unlink()
        with self.assertRaisesRegex(UserError, "prepared already") as refused:
            self.plan.with_user(self.mate).action_prepare_next_period()
        self.assertNotIn("Secret", str(refused.exception))

    def test_a_draft_has_no_next_period(self):
        draft = self._create_plans(1)
        with self.assertRaisesRegex(UserError, "not in force yet"):
            draft.action_prepare_next_period()
        dialogue = self.env["kam.plan.next.period"].with_user(self.kam)
        with self.assertRaisesRegex(UserError, "not in force yet"):
            dialogue.create({"plan_id": draft.id}).action_prepare()

    def test_who_may_only_read_prepares_nothing(self):
        dialogue = self.env["kam.plan.next.period"].with_user(self.reader)
        with self.assertRaises(AccessError):
            dialogue.create({"plan_id": self.plan.id}).action_prepare()

    def test_a_dialogue_is_its_users_own(self):
        mine = self.env["kam.plan.next.period"].with_user(self.kam)
        mine = mine.create({"plan_id": self.plan.id})
        with self.assertRaises(AccessError):
            mine.with_user(self.mate).read(["plan_id"])
        theirs = self.env["kam.plan.approve"].with_user(self.manager)
        theirs = theirs.create({"plan_ids": [(6, 0, self.plan.ids)]})
        with self.assertRaises(AccessError):
            theirs.with_user(self.admin).read(["plan_ids"])
        with self.assertRaises(AccessError):
            self.env["kam.plan.approve"].with_user(self.kam).create({})


class TestHandOn(NextPeriodCommon):
    def setUp(self):
        super().setUp()
        self.next = self._prepare_next(self.plan)
        self.before = self._snapshot(self.plan)
        self.activities = self.opened.activity_id

    def _lines(self):
        return self.plan.action_ids.filtered(lambda action: action.state == "continued")

    def test_the_approval_moves_the_work_and_closes_the_running_plan(self):
        self._approve(self.next)
        self.assertEqual((self.plan.state, self.next.state), ("closed", "active"))
        self.assertEqual(self.next.action_ids, self.opened)
        for action in self.opened:
            origin = action.continued_line_ids.objective_id.filtered(lambda o: o.state == "open")
            self.assertEqual(action.objective_id.previous_objective_id, origin)

    def test_nobody_has_the_same_thing_twice(self):
        self._approve(self.next)
        self.assertEqual(self.next.action_ids.activity_id, self.activities)
        self.assertFalse(self._lines().activity_id)
        activities = self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", self.env.ref(ACTION_TYPE).id),
                ("res_id", "in", (self.plan | self.next).action_ids.ids),
            ]
        )
        self.assertEqual(activities, self.activities)

    def test_what_was_reached_stays_readable_in_the_old_plan(self):
        reached, objectives = self.before[1], self.before[2]
        self._approve(self.next)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertAlmostEqual(self.plan.progress, reached)
        for (_id, state, progress, _count), objective in zip(
            objectives, self.plan.objective_ids.sorted("id"), strict=True
        ):
            self.assertEqual(objective.state, state)
            self.assertAlmostEqual(objective.progress, progress)
        self.assertEqual(len(self.plan.action_ids), len(self.before[3]))
        for line in self._lines():
            self.assertEqual(line.continued_plan_id, self.next)
            self.assertIn(line.continued_action_id, self.opened)
        self.assertEqual(
            self._lines().mapped("continued_state").count("in_progress"),
            self.opened.mapped("state").count("in_progress"),
        )
        self.assertAlmostEqual(self.plan.get_score_explanation("progress")["total_before"], reached)

    def test_the_record_does_not_follow_the_work(self):
        reached = self.before[1]
        self._approve(self.next)
        self.next.action_ids.action_done()
        self.assertAlmostEqual(self.plan.progress, reached)
        self.assertEqual(set(self._lines().mapped("is_open")), {False})

    def test_work_made_after_the_preparation_comes_along_too(self):
        late = self._create_action(self.plan, name="Late idea")
        self._approve(self.next)
        self.assertEqual(late.plan_id, self.next)
        self.assertFalse(late.objective_id)

    def test_what_was_left_out_stays(self):
        dialogue = self.env["kam.plan.approve"].with_user(self.manager)
        dialogue = Form(dialogue.with_context(default_plan_ids=self.next.ids))
        kept = self.plan.action_ids.browse(dialogue.action_ids.ids[0])
        dialogue.action_ids.remove(index=0)
        dialogue.save().action_approve()
        self.assertEqual(kept.plan_id, self.plan)
        self.assertTrue(kept.is_open and kept.activity_id)
        self.assertEqual(self.next.action_ids, self.opened - kept)

    def test_what_was_left_out_at_the_preparation_is_not_proposed(self):
        self.next.action_cancel()
        action = self.plan.with_user(self.kam).action_prepare_next_period()
        dialogue = Form.from_action(self.plan.with_user(self.kam).env, action)
        left = dialogue.action_ids.ids[0]
        dialogue.action_ids.remove(index=0)
        successor = self.plan.browse(dialogue.save().action_prepare()["res_id"])
        approval = self.env["kam.plan.approve"].with_user(self.manager)
        approval = Form(approval.with_context(default_plan_ids=successor.ids))
        self.assertEqual(set(approval.action_ids.ids), set(self.opened.ids) - {left})
        self._approve(successor)
        self.assertNotIn(left, successor.action_ids.ids)

    def test_the_button_shows_what_happens_and_approves_the_rest_at_once(self):
        action = self.next.with_user(self.manager).action_approve_with_preview()
        self.assertEqual(action["res_model"], "kam.plan.approve")
        self.assertEqual(self.next.state, "draft")
        dialogue = Form.from_action(self.next.with_user(self.manager).env, action)
        self.assertEqual(dialogue.closing_plan_ids.ids, self.plan.ids)
        plain = self._create_plans(1)
        self.assertFalse(plain.with_user(self.manager).action_approve_with_preview())
        self.assertEqual(plain.state, "active")

    def test_the_preview_is_for_managers(self):
        with self.assertRaises(AccessError):
            self.next.with_user(self.kam).action_approve_with_preview()

    def test_only_a_manager_closes_the_running_plan_that_way(self):
        with self.assertRaises(AccessError):
            self.next.with_user(self.kam).write({"state": "active"})
        self.env.invalidate_all()

    def test_every_door_moves_the_work(self):
        self.next.with_user(self.manager).write({"state": "active"})
        self.assertEqual(self.plan.state, "closed")
        self.assertEqual(self.next.action_ids, self.opened)

    def test_work_of_a_plan_closed_before_moves_with_the_approval(self):
        self.plan.with_user(self.kam).action_close()
        self.assertEqual(self.plan.action_ids.filtered("is_open"), self.opened)
        self._approve(self.next)
        self.assertEqual(self.next.action_ids, self.opened)

    def test_approving_twice_moves_once(self):
        self._approve(self.next)
        lines = self._lines()
        self._approve(self.next, self.admin)
        self.assertEqual(self._lines(), lines)

    def test_a_draft_for_another_customer_takes_nothing(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.next.partner_id = other
        self._approve(self.next)
        self.assertEqual(self._snapshot(self.plan), self.before)

    def test_many_plans_at_once(self):
        plans = self._activate(self._create_plans(3))
        actions = self.env["kam.action"].concat(*(self._create_action(plan) for plan in plans))
        successors = plans.browse().concat(*(self._prepare_next(plan) for plan in plans))
        self._approve(successors | self.next)
        self.assertEqual(set(plans.mapped("state")), {"closed"})
        self.assertEqual(actions.plan_id, successors)

    def test_both_plans_chosen_together(self):
        self._approve(self.plan | self.next)
        self.assertEqual((self.plan.state, self.next.state), ("closed", "active"))
        self.assertEqual(self.next.action_ids, self.opened)

    def test_queries_do_not_grow_with_the_actions(self):
        counts = []
        for number in (1, 50):
            plan = self._activate(self._create_plans(1))
            objective = self._create_objective(plan)
            self.env["kam.action"].with_user(self.kam).create(
                [
                    {"plan_id": plan.id, "objective_id": objective.id, "name": "Visit"}
                    for _n in range(number)
                ]
            )
            dialogue = self.env["kam.plan.next.period"].with_user(self.kam)
            dialogue = dialogue.create({"plan_id": plan.id})
            prepared = self._count_queries(dialogue.action_prepare)
            successor = plan.next_plan_ids
            approved = self._count_queries(successor.with_user(self.manager).action_approve)
            back = self._count_queries(successor.with_user(self.manager).action_cancel)
            counts.append((prepared, approved, back))
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few + 8)
