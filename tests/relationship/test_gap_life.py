"""What becomes of a gap: over its action, its plan, its people, and the years."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import GapCommon

NEXT_YEAR = {"date_start": "2027-01-01", "date_end": "2027-12-31"}


@freeze_time(TODAY)
class TestLife(GapCommon):
    def _gap(self, kind="level"):
        return self._find().filtered(lambda gap: gap.kind == kind).with_user(self.judge)

    def _planned(self, kind="level"):
        gap = self._gap(kind)
        gap.action_make_action()
        return gap

    def _next_plan(self, **values):
        self.plan.with_user(self.kam).action_close()
        plan = self._create_plan(template_id=self.light.id, **NEXT_YEAR, **values)
        return self._activate(plan)

    def test_the_call_that_was_just_recorded_counts(self):
        gap = self._planned("silence")
        self._call(self.kam, self.contact)
        gap.action_id.action_done()
        self.assertEqual((gap.state, gap.times_back), ("closed", 0))

    def test_a_deleted_action_leaves_the_gap_open(self):
        gap = self._planned()
        gap.action_id.with_user(self.kam).unlink()
        self.assertEqual((gap.state, gap.action_id.id), ("open", False))
        gap.action_make_action()
        self.assertEqual(gap.state, "planned")

    def test_an_action_done_after_its_plan_is_judged_with_the_next_plan(self):
        gap = self._planned()
        self.plan.with_user(self.kam).action_close()
        gap.action_id.action_done()
        self._next_plan()._refresh_gaps(is_job=True)
        self.assertEqual((gap.state, gap.times_back), ("open", 1))

    def test_a_plan_that_is_over_keeps_its_action_and_the_next_one_gets_its_own(self):
        gap = self._planned()
        old = gap.action_id
        old.action_done()
        plan = self._next_plan()
        gap.with_user(self.kam).action_make_action()
        self.assertEqual((old.state, old.plan_id), ("done", self.plan))
        self.assertEqual((gap.action_id.plan_id, gap.action_id.state), (plan, "todo"))

    def test_the_plan_in_force_says_which_roles_are_required(self):
        self.light.required_role_ids = self.champion
        gap = self._gap("role")
        draft = self._create_plan(template_id=self.full.id, **NEXT_YEAR)
        draft.action_find_gaps()
        self.assertEqual((gap.state, gap.times_back), ("open", 0))
        self.full.required_role_ids = self.env.ref("kam_planning.buying_role_coach")
        (self.plan | draft).action_find_gaps()
        self.assertEqual(self._gaps("role").role_id, self.champion)

    def test_gone_and_back_while_the_action_is_open(self):
        gap = self._planned()
        for level, state in (("2", "closed"), ("1", "planned")):
            self.relationship.level_actual = level
            self._find()
            self.assertEqual(gap.state, state)
        gap.action_id.action_done()
        self.assertEqual((gap.state, gap.times_back), ("open", 1))

    def test_an_action_taken_up_again_takes_its_gap_along(self):
        gap = self._planned()
        gap.action_id.action_done()
        self.assertEqual(gap.state, "open")
        gap.action_id.action_reopen()
        self.assertEqual(gap.state, "planned")

    def test_dismissed_gaps_come_back_once_they_were_gone(self):
        gap = self._gap("silence")
        gap.action_dismiss()
        self._call(self.kam, self.contact)
        self.relationship._refresh_strength_sudo()
        self._find()
        self.assertEqual(gap.state, "closed")
        with freeze_time(TODAY + timedelta(days=200)):
            self.relationship._refresh_strength_sudo()
            self._find()
        self.assertEqual((gap.state, gap.times_back), ("open", 1))
        self.assertIn("200 days", gap.back_reason)

    def test_who_left_us_covers_nobody_and_owns_nothing(self):
        self.jane.influence = "3"
        self.relationship.level_actual = self.relationship.level_desired = "2"
        self._relationship(self.jane, self.mate, level_actual="3")
        self.assertNotIn("coverage", self._find().mapped("kind"))
        self.mate.active = False
        gap = self._gap("coverage")
        self.assertEqual((gap.owner_id, self.jane.coverage_count), (self.kam, 1))

    def test_an_owner_of_another_company_leaves_it_to_the_account_manager(self):
        abroad = self._create_user(
            "abroad",
            "group_kam_user",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        self.relationship.owner_id = abroad
        self.light.makes_gap_actions = True
        self.plan._refresh_gaps(is_job=True)
        self.assertEqual(self._gaps("level").action_id.user_id, self.kam)

    def test_a_new_account_manager_takes_over_gaps_and_is_led_to_the_sheet(self):
        self.relationship.write({"owner_id": False, "level_actual": "0", "level_desired": "0"})
        gap = self._gap("silence")
        self.assertEqual(gap.owner_id, self.kam)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(gap.owner_id, self.mate)
        activity = self.plan.sudo().activity_ids.filtered(
            lambda candidate: candidate.user_id == self.mate
        )
        self.assertIn(f"report_handover/{self.plan.id}", activity.note)
        self.assertIn(self.kam.name, activity.note)

    def test_promises_are_not_what_closes_gaps(self):
        self._planned()
        promise = self._create_action(self.plan, name="Send samples", contact_id=self.contact.id)
        report = self.env["report.kam_planning.report_handover"]
        self.assertEqual(report._prepare_sheet(self.plan)["promises"], promise)

    def test_what_is_found_is_not_changed_by_hand(self):
        gap = self._gap()
        gap.write({"owner_id": self.mate.id, "date_deadline": "2026-05-05"})
        for values in (
            {"state": "closed"},
            {"kind": "coverage"},
            {"is_judgement": True},
            {"stakeholder_id": self.head.id},
            {"action_id": self._create_action(self.plan).id},
            {"owner_id": self.mate.id, "times_back": 9},
        ):
            with self.assertRaises(AccessError, msg=str(values)):
                gap.write(values)
