"""A sentence becomes lines of the plan, and stays beside them."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .brief_common import BriefCommon

ALL = ["action", "goal", "risk", "value", "key_date"]
SENTENCE = "They want half the returns by summer."
TOKEN = "0f9d1c2e-1"


@freeze_time(TODAY)
class TestCapture(BriefCommon):
    def _capture(self, text=SENTENCE, kinds=(), token=TOKEN, user=None, **values):
        plan = self.plan.with_user(user or self.kam)
        return plan.capture_note(text, list(kinds), token, **values)

    def _lines(self, answer):
        return {
            one["kind"]: self.env[one["res_model"]].browse(one["res_id"])
            for one in answer["records"]
        }

    def _messages(self, record):
        return self.env["mail.message"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_what_is_offered(self):
        self.assertEqual([one["name"] for one in self.as_kam.get_capture_kinds()], ALL)
        self.plan.write({"show_risks": False, "show_values": False})
        offered = self.as_kam.get_capture_kinds()
        self.assertEqual(
            offered,
            [
                {"name": "action", "label": "Action"},
                {"name": "goal", "label": "Customer's goal"},
                {"name": "key_date", "label": "Key date"},
            ],
        )
        # He reads the plan and does not work on it.
        self.assertEqual(self.plan.with_user(self.reader).get_capture_kinds(), [])
        self.as_kam.action_close()
        self.assertEqual(self.as_kam.get_capture_kinds(), [])

    def test_a_line_of_each_kind(self):
        answer = self._capture(kinds=ALL)
        lines = self._lines(answer)
        self.assertEqual(list(lines), ALL)
        name = "They want half the returns by summer"
        self.assertEqual({line.name for line in lines.values()}, {name})
        self.assertEqual({one["name"] for one in answer["records"]}, {name})
        for kind in ("action", "risk", "key_date"):
            self.assertEqual(lines[kind].user_id, self.kam)
        for kind in ("action", "risk", "value"):
            self.assertEqual(lines[kind].plan_id, self.plan)
        for kind in ("goal", "key_date"):
            self.assertEqual(lines[kind].account_id, self.customer)
        self.assertEqual(lines["action"].date_deadline, date(2026, 3, 16))
        self.assertEqual(lines["key_date"].date, date(2026, 4, 1))
        self.assertEqual(lines["goal"].source, "assumed")

    def test_the_link_to_the_note_stays(self):
        answer = self._capture(kinds=ALL)
        note = self.env["mail.message"].browse(answer["message_id"])
        self.assertEqual((note.model, note.res_id), ("kam.plan", self.plan.id))
        self.assertEqual(note.author_id, self.kam.partner_id)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self.assertIn(SENTENCE, note.body)
        for line in self._lines(answer).values():
            self.assertIn(f'data-oe-model="{line._name}"', note.body)
            self.assertIn(f'data-oe-id="{line.id}"', note.body)
            bodies = "".join(self._messages(line).mapped("body"))
            self.assertIn(SENTENCE, bodies)
            self.assertIn(f"/mail/message/{note.id}", bodies)

    def test_a_given_day(self):
        lines = self._lines(self._capture(kinds=["action", "key_date"], date="2026-05-04"))
        self.assertEqual(lines["action"].date_deadline, date(2026, 5, 4))
        self.assertEqual(lines["key_date"].date, date(2026, 5, 4))

    def test_a_long_text_is_cut_for_the_name_and_kept(self):
        text = "Jane said that " + "they look for another supplier of tea, " * 20
        answer = self._capture(text + "\nand coffee", kinds=["action"])
        action = self._lines(answer)["action"]
        self.assertLessEqual(len(action.name), 100)
        self.assertTrue(action.name.endswith(" …"))
        kept = "".join(self._messages(action).mapped("body"))
        self.assertIn("and coffee", kept)
        self.assertEqual(kept.count("another supplier"), 20)

    def test_markup_is_text(self):
        answer = self._capture("<script>alert(1)</script>", kinds=["goal"])
        note = self.env["mail.message"].browse(answer["message_id"])
        self.assertNotIn("<script", note.body)
        self.assertIn("&lt;script&gt;", note.body)

    def test_a_note_alone(self):
        answer = self._capture()
        self.assertEqual(answer["records"], [])
        self.assertIn(SENTENCE, self.env["mail.message"].browse(answer["message_id"]).body)

    def test_twice_is_once(self):
        first = self._capture(kinds=ALL)
        count = self.env["kam.action"].search_count([])
        self.assertEqual(self._capture(kinds=ALL), first)
        self.assertEqual(self._capture("Another", kinds=["action"]), first)
        self.assertEqual(self.env["kam.action"].search_count([]), count)
        other = self._capture(kinds=["action"], token="another-token")
        self.assertNotEqual(other["message_id"], first["message_id"])
        # The same token of somebody else is another note.
        third = self._capture(kinds=["action"], user=self.judge)
        self.assertNotIn(third["message_id"], (first["message_id"], other["message_id"]))

    def test_undone(self):
        answer = self._capture(kinds=ALL)
        lines = self._lines(answer)
        self.assertTrue(self.as_kam.undo_capture(TOKEN))
        self.env.invalidate_all()
        for line in lines.values():
            self.assertFalse(line.exists())
        self.assertFalse(self.env["mail.message"].browse(answer["message_id"]).exists())
        self.assertFalse(self.as_kam.undo_capture(TOKEN))

    def test_what_was_changed_is_not_undone(self):
        lines = self._lines(self._capture(kinds=["goal", "action"]))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_action SET write_date = create_date + interval '1 minute' WHERE id = %s",
            lines["action"].ids,
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "was changed meanwhile"), self.env.cr.savepoint():
            self.as_kam.undo_capture(TOKEN)
        self.assertTrue(lines["goal"].exists() and lines["action"].exists())

    def test_of_somebody_else_nothing_is_undone(self):
        line = self._lines(self._capture(kinds=["goal"]))["goal"]
        self.assertFalse(self.plan.with_user(self.judge).undo_capture(TOKEN))
        self.assertTrue(line.exists())

    def test_refusals(self):
        self.plan.show_risks = False
        refused = {
            "its chapter is switched off": {"kinds": ["action", "risk"]},
            "A note may become": {"kinds": ["objective"]},
            "sentence or a few": {"text": " \n "},
            "letters at most": {"text": "x" * 5001},
            "is no day, today or later": {"date": "2026-03-01"},
            "is no day": {"date": "soon"},
            "8 to 64 letters": {"token": "short"},
        }
        for reason, values in refused.items():
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, reason):
                self._capture(**{"kinds": ["action"], **values})
        self.assertFalse(self.env["mail.message"].search([("body", "ilike", SENTENCE)]))

    def test_who_may_not_write_there(self):
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._capture(kinds=["action"], user=user)
            with self.assertRaises(AccessError):
                self.plan.with_user(user).undo_capture(TOKEN)

    def test_a_plan_that_is_over(self):
        self.as_kam.action_close()
        with self.assertRaisesRegex(UserError, "is over: keep the note"):
            self._capture(kinds=["action"])

    def test_next_month_is_a_day(self):
        day = TODAY + timedelta(days=1)
        line = self._lines(self._capture(kinds=["key_date"], date=str(day)))["key_date"]
        self.assertEqual(line.next_date, day)
