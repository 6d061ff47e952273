"""Gaps in relationship maps become work, once, and are tested again when it is done."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import GapCommon


class TestFind(GapCommon):
    def test_every_kind_with_its_reason(self):
        self.light.required_role_ids = self.champion
        self.jane.influence = "3"
        self.relationship.level_actual = "2"
        self.relationship.level_desired = "3"
        self._relationship(self._person(partner_id=self._contact("Tom").id), level_actual="2")
        gap_of = {gap.kind: gap for gap in self._find()}
        self.assertEqual(set(gap_of), {"role", "coverage", "silence", "level", "thread"})
        self.assertIn("Champion", gap_of["role"].name)
        self.assertIn("known by 1 of ours", gap_of["coverage"].explanation)
        self.assertIn("No meeting", gap_of["silence"].explanation)
        self.assertIn(f"What if {self.kam.name} leaves", gap_of["thread"].explanation)
        self.assertEqual(gap_of["level"].owner_id, self.judge)
        self.assertEqual(gap_of["role"].owner_id, self.kam)
        self.assertEqual(gap_of["coverage"].owner_id, self.kam)
        self.assertTrue(all(gap.date_deadline > TODAY for gap in gap_of.values()))

    def test_found_again_it_is_the_same_gap(self):
        first = self._find()
        with freeze_time(TODAY + timedelta(days=2)):
            again = self._find()
        self.assertEqual(first, again)

    def test_what_is_no_gap_any_more_is_closed(self):
        gap = self._find().filtered(lambda gap: gap.kind == "level")
        self.relationship.level_actual = "2"
        self._find()
        self.assertEqual((gap.state, gap.date_closed), ("closed", TODAY))

    def test_parked_people_have_no_gaps(self):
        self.jane.parked_reason = "left"
        self.assertFalse(self._find())

    def test_on_an_empty_map_the_required_roles_are_missing(self):
        self.light.required_role_ids = self.champion
        (self.jane | self.head).unlink()
        self.plan.show_map = True
        gap = self._find()
        self.assertEqual((gap.kind, gap.role_id), ("role", self.champion))
        self.plan.invalidate_recordset()
        self.assertEqual(self.plan.with_user(self.judge).gap_count, 1)

    def test_a_customer_who_is_to_have_no_map_has_no_gaps(self):
        self.light.required_role_ids = self.champion
        (self.jane | self.head).unlink()
        self.plan.show_map = False
        self.assertFalse(self._find())

    def test_dismissed_gaps_are_not_proposed_again(self):
        gap = self._find().filtered(lambda gap: gap.kind == "level").with_user(self.judge)
        gap.action_dismiss()
        self._find()
        self.assertEqual(gap.state, "dismissed")
        gap.action_reopen()
        self.assertEqual(gap.state, "open")

    def test_only_who_works_on_the_plan(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.reader).action_find_gaps()
        gap = self._find()[:1]
        with self.assertRaises(AccessError):
            gap.with_user(self.reader).action_make_action()

    def test_queries_do_not_grow_with_the_maps(self):
        plans = self._create_plans(50)
        for plan in plans:
            person = self._person("Boss", account_id=plan.partner_id.id, user=self.manager)
            self.env["kam.relationship"].create(
                {"stakeholder_id": person.id, "user_id": self.kam.id}
            )
        plans._refresh_gaps()
        few = self._count_queries(plans[:1]._refresh_gaps)
        self.assertLessEqual(self._count_queries(plans._refresh_gaps), few + 2)


class TestWork(GapCommon):
    def _level_gap(self):
        return self._find().filtered(lambda gap: gap.kind == "level").with_user(self.judge)

    def test_one_click_makes_one_action_with_its_activity(self):
        gap = self._level_gap()
        gap.action_make_action()
        action = gap.action_id
        self.assertEqual(
            (gap.state, action.plan_id, action.user_id), ("planned", self.plan, self.judge)
        )
        self.assertEqual(action.contact_id, self.contact)
        self.assertTrue(action.activity_id.active)
        gap.action_make_action()
        self._find()
        self.assertEqual(gap.action_id, action)
        made = self.plan.action_ids.filtered(lambda action: action.name == gap.name)
        self.assertEqual(made, action)

    def test_done_and_closed(self):
        gap = self._level_gap()
        gap.action_make_action()
        self.relationship.level_actual = "2"
        gap.action_id.with_user(self.judge).action_done()
        self.assertEqual(gap.state, "closed")
        self.assertFalse(gap.times_back)

    def test_done_and_still_there_comes_back_with_the_reason(self):
        gap = self._level_gap()
        gap.action_make_action()
        action = gap.action_id
        action.activity_id.with_user(self.judge).action_feedback(feedback="Lunch")
        self.assertEqual((gap.state, gap.times_back), ("open", 1))
        self.assertIn("below the desired", gap.back_reason)
        gap.action_make_action()
        self.assertEqual((gap.action_id, action.state, gap.state), (action, "todo", "planned"))
        self.assertGreaterEqual(action.date_deadline, TODAY)

    def test_given_up_the_gap_is_open_again(self):
        gap = self._level_gap()
        gap.action_make_action()
        gap.action_id.with_user(self.judge).action_cancel()
        self.assertEqual((gap.state, gap.times_back), ("open", 0))

    def test_owner_without_access_to_plans_leaves_it_to_the_account_manager(self):
        self.relationship.owner_id = self.outsider
        gap = self._level_gap()
        self.assertEqual(gap.owner_id, self.outsider)
        gap.action_make_action()
        self.assertEqual(gap.action_id.user_id, self.kam)

    def test_no_open_plan_no_action(self):
        gap = self._level_gap()
        self.plan.with_user(self.kam).action_close()
        with self.assertRaisesRegex(UserError, "Acme"):
            gap.action_make_action()

    def test_names_of_actions_tell_no_judgement(self):
        self.jane.influence = "3"
        gaps = self._find().with_user(self.judge)
        gaps.action_make_action()
        names = {gap.kind: gap.action_id.name for gap in gaps}
        self.assertNotIn("Jane", names["coverage"])


class TestNight(GapCommon):
    def _night(self, day=1):
        with freeze_time(TODAY + timedelta(days=day)):
            self._run_map_job()

    def test_the_job_finds_gaps_and_leaves_the_work_to_people(self):
        self._night()
        self.assertTrue(self._gaps("level"))
        self.assertFalse(self._gaps().action_id)

    def test_where_the_template_says_so_the_job_makes_actions_once(self):
        self.light.makes_gap_actions = True
        self._night()
        actions = self._gaps().action_id
        self.assertEqual(len(actions), len(self._gaps()))
        self._night(2)
        self.assertEqual(self._gaps().action_id, actions)
        actions.action_done()
        self._night(3)
        self.assertEqual(self._gaps().action_id, actions)

    def test_drafts_are_left_alone(self):
        self.plan.with_user(self.kam).action_close()
        self._night()
        self.assertFalse(self._gaps())
