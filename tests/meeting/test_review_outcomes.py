"""Each item of an agenda has an outcome, which does what it says."""

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .item_common import ItemCommon


class TestOutcomes(ItemCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review.action_propose_agenda()

    def _hold_and_follow(self):
        self.review.action_hold()
        return self._propose(self._review(name="Next"))

    def test_still_true_judges_the_change_and_confirms_its_lines(self):
        item = self._item("change")
        item.action_still_true()
        self.assertEqual(item.outcome, "still_true")
        self.assertEqual((self.change.state, self.change.judged_by_id), ("resolved", self.kam))
        self.assertFalse(self.objective.with_user(self.kam).is_stale)
        item.action_undo()
        self.assertEqual((item.outcome, self.change.state), (False, "open"))

    def test_still_true_confirms_a_line(self):
        late = self.late.sudo()
        late.confirmed_by_id = self.manager
        self._item("action").action_still_true()
        self.assertEqual(late.confirmed_by_id, self.kam)

    def test_changed_opens_what_is_to_be_edited(self):
        opened = self._item("change").action_changed()
        self.assertIn((opened["res_model"], opened["res_id"]), self._touched(self.change))
        self.assertEqual(self.change.state, "resolved")
        self.assertEqual(self._item("change").outcome, "changed")

    def test_an_action_is_made_once(self):
        item = self._item("change")
        for _twice in range(2):
            item.action_make_action()
        actions = self.plan.with_user(self.kam).action_ids - self.late
        self.assertEqual(item.action_id, actions)
        self.assertEqual((actions.user_id, self.change.action_id), (self.kam, actions))
        self.assertEqual(actions.sudo().activity_id.user_id, self.kam)
        self.assertNotIn(self.deal.name, actions.name)
        item.action_undo()
        self.assertFalse(actions.exists())
        self.assertEqual((self.change.state, item.outcome), ("open", False))

    def test_an_action_that_was_made_before_is_taken_and_not_deleted(self):
        change = self.change.with_user(self.kam)
        change.action_make_action()
        action = change.action_id
        change.action_reopen()
        item = self._item("change")
        item.action_make_action()
        self.assertEqual((item.action_id, item.is_action_new), (action, False))
        item.action_undo()
        self.assertTrue(action.exists())
        self.assertEqual((change.state, change.action_id), ("open", action))

    def test_an_action_that_was_begun_is_not_taken_back(self):
        topic = self._topic("Visit Oslo")
        topic.action_make_action()
        self.assertEqual(topic.action_id.name, "Visit Oslo")
        topic.action_id.state = "in_progress"
        with self._refused(UserError, "under way"):
            topic.action_undo()

    def test_a_decision_makes_its_own_action(self):
        former = self._review(name="Spring")
        decision = self.env["kam.review.decision"].with_user(self.kam)
        decision = decision.create({"review_id": former.id, "name": "Talk of prices"})
        former.action_hold()
        self.review.duration = 120
        self._propose()
        item = self._item("decision")
        item.action_make_action()
        self.assertEqual(decision.action_id, item.action_id)
        item.action_undo()
        self.assertFalse(decision.action_id)

    def test_an_action_does_not_say_what_is_thought_of_a_person(self):
        people = self.env.ref("kam_planning.group_kam_people")
        self.kam.group_ids |= people
        for is_judgement, name in ((True, "To confirm"), (False, "Attitude")):
            values = {"name": "Attitude", "is_judgement": is_judgement}
            force = self.env["kam.force"].with_user(self.kam)
            force = force.create({"objective_id": self.objective.id, **values})
            about = {"kind": "confirm", "res_model": force._name, "res_id": force.id}
            items = self.env["kam.review.item"]
            item = items.create({"review_id": self.review.id, "bucket": "1", **about})
            item.with_user(self.kam).action_make_action()
            self.assertEqual(item.action_id.name, name)

    def test_dropped_with_a_reason_and_never_again(self):
        change, late = self._item("change"), self._item("action")
        with self._refused(UserError, "reason"):
            change.action_drop()
        change.action_drop("Too small")
        late.action_drop()
        self.assertEqual((self.change.state, self.change.reason), ("dismissed", "Too small"))
        kinds = self._hold_and_follow().mapped("kind")
        self.assertNotIn("change", kinds)
        self.assertNotIn("action", kinds)

    def test_later_comes_again_and_weighs_more(self):
        topic = self._topic("Prices", visibility="customer")
        (topic | self._item("action")).action_later()
        severity = self._item("action").severity
        items = self._hold_and_follow()
        again = items.filtered(lambda item: item.kind == "topic")
        self.assertEqual((again.name, again.visibility), ("Prices", "customer"))
        late = items.filtered(lambda item: item.kind == "action")
        self.assertEqual((severity, late.severity), (2, 3))
        self.assertEqual(len(self._propose(items.review_id)), len(items))

    def test_what_nobody_reached_comes_again(self):
        self._topic("Prices")
        self.assertIn("Prices", self._hold_and_follow().mapped("name"))

    def test_a_team_member_and_a_manager_judge_as_well(self):
        self._item("action", self.mate).action_later()
        item = self._item("action", self.manager)
        item.action_undo()
        item.action_drop("No")
        self.assertEqual(item.outcome, "dropped")

    def test_who_only_reads_judges_nothing(self):
        item = self._item("action").with_user(self.reader)
        self.assertTrue(item.name)
        for name in ("still_true", "changed", "make_action", "drop", "later", "undo"):
            with self.assertRaises(AccessError):
                getattr(item, f"action_{name}")()
        with self.assertRaises(AccessError):
            item.save_minutes("No")
        for name, value in (("outcome", "later"), ("rank", 1), ("res_id", 1)):
            with self.assertRaises(AccessError):
                self._item("action").write({name: value})

    def test_a_review_that_was_held_is_not_changed(self):
        item, topic = self._item("action"), self._topic()
        self.review.action_hold()
        for name in ("still_true", "changed", "make_action", "drop", "later", "undo"):
            with self._refused(UserError, "Reopen"):
                getattr(item, f"action_{name}")()
        for change in (
            lambda: item.save_minutes("Late"),
            lambda: item.write({"visibility": "customer"}),
            lambda: self._topic("Another"),
            topic.unlink,
            self.review.action_propose_agenda,
        ):
            with self._refused(UserError, "Reopen"):
                change()
        self.review.action_reopen()
        item.action_later()
        self.assertEqual(item.outcome, "later")

    def test_minutes(self):
        item = self._item("action")
        item.save_minutes("First <b>\nSecond")
        shown = self._shown(item)
        self.assertEqual(shown["minutes"], "First <b>\nSecond")
        self.assertNotIn("<b>", item.minutes)
        item.minutes = "<ul><li>Kept</li></ul>"
        item.save_minutes(self._shown(item)["minutes"])
        self.assertIn("<li>", item.minutes)
        item.save_minutes("  ")
        self.assertFalse(item.minutes)

    def _shown(self, item):
        items = self.review.with_user(self.kam).get_presentation()["items"]
        return next(one for one in items if one["id"] == item.id)

    def test_what_the_presentation_shows(self):
        shown = self._shown(self._item("change"))
        self.assertIn(self.deal.name, shown["name"])
        self.assertTrue(shown["needs_reason"])
        places = [(one["res_model"], one["res_id"]) for one in shown["evidence"]]
        self.assertIn(("crm.lead", self.deal.id), places)
        self.assertIn(("kam.objective", self.objective.id), places)
        confirmed = [one["confirmed"] for one in shown["evidence"] if one["confirmed"]]
        self.assertTrue(all(self.kam.name in text for text in confirmed))
        review = self.review.get_presentation()
        self.assertEqual((review["duration"], review["may_edit"]), (60, True))
        self.assertFalse(self.review.with_user(self.reader).get_presentation()["may_edit"])

    def test_the_snapshot_of_a_held_review_leaves_items_out(self):
        self.review.action_hold()
        lines = self.plan.snapshot_ids[:1].sudo().payload
        self.assertFalse([line for line in lines if line["ref"].startswith("kam.review.item")])


class TestGapItems(ItemCommon):
    def test_a_closed_gap_is_not_told_by_its_action(self):
        """A second colleague for somebody: it says what is thought of him."""
        self.kam.group_ids |= self.env.ref("kam_planning.group_kam_people")
        person = self.env["kam.stakeholder"].with_user(self.kam)
        person = person.create({"account_id": self.customer.id, "name": "Jim"})
        gap = self.env["kam.gap"].create(
            {"account_id": self.customer.id, "kind": "coverage", "stakeholder_id": person.id}
        )
        gap.sudo().state = "closed"
        about = {"kind": "gap", "res_model": gap._name, "res_id": gap.id, "bucket": "1"}
        item = self.env["kam.review.item"].create({"review_id": self.review.id, **about})
        self.assertIn("Jim", item.with_user(self.kam).name)
        item.with_user(self.kam).action_make_action()
        self.assertEqual(item.action_id.name, "Close a gap in the relationship map")

    def test_a_gap_makes_its_action_and_opens_again(self):
        person = self.env["kam.stakeholder"].with_user(self.kam)
        person = person.create({"account_id": self.customer.id, "name": "Jim"})
        gap = self.env["kam.gap"].create(
            {"account_id": self.customer.id, "kind": "silence", "stakeholder_id": person.id}
        )
        self.plan.write({"show_map": True, "member_ids": [Command.clear()]})
        self.review.duration = 200
        self._propose()
        item = self._item("gap")
        self.assertEqual(item.res_id, gap.id)
        item.action_make_action()
        self.assertEqual((gap.state, gap.action_id), ("planned", item.action_id))
        item.action_undo()
        self.assertEqual((gap.state, gap.action_id.id), ("open", False))
