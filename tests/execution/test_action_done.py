"""Ticking an action asks what came of it: one dialogue, for one or for many."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from ..common.common import KamCommon


class TestActionDone(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(
            state="submitted",
            member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})],
        )
        cls.actions = cls.env["kam.action"].concat(
            *(cls._create_action(cls.plan, name=f"Act {number}") for number in range(3))
        )
        cls.action = cls.actions[0]

    def _ask(self, actions, user=None):
        actions = actions.with_user(user or self.kam)
        return Form.from_action(actions.env, actions.action_ask_done())

    def _finish(self, actions, feedback="", user=None):
        dialogue = self._ask(actions, user)
        dialogue.feedback = feedback
        return dialogue.save().action_finish()

    def test_it_says_which_action_it_is(self):
        self.assertEqual(self._ask(self.action).title, "Act 0 (Acme)")
        self.assertEqual(self._ask(self.actions).title, "3 actions")

    def test_feedback_is_kept_as_of_a_ticked_activity(self):
        activity = self.action.activity_id
        self._finish(self.action, "They agreed\n<b>at once</b>", self.mate)
        self.assertEqual(self.action.state, "done")
        self.assertEqual(self.action.feedback, "They agreed\n<b>at once</b>")
        self.assertEqual((activity.active, activity.feedback), (False, self.action.feedback))
        said = self.action.message_ids.filtered(lambda m: "They agreed" in (m.body or ""))
        self.assertEqual(len(said), 1)
        self.assertIn("&lt;b&gt;", said.body)
        self.assertEqual(said.author_id, self.mate.partner_id)

    def test_feedback_is_not_required(self):
        messages = self.action.message_ids
        self._finish(self.action, "  ")
        self.assertEqual((self.action.state, self.action.feedback), ("done", False))
        self.assertFalse((self.action.message_ids - messages).filtered(lambda m: "Done:" in m.body))

    def test_many_are_done_by_one_dialogue(self):
        self.actions[2].action_cancel()
        self._finish(self.actions, "All in one meeting")
        self.assertEqual(self.actions.mapped("state"), ["done", "done", "cancelled"])
        self.assertEqual(set(self.actions[:2].mapped("feedback")), {"All in one meeting"})
        self.assertFalse(self.actions[2].feedback)

    def test_who_may_only_read_is_not_asked(self):
        with self.assertRaises(AccessError):
            self.action.with_user(self.reader).action_ask_done()
        dialogue = self.env["kam.action.done"].with_user(self.reader)
        dialogue = dialogue.create({"action_ids": self.action.ids, "feedback": "Mine"})
        with self.assertRaises(AccessError):
            dialogue.action_finish()
        self.assertEqual((self.action.state, self.action.feedback), ("todo", False))

    def test_what_somebody_else_finished_meanwhile_stays_his(self):
        dialogue = self._ask(self.action)
        self._finish(self.action, "First", self.mate)
        dialogue.feedback = "Second"
        dialogue.save().action_finish()
        self.assertEqual(self.action.feedback, "First")
        self.assertFalse(self.action.with_user(self.kam).action_ask_done())

    def test_what_waits_is_refused_before_anything_is_typed(self):
        self.actions[1].after_id = self.actions[2]
        with self.assertRaisesRegex(ValidationError, "“Act 1” waits for “Act 2”"):
            self.actions[:2].with_user(self.kam).action_ask_done()
        self._finish(self.actions[1:], "Both")
        self.assertEqual(set(self.actions[1:].mapped("state")), {"done"})

    def test_what_waits_is_refused_whole(self):
        dialogue = self._ask(self.actions[:2])
        self.actions[1].after_id = self.actions[2]
        with self.assertRaises(ValidationError):
            dialogue.save().action_finish()
        self.assertEqual(set(self.actions.mapped("state")), {"todo"})

    def test_an_assignee_outside_the_team(self):
        self.plan.confidentiality = "team"
        self.action.user_id = self.reader
        self._finish(self.action, "Done by phone", self.reader)
        self.assertEqual(self.action.feedback, "Done by phone")
        self.action.with_user(self.reader).action_reopen()
        self.assertEqual(self.action.state, "todo")

    def test_queries_do_not_grow_with_the_actions(self):
        counts = []
        for number in (1, 50):
            actions = (
                self.env["kam.action"]
                .with_user(self.kam)
                .create(
                    [
                        {"plan_id": self.plan.id, "name": f"More {n}", "user_id": self.kam.id}
                        for n in range(number)
                    ]
                )
            )
            self.env.cr.flush()
            counts.append(self._count_queries(lambda a=actions: a._finish("Said")))
        self.assertLess(counts[1], counts[0] + 10)
