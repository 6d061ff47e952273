from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError

from .common import LeaveCommon

ESCALATION = "kam_planning.mail_activity_type_escalation"


class TestPeopleLeave(LeaveCommon):
    """Archived or out of Key Account Management, through every door but the client's question."""

    def test_archived_by_the_method(self):
        progress = (self.objective.progress, self.plan.progress)
        self.mate.with_user(self.erp).action_archive()
        self.assertFalse(self.mate.active)
        self._assert_handed_over(self.kam)
        self.assertEqual((self.objective.progress, self.plan.progress), progress)
        self.assertEqual(progress, (25, 25))

    def test_archived_by_writing(self):
        self.mate.with_user(self.erp).write({"active": False})
        self._assert_handed_over(self.kam)

    def test_what_is_over_keeps_its_names(self):
        self.mate.action_archive()
        self.assertEqual((self.done.user_id, self.done.state), (self.mate, "done"))

    def test_objectives_reviews_and_decisions_move(self):
        review = self.env["kam.review"].create(
            {"plan_id": self.plan.id, "user_ids": [Command.set((self.mate | self.reader).ids)]}
        )
        held = self.env["kam.review"].create(
            {"plan_id": self.plan.id, "user_ids": [Command.set(self.mate.ids)], "state": "held"}
        )
        decision = self.env["kam.review.decision"].create(
            {"review_id": review.id, "name": "Decide", "user_id": self.mate.id}
        )
        self.mate.action_archive()
        self.assertEqual(self.objective.user_id, self.kam)
        self.assertEqual(review.user_ids, self.kam | self.reader)
        self.assertEqual(held.user_ids, self.mate)
        self.assertEqual(decision.user_id, self.kam)
        self.assertNotIn(self.mate, self.plan.access_user_ids)

    def test_the_heir_has_one_activity_that_says_how_much(self):
        self.mate.action_archive()
        news = self._news(self.kam)
        self.assertEqual(len(news), 1)
        self.assertEqual((news.res_model, news.res_id), ("kam.plan", self.plan.id))
        self.assertIn("open actions: 3", news.note)
        self.assertIn("objectives: 1", news.note)
        self.assertIn(f"/odoo/kam-plans/{self.plan.id}", news.note)

    def test_the_heir_gets_one_mail_in_all(self):
        domain = [("partner_ids", "in", self.kam.partner_id.ids)]
        self.env.cr.flush()
        before = self.env["mail.message"].search_count(domain)
        self.mate.action_archive()
        self.env.cr.flush()
        self.assertEqual(self.env["mail.message"].search_count(domain), before + 1)

    def test_an_action_meant_for_a_role_goes_to_who_else_fills_it(self):
        self.env["kam.team.member"].create(
            {"plan_id": self.plan.id, "user_id": self.reader.id, "role_id": self.role_service.id}
        )
        self.actions[0].role_id = self.role_service
        self.mate.action_archive()
        self._assert_handed_over(self.reader, self.actions[0])
        self._assert_handed_over(self.kam, self.actions[1:])

    def test_without_a_holder_the_deputy_role_counts(self):
        self.env["kam.team.member"].create(
            {"plan_id": self.plan.id, "user_id": self.reader.id, "role_id": self.role_sales.id}
        )
        self.actions[0].write(
            {"role_id": self.role_service.id, "deputy_role_id": self.role_sales.id}
        )
        self.mate.action_archive()
        self.assertEqual(self.actions[0].user_id, self.reader)

    def test_the_account_manager_is_followed_by_the_leader_of_his_sales_team(self):
        self.env["crm.team"].create(
            {
                "name": "Key accounts",
                "user_id": self.reader.id,
                "crm_team_member_ids": [(0, 0, {"user_id": self.kam.id})],
            }
        )
        self.kam.action_archive()
        self.assertEqual(self.plan.user_id, self.reader)
        self.assertNotIn(self.kam, self.plan.access_user_ids)
        self.assertEqual(len(self._news(self.reader)), 1)

    def test_else_by_the_sponsor_else_by_a_manager(self):
        other = self._create_plans(1, sponsor_id=self.reader.id)
        first = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref("kam_planning.group_kam_manager").ids),
                ("company_ids", "in", self.plan.company_id.ids),
                ("share", "=", False),
            ],
            order="id",
            limit=1,
        )
        self.kam.action_archive()
        self.assertEqual(other.user_id, self.reader)
        self.assertEqual(self.plan.user_id, first)

    def test_a_sponsor_is_never_followed_by_the_account_manager(self):
        self.plan.sponsor_id = self.mate
        self.mate.kam_heir_id = self.kam
        self.mate.action_archive()
        self.assertTrue(self.plan.sponsor_id.active)
        self.assertNotEqual(self.plan.sponsor_id, self.kam)

    def test_a_leader_without_access_is_passed_over(self):
        self.env["crm.team"].create(
            {
                "name": "Key accounts",
                "user_id": self.outsider.id,
                "crm_team_member_ids": [(0, 0, {"user_id": self.kam.id})],
            }
        )
        self.plan.sponsor_id = self.reader
        self.kam.action_archive()
        self.assertEqual(self.plan.user_id, self.reader)

    def test_many_leave_at_once(self):
        self.plan.sponsor_id = self.reader
        self.actions[0].user_id = self.kam
        (self.mate | self.kam).with_user(self.erp).action_archive()
        self._assert_handed_over(self.reader)
        self.assertEqual(self.plan.user_id, self.reader)
        self.assertEqual(len(self._news(self.reader)), 1)

    def test_lost_by_the_groups_of_the_user(self):
        group = self.env.ref("kam_planning.group_kam_user")
        self.mate.with_user(self.erp).write({"group_ids": [Command.unlink(group.id)]})
        self._assert_handed_over(self.kam)
        self.assertEqual(len(self._news(self.kam)), 1)

    def test_lost_by_the_users_of_the_group(self):
        group = self.env.ref("kam_planning.group_kam_user")
        group.with_user(self.erp).write({"user_ids": [Command.unlink(self.mate.id)]})
        self._assert_handed_over(self.kam)

    def test_lost_with_an_implied_group(self):
        group = self.env.ref("kam_planning.group_kam_user")
        outer = self.env["res.groups"].create(
            {"name": "Outer", "implied_ids": group.ids, "user_ids": self.mate.ids}
        )
        self.mate.group_ids -= group
        self._assert_handed_over(self.mate)
        outer.implied_ids -= group
        self._assert_handed_over(self.kam)

    def test_lost_with_a_deleted_group(self):
        group = self.env.ref("kam_planning.group_kam_user")
        outer = self.env["res.groups"].create(
            {"name": "Outer", "implied_ids": group.ids, "user_ids": self.mate.ids}
        )
        self.mate.group_ids -= group
        outer.unlink()
        self._assert_handed_over(self.kam)

    def test_made_a_portal_user(self):
        self.mate.write({"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]})
        self._assert_handed_over(self.kam)

    def test_other_groups_move_nothing(self):
        group = self.env.ref("sales_team.group_sale_salesman")
        self.mate.group_ids += group
        self.mate.group_ids -= group
        self._assert_handed_over(self.mate)
        self.assertFalse(self._news(self.kam))

    def test_only_the_work_of_the_lost_company_moves(self):
        self.mate.company_ids += self.other_company
        self.foreign.company_ids += self.env.company
        there = (
            self.env["kam.plan"]
            .with_user(self.foreign)
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.other_company.id,
                    "state": "submitted",
                    "date_start": "2026-01-01",
                    "date_end": "2026-12-31",
                }
            )
        )
        action = (
            self.env["kam.action"]
            .with_user(self.foreign)
            .create({"plan_id": there.id, "name": "There", "user_id": self.mate.id})
        )
        self.mate.company_ids -= self.other_company
        self._assert_handed_over(self.foreign, action)
        self._assert_handed_over(self.mate)
        self.mate.company_ids += self.other_company
        action.user_id = self.mate
        self.other_company.user_ids -= self.mate
        self._assert_handed_over(self.foreign, action)

    def test_an_heir_of_another_company_gets_nothing_there(self):
        self.mate.kam_heir_id = self.foreign
        self.mate.action_archive()
        self._assert_handed_over(self.kam)

    def test_nobody_at_all_leaves_the_actions_open_and_unassigned(self):
        group = self.env.ref("kam_planning.group_kam_manager")
        managers = self.env["res.users"].search([("all_group_ids", "in", group.ids)])
        other = self.other_company
        managers.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        (self.mate | self.kam).action_archive()
        self.assertEqual(set(self.actions.mapped("state")), {"todo"})
        self.assertFalse(self.actions.user_id)
        self.assertFalse(self._activities(self.actions))
        self.assertEqual(self.plan.user_id, self.kam)

    def test_reminders_and_escalations_move(self):
        plan = self._activate(self.plan)
        self._run_job_on(date(2026, 5, 1))
        reminder = plan.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("kam_planning.mail_activity_type_review")
        )
        escalation = plan.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(ESCALATION)
        )
        leader = escalation.user_id
        self.kam.kam_heir_id = self.reader
        (self.kam | (leader - self.env.user)).action_archive()
        self.assertEqual(reminder.exists().user_id, self.reader)
        self.assertTrue(escalation.exists().user_id.active)
        self.assertNotEqual(escalation.user_id, self.reader)

    def _archive_past_all_doors(self, user):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = %s", [user.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_nobody_inactive_is_reminded_or_escalated_to(self):
        plan = self._activate(self.plan)
        self.env.company.kam_escalation_user_id = self.manager
        self._archive_past_all_doors(self.kam)
        self._archive_past_all_doors(self.manager)
        self._run_job_on(date(2026, 5, 1))
        self.assertTrue(plan.activity_ids)
        self.assertTrue(all(plan.activity_ids.user_id.mapped("active")))
        self.assertFalse(plan.review_reminded_date)

    def test_the_daily_job_hands_over_what_came_past_all_doors(self):
        plan = self._activate(self.plan)
        self._archive_past_all_doors(self.mate)
        self._archive_past_all_doors(self.kam)
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_hand_over").method_direct_trigger()
        self.env.invalidate_all()
        self._assert_handed_over(plan.user_id)
        self.assertTrue(plan.user_id.active)
        self._run_job_on(date(2026, 5, 1))
        self.assertTrue(plan.review_reminded_date)

    def test_guests_outside_key_account_management_stay_in_a_review(self):
        review = self.env["kam.review"].create(
            {"plan_id": self.plan.id, "user_ids": [Command.set(self.outsider.ids)]}
        )
        self.outsider.group_ids += self.env.ref("base.group_allow_export")
        self.env["kam.succession"]._hand_over_all()
        self.assertEqual(review.user_ids, self.outsider)
        self.outsider.action_archive()
        self.assertEqual(review.user_ids, self.kam)

    def test_odoobot_never_leaves(self):
        bot = self.env.ref("base.user_root")
        plan = self.env["kam.plan"].create(
            {
                "partner_id": self.customer.id,
                "user_id": bot.id,
                "state": "submitted",
                "date_start": "2027-01-01",
                "date_end": "2027-12-31",
            }
        )
        action = self.env["kam.action"].create(
            {"plan_id": plan.id, "name": "By a program", "user_id": bot.id}
        )
        self.env["kam.succession"]._hand_over_all()
        self.assertEqual(plan.user_id | action.user_id, bot)
        self.assertEqual(action.activity_id.user_id, bot)

    def test_the_daily_job_costs_the_same_for_many_plans(self):
        self.startPatcher(patch.object(self.env.cr, "commit", lambda: None))
        job = self.env["kam.succession"]._cron_hand_over
        job()
        few = self._count_queries(job)
        self._create_plans(20)
        job()
        self.assertLessEqual(self._count_queries(job), few)
        self.assertFalse(self._news(self.kam))

    def test_nobody_inactive_is_assigned(self):
        self.reader.action_archive()
        for record in (self.actions[0], self.objective, self.plan):
            with self.assertRaisesRegex(ValidationError, "archived"):
                record.with_user(self.manager).user_id = self.reader
                self.env.flush_all()

    def test_an_action_taken_up_again_does_not_wait_for_who_left(self):
        self.mate.action_archive()
        self.done.with_user(self.kam).action_reopen()
        self._assert_handed_over(self.kam, self.done)

    def test_work_taken_up_again_does_not_wait_for_who_lost_the_group(self):
        self.actions[0].action_cancel()
        self.objective.action_drop()
        self.mate.group_ids -= self.env.ref("kam_planning.group_kam_user")
        self.assertEqual(self.actions[0].user_id, self.mate)
        self.actions[0].with_user(self.manager).action_start()
        self.objective.with_user(self.manager).action_reopen()
        self.assertEqual(self.actions[0].user_id, self.kam)
        self.assertEqual(self.objective.user_id, self.kam)

    def test_a_plan_taken_up_again_is_not_who_lefts(self):
        self.plan.action_cancel()
        self.kam.action_archive()
        self.assertEqual(self.plan.user_id, self.kam)
        self.plan.with_user(self.manager).action_reopen()
        self.assertTrue(self.plan.user_id.active)

    def test_gaps_and_relationships_move(self):
        person = self.env["kam.stakeholder"].create(
            {"account_id": self.customer.id, "partner_id": self.contact.id}
        )
        relationship = self.env["kam.relationship"].create(
            {"stakeholder_id": person.id, "user_id": self.mate.id, "owner_id": self.mate.id}
        )
        values = {"kind": "silence", "owner_id": self.mate.id, "stakeholder_id": person.id}
        gap = self.env["kam.gap"].create({"account_id": self.customer.id, **values})
        self.mate.action_archive()
        self.assertEqual((relationship.user_id, relationship.owner_id), (self.mate, self.kam))
        self.assertEqual(gap.owner_id, self.kam)

    def test_one_activity_for_many_plans_stands_on_none_of_them(self):
        plans = self._create_plans(3)
        self.kam.kam_heir_id = self.reader
        self.kam.action_archive()
        self.assertEqual((plans | self.plan).user_id, self.reader)
        news = self._news(self.reader)
        self.assertEqual(len(news), 1)
        self.assertFalse(news.res_model)
        for plan in plans | self.plan:
            self.assertIn(plan.name, news.note)

    def test_the_news_about_a_hidden_plan_stands_on_nothing(self):
        self.plan.confidentiality = "team"
        guest = self._create_user("guest", "group_kam_user")
        self.actions[0].user_id = guest
        guest.kam_heir_id = self.reader
        guest.action_archive()
        self._assert_handed_over(self.reader, self.actions[0])
        self.assertNotIn(self.reader, self.plan.access_user_ids)
        news = self._news(self.reader)
        self.assertFalse(news.res_model)
        self.assertNotIn(self.plan.name, news.note)
        self.assertIn("/odoo/kam-actions", news.note)

    def test_queries_do_not_grow_with_the_actions(self):
        def leaver(login, count):
            user = self._create_user(login, "group_kam_user")
            self.env["kam.action"].with_user(self.kam).create(
                [
                    {"plan_id": self.plan.id, "name": f"{login} {n}", "user_id": user.id}
                    for n in range(count)
                ]
            )
            return user

        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        warm, single, fifty = leaver("leaver0", 1), leaver("leaver1", 1), leaver("leaver50", 50)
        warm.action_archive()
        small = self._count_queries(single.action_archive)
        large = self._count_queries(fifty.action_archive)
        self.assertLess(large, small + 30)

    def test_a_user_without_account_work_costs_little(self):
        self._create_user("nobody1", "base.group_user").action_archive()
        other = self._create_user("nobody2", "base.group_user")
        self.assertLess(self._count_queries(other.action_archive), 80)
