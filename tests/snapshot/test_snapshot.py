"""Snapshots are taken, numbered, sealed and chained; nobody changes one, and SQL is noticed."""

import json
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.models.snapshot import kam_snapshot

from ..common.common import TODAY
from .common import SnapshotCommon

KEPT = Path(__file__).with_name("kept_fields.txt")


class TestTaking(SnapshotCommon):
    def test_it_keeps_the_plan_and_its_lines(self):
        snapshot = self._take(note="Before the talks")
        self.assertEqual((snapshot.number, snapshot.kind), (1, "manual"))
        self.assertEqual((snapshot.user_id, snapshot.note), (self.kam, "Before the talks"))
        content = self._content(snapshot)
        for record in (self.plan, self.objective, self.action, self.goal, self.jane):
            self.assertIn(f"{record._name},{record.id}", content)
        line = content[f"kam.action,{self.action.id}"]
        self.assertEqual(line["name"], "Visit")
        self.assertEqual(
            line["values"]["contact_id"],
            {"ref": f"res.partner,{self.contact.id}", "name": self.contact.display_name},
        )
        self.assertEqual(snapshot.line_count, len(content) - 2)

    def test_numbers_are_texts_and_what_is_not_known_is_nothing(self):
        self.objective.weight = 2.5
        values = self._content(self._take())[f"kam.objective,{self.objective.id}"]["values"]
        self.assertRegex(values["weight"], r"^2\.50*$")
        self.assertIsNone(values["customer_gain"])
        self.assertIs(values["is_shared"], False)

    def test_own_fields_of_the_plan_are_kept_by_their_labels(self):
        field = {"template_id": self.light.id, "name": "Contract", "type": "char"}
        self.env["kam.plan.template.field"].create(field)
        plan = self._create_plan(
            template_id=self.light.id, date_start="2027-01-01", date_end="2027-12-31"
        )
        name = plan.read(["properties"])[0]["properties"][0]["name"]
        plan.properties = {name: "Until 2028"}
        values = self._content(self._take(plan))[f"kam.plan,{plan.id}"]["values"]
        self.assertEqual(values["properties"], {"Contract": "Until 2028"})

    def test_the_chain_goes_on_by_plan(self):
        first, second = self._take(), self._take()
        other = self._take(self._create_plans(1))
        self.assertEqual((first.number, second.number, other.number), (1, 2, 1))
        self.assertEqual((first.previous_hash, second.previous_hash), ("", first.hash))
        self.assertNotEqual(first.hash, other.hash)

    def test_holding_a_review_keeps_the_plan(self):
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        review.action_hold()
        snapshot = self.plan.snapshot_ids
        self.assertEqual((snapshot.kind, snapshot.review_id), ("review", review))
        line = self._content(snapshot)[f"kam.review,{review.id}"]
        self.assertEqual(line["values"]["state"], "held")
        review.action_hold()
        self.assertEqual(self.plan.snapshot_ids, snapshot)
        review.action_reopen()
        review.action_hold()
        self.assertEqual(len(self.plan.snapshot_ids), 2)

    def test_several_reviews_held_at_once_keep_each_plan_once(self):
        plans = self.plan | self._create_plans(1)
        reviews = self.env["kam.review"].create(
            [{"plan_id": plan.id, "date_planned": day} for plan in plans for day in (TODAY, TODAY)]
        )
        reviews.action_hold()
        self.assertEqual([len(plan.snapshot_ids) for plan in plans], [1, 1])

    def test_reviews_typed_in_later_keep_nothing(self):
        held = {"plan_id": self.plan.id, "state": "held"}
        Review = self.env["kam.review"].with_user(self.kam)
        Review.create({**held, "date_planned": "2025-11-03", "date_held": "2025-11-03"})
        self.assertFalse(self.plan.snapshot_ids)
        Review.create({**held, "date_planned": TODAY, "date_held": TODAY})
        self.assertEqual(self.plan.snapshot_ids.kind, "review")

    def test_where_keeping_fails_the_review_is_not_held(self):
        """And the other way round: what is killed in between leaves nothing."""
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        failing = patch.object(
            type(self.env["kam.snapshot"]), "_prepare_snapshot", side_effect=OSError
        )
        with self.assertRaises(OSError), self.env.cr.savepoint(), failing:
            review.action_hold()
        self.env.invalidate_all()
        self.assertEqual((review.state, len(self.plan.snapshot_ids)), ("planned", 0))
        review.action_hold()
        self.assertEqual(self.plan.snapshot_ids.number, 1)

    def test_cancelling_a_review_keeps_nothing(self):
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        review.action_cancel()
        self.assertFalse(self.plan.snapshot_ids)

    def test_closing_keeps_the_end_of_the_period(self):
        self.plan.with_user(self.manager).action_close()
        snapshot = self.plan.snapshot_ids
        self.assertEqual((snapshot.kind, snapshot.user_id), ("period_end", self.manager))
        line = self._content(snapshot)[f"kam.plan,{self.plan.id}"]
        self.assertEqual(line["values"]["state"], "closed")
        self.plan.with_user(self.manager).write({"state": "closed"})
        self.assertEqual(len(self.plan.snapshot_ids), 1)

    def test_a_copy_begins_a_chain_of_its_own(self):
        self._take()
        copied = self.plan.with_user(self.kam).copy()
        self.assertFalse(copied.snapshot_ids)
        taken = self._take(copied)
        self.assertEqual((taken.number, taken.previous_hash), (1, ""))
        self.assertTrue(copied.verify_snapshots()["is_sound"])

    def test_merged_plans_keep_both_chains(self):
        """The plan that ends keeps how it stood before its lines went to the other one."""
        other = self.env["res.partner"].create({"name": "Acme Ltd", "is_company": True})
        ending = self._activate(
            self._create_plan(partner_id=other.id, date_start="2026-02-01", date_end="2026-12-31")
        )
        action = self._create_action(ending, name="Goes over")
        self._take(ending)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | other).ids, self.customer)
        self.assertEqual((ending.state, action.plan_id), ("closed", self.plan))
        kinds = ending.snapshot_ids.sorted("number").mapped("kind")
        self.assertEqual(kinds, ["manual", "period_end"])
        self.assertIn(f"kam.action,{action.id}", self._content(ending.snapshot_ids[0]))
        self.assertTrue(ending.verify_snapshots()["is_sound"])
        self.assertEqual(ending.snapshot_ids.partner_id, self.customer)

    def test_archived_lines_are_kept_too(self):
        self.goal.action_archive()
        values = self._content(self._take())[f"kam.customer.goal,{self.goal.id}"]["values"]
        self.assertIs(values["active"], False)

    def test_who_may_take_one(self):
        for user in (self.kam, self.judge, self.manager):
            self._take(user=user)
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.assertRaises(AccessError):
                self._take(user=user)
        for kind in ("review", "period_end", "x", False):
            with self.assertRaisesRegex(UserError, "manual"):
                self.plan.with_user(self.kam).action_take_snapshot(kind)

    def test_many_plans_are_kept_in_batches(self):
        plans = self._create_plans(5)
        with patch.object(kam_snapshot, "PLANS_AT_ONCE", 2):
            taken = self.env["kam.snapshot"]._take_sudo(plans, "manual")
        self.assertEqual(taken.plan_id, plans)
        self.assertEqual(taken.mapped("number"), [1] * 5)
        self.assertTrue(all(plan.verify_snapshots()["is_sound"] for plan in plans))

    def test_queries_do_not_grow(self):
        def take(plans):
            return self._count_queries(lambda: self.env["kam.snapshot"]._take_sudo(plans, "manual"))

        few, many = self._create_plans(2), self._create_plans(12)
        for plan in (few | many).with_user(self.kam):
            self._create_objective(plan)
        for number in range(3):
            for plan in many:
                self._create_action(plan, name=f"Action {number}")
        take(few)
        self.assertLessEqual(take(many), take(few) + 2)


class TestKept(SnapshotCommon):
    def test_each_line_is_kept_or_left_out_for_a_reason(self):
        Snapshot = self.env["kam.snapshot"]
        lines, left_out = set(Snapshot._get_line_models()), Snapshot._get_left_out()
        self.assertLessEqual(left_out.keys(), lines)
        self.assertTrue(all(left_out.values()))
        self.assertEqual(set(Snapshot._get_kept_models()), {"kam.plan"} | lines - left_out.keys())
        self.assertGreater(len(lines), 25)

    def test_what_is_kept_is_what_the_list_says(self):
        """A change of what a snapshot keeps is a change of that file, to be seen in a review."""
        Snapshot = self.env["kam.snapshot"]
        kept = sorted(
            f"{model}.{name}"
            for model in Snapshot._get_kept_models()
            for name in Snapshot._get_kept_fields(model)
        )
        self.assertEqual(kept, KEPT.read_text().split())

    def test_no_judgement_is_kept(self):
        Snapshot = self.env["kam.snapshot"]
        force = {"objective_id": self.objective.id, "name": "She dislikes us"}
        self.env["kam.force"].with_user(self.judge).create({**force, "is_judgement": True})
        self.env["kam.force"].with_user(self.judge).create({**force, "name": "Habit"})
        text = json.dumps(self._take(user=self.judge).sudo().payload)
        self.assertNotIn("She dislikes us", text)
        self.assertNotIn("Wants to leave", text)
        self.assertIn("Habit", text)
        for model in Snapshot._get_kept_models():
            for name in Snapshot._get_kept_fields(model):
                self.assertFalse(self.env[model]._fields[name].groups, f"{model}.{name}")

    def test_figures_are_fields_that_nobody_types(self):
        Snapshot = self.env["kam.snapshot"]
        self.assertIn("revenue", Snapshot._get_figures("kam.plan"))
        self.assertIn("strength", Snapshot._get_figures("kam.relationship"))
        self.assertNotIn("target_value", Snapshot._get_figures("kam.target"))


class TestUnchangeable(SnapshotCommon):
    def test_nobody_changes_or_deletes_one(self):
        snapshot = self._take()
        for user in (self.kam, self.manager, self.admin, self.env.ref("base.user_root")):
            for way in (
                lambda one: one.write({"note": "Other"}),
                lambda one: one.write({"payload": []}),
                lambda one: one.unlink(),
            ):
                with self.assertRaises(UserError):
                    way(snapshot.with_user(user))
                with self.assertRaises(UserError):
                    way(snapshot.with_user(user).sudo())

    def test_nobody_makes_one_by_hand(self):
        values = {"plan_id": self.plan.id, "number": 1, "kind": "agreed", "date": TODAY}
        for user in (self.kam, self.manager, self.admin):
            with self.assertRaises(AccessError):
                self.env["kam.snapshot"].with_user(user).create({**values, "hash": "x"})

    def test_a_plan_with_agreed_snapshots_is_not_deleted(self):
        draft, agreed = self._create_plans(2)
        self._take(draft)
        snapshot = self._take(agreed, kind="agreed")
        draft.with_user(self.manager).unlink()
        for user in (self.manager, self.env.ref("base.user_root")):
            with self.assertRaisesRegex(UserError, "agreed with the customer"):
                agreed.with_user(user).unlink()
        self.assertTrue(snapshot.exists())


class TestVerify(SnapshotCommon):
    def _verify(self):
        self.env.invalidate_all()
        return self.plan.with_user(self.reader).verify_snapshots()

    def _assert_found(self, *texts):
        found = self._verify()
        self.assertFalse(found["is_sound"])
        self.assertEqual(found["texts"][1:], list(texts))

    def test_a_sound_chain(self):
        self.assertTrue(self._verify()["is_sound"])
        self._take(note="One")
        self._take(kind="agreed")
        found = self._verify()
        self.assertEqual((found["is_sound"], found["count"], found["erased"]), (True, 2, 0))
        self.assertEqual(
            found["texts"], ["2 snapshots read. Nothing was changed since they were taken."]
        )

    def test_a_line_changed_by_sql_is_named(self):
        first = self._take()
        self._take()
        payload = first.sudo().payload
        ref = f"kam.action,{self.action.id}"
        place = next(i for i, line in enumerate(payload) if line["ref"] == ref)
        path = f"{{{place},values,date_deadline}}"
        self._forge(first, "payload = jsonb_set(payload, %s, '\"2027-01-01\"')", path)
        self._assert_found(f"No. 1: the line “Account Action {self.action.id}” was changed.")

    def test_columns_changed_by_sql_are_named(self):
        snapshot = self._take(note="What we said")
        self._forge(snapshot, "kind = 'agreed', note = 'What they said'")
        self._assert_found("No. 1: Kind, Note was changed.")

    def test_a_line_taken_out_by_sql(self):
        first, _second = self._take(), self._take()
        self._forge(first, "payload = payload - 2")
        self._assert_found("No. 1: lines were added, taken out, moved or sealed anew.")

    def test_a_snapshot_sealed_anew_by_sql(self):
        first, _second = self._take(), self._take()
        self._forge(first, "hash = repeat('0', 64)")
        self._assert_found(
            "No. 1: lines were added, taken out, moved or sealed anew.",
            "No. 2 does not follow from what was before it.",
        )

    def test_snapshots_deleted_by_sql(self):
        first, second, third = self._take(), self._take(), self._take()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM kam_snapshot WHERE id = %s", (third.id,))
        self._assert_found("No. 3 is missing.")
        self.env.cr.execute("DELETE FROM kam_snapshot WHERE id = %s", (first.id,))
        self._assert_found("No. 1 is missing.", "No. 3 is missing.")
        self.assertTrue(second.exists())

    def test_who_may_verify(self):
        self._take()
        self.plan.confidentiality = "team"
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.assertRaises(AccessError):
                self.plan.with_user(user).verify_snapshots()

    @freeze_time(TODAY)
    def test_the_time_of_day_is_kept_whole(self):
        snapshot = self._take()
        self.assertFalse(snapshot.date.microsecond)
