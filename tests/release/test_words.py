"""What is said to the customer beside versions: answers, and the agenda of the next meeting."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import AccessError, UserError

from .check import CheckCommon

MIGRATION = Path(__file__).parents[2] / "kam_planning/migrations/19.0.1.9.0/post-agenda_released.py"
MARGIN = "Our margin is 18 %, so no."


class TestWords(CheckCommon):
    """A manager releases what customers see; a first version was released already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.plan.company_id.sudo()
        cls.company.kam_share_second_look = True
        cls.review = (
            cls.env["kam.review"]
            .with_user(cls.kam)
            .create({"plan_id": cls.plan.id, "kind": "customer", "date_planned": "2026-04-01"})
        )
        cls.first = cls._put("Returns")

    def setUp(self):
        super().setUp()
        self._share("propose")
        self._share("propose", user=self.manager)

    @classmethod
    def _put(cls, title, user=None, visibility="customer", review=None):
        """Something on the agenda."""
        values = {"title": title, "visibility": visibility}
        items = cls.env["kam.review.item"].with_user(user or cls.kam)
        return items.create({"review_id": (review or cls.review).id, **values})

    def _reply(self, text="We come on Monday", user=None, **values):
        replies = self.env["kam.share.reply"].with_user(user or self.kam)
        reply = replies.create({"share_id": self.share.id, "text": text, **values})
        reply.action_send()
        return reply

    def _look(self, user=None):
        action = self.share.with_user(user or self.manager).action_look_at_words()
        return self.env["kam.share.reply"].with_user(user or self.manager).browse(action["res_id"])

    def _said(self):
        return [one["text"] for one in self.share._read_comments_sudo()]

    def _agenda(self):
        return self.share._read_meeting_sudo()["items"]

    def _tasks(self):
        kind = self.env.ref("kam_planning.mail_activity_type_share_words")
        return self.share.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_an_answer_waits_for_who_did_not_write_it(self):
        self.assertTrue(self._reply().needs_release)
        self.assertFalse(self._said())
        [task] = self._tasks()
        self.assertTrue(task.user_id.has_group("kam_planning.group_kam_manager"))
        with self.assertRaisesRegex(UserError, "Another answer"):
            self._reply("And on Tuesday")
        for user in (self.kam, self.mate, self.reader):
            with self.assertRaises(AccessError):
                self._look(user)
        look = self._look()
        self.assertEqual((look.answer, look.asked_by_id), ("We come on Monday", self.kam))
        # What was read is what is said.
        self.share.with_user(self.kam).action_take_back_answer()
        self.assertFalse(self._tasks())
        self._reply("We come on Friday")
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            look.action_release()
        self._look().action_release()
        self.assertEqual(self._said(), ["We come on Friday"])
        self.assertEqual(self.share._read_comments_sudo()[0]["author"], self.kam.name)
        self.assertFalse(self.share.answer_waiting or self._tasks())
        with self.assertRaises(AccessError):
            self.env["kam.share.reply"].with_user(self.kam).create(
                {"share_id": self.share.id, "is_release": True, "answer": "Hello"}
            )

    def test_a_manager_answers_himself_but_not_on_his_own_plan(self):
        self._reply("Hello", self.manager)
        self.assertEqual(self._said(), ["Hello"])
        second = self._create_user("second", "group_kam_manager")
        self.plan.sudo().user_id = self.manager
        self._reply("Hello again", self.manager)
        self.assertEqual(self._said(), ["Hello"])
        with self.assertRaises(AccessError):
            self._look()
        look = self._look(second)
        with self.assertRaisesRegex(UserError, "Say what should be changed"):
            look.action_send_back()
        look.reason = "Not twice"
        look.action_send_back()
        self.assertEqual(self._said(), ["Hello"])
        message = self.share.message_ids[0]
        self.assertIn("Not twice", message.body)
        self.assertEqual(message.partner_ids, self.manager.partner_id)
        self.share.action_withdraw()
        self.assertFalse(self.share.answer_waiting)

    def test_an_answer_meets_the_warnings_of_the_check(self):
        self.company.kam_share_second_look = False
        with self.assertRaisesRegex(UserError, "margin is 18 %"):
            self._reply(MARGIN)
        self.assertFalse(self._said())
        reply = self._reply(MARGIN, is_acknowledged=True)
        self.assertIn("margin is 18 %", reply.warnings)
        self.assertEqual(self._said(), [MARGIN])
        logged = "".join(str(one.body) for one in self.share.sudo().message_ids)
        self.assertIn("acknowledged by", logged)
        self.assertFalse(self._reply("On Monday").warnings)

    def test_the_agenda_waits_too(self):
        """Of the first version the check showed it; what comes later waits."""
        self.assertEqual(self._agenda(), ["Returns"])
        self._put("Only ours", visibility="internal")
        self.assertFalse(self._tasks())
        late = self._put("New prices")
        self.assertEqual(self._agenda(), ["Returns"])
        self.assertEqual(len(self._tasks()), 1)
        self.first.with_user(self.kam).title = "All returns"
        self.assertEqual(self._agenda(), [])
        self.assertEqual(self.share.with_user(self.kam).agenda_waiting, "All returns\nNew prices")
        look = self._look()
        self.assertEqual(look.agenda, "All returns\nNew prices")
        late.with_user(self.kam).title = "Newer prices"
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            look.action_release()
        self._look().action_release()
        self.env.invalidate_all()
        self.assertEqual(self._agenda(), ["All returns", "Newer prices"])
        self.assertFalse(self._tasks() or self.share.with_user(self.kam).agenda_waiting)
        # A manager is the second pair of eyes himself.
        self._put("Thanks", self.manager)
        self.assertEqual(self._agenda(), ["All returns", "Newer prices", "Thanks"])
        # What those who are invited read is no other agenda.
        told = self.review.sudo()._get_customer_items()
        self.assertEqual(list(told.values()), self._agenda())

    def test_who_only_moves_an_item_releases_nothing(self):
        late = self._put("New prices")
        late.with_user(self.manager).sequence = 1
        self.assertEqual(self._agenda(), ["Returns"])
        self.assertEqual(len(self._tasks()), 1)
        # Also on reviews of other kinds, to which people of the customer may be invited.
        self.review.with_user(self.kam).kind = "internal"
        self.assertEqual(self._look().agenda, "New prices")

    def test_free_words_of_the_invitation_are_a_managers(self):
        """Where he releases what the customer reads."""
        with self.assertRaisesRegex(AccessError, "released by a manager"):
            self.review.with_user(self.kam).customer_agenda = f"<p>{MARGIN}</p>"
        self.review.with_user(self.manager).customer_agenda = "<p>Welcome</p>"
        values = {"plan_id": self.plan.id, "kind": "customer", "date_planned": "2026-05-01"}
        reviews = self.env["kam.review"].with_user(self.kam)
        with self.assertRaisesRegex(AccessError, "released by a manager"):
            reviews.create({**values, "customer_agenda": "<p>Prices</p>"})
        self.company.kam_share_second_look = False
        self.env.invalidate_all()
        self.assertTrue(reviews.create({**values, "customer_agenda": "<p>Prices</p>"}))

    def test_the_next_version_takes_the_agenda_along(self):
        self._put("New prices")
        lines = self._check("propose", self.manager).line_ids
        [meeting] = lines.filtered(lambda one: one.kind == "Next Meeting")
        self.assertIn("New prices", meeting.text)
        self._share("propose", user=self.manager)
        self.assertEqual(self._agenda(), ["Returns", "New prices"])

    def test_words_on_the_agenda_are_warned_of_while_they_are_typed(self):
        item = self.env["kam.review.item"].with_user(self.kam)
        new = item.new({"review_id": self.review.id, "title": MARGIN, "visibility": "customer"})
        found = new._onchange_for_customer()["warning"]["message"]
        self.assertIn("margin is 18 %", found)
        new.visibility = "internal"
        self.assertIsNone(new._onchange_for_customer())

    def test_warnings_tell_nobody_else_whom_we_meet_there(self):
        for user in (self.reader, self.outsider):
            share = self.share.with_user(user)
            self.assertEqual(share._warn_of_words(MARGIN), [])
        self.assertTrue(self.share.with_user(self.kam)._warn_of_words(MARGIN))

    def test_what_was_read_before_the_update_stays(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE kam_review_item SET released_mark = NULL")
        self.env.invalidate_all()
        self.assertEqual(self._agenda(), [])
        spec = spec_from_file_location("kam_agenda_released", MIGRATION)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertEqual(self._agenda(), ["Returns"])

    def test_where_nobody_releases_it_costs_no_query(self):
        self.company.kam_share_second_look = False
        self._put("New prices")
        self.assertEqual(self._agenda(), ["Returns", "New prices"])
        items = self.review.sudo().item_ids
        names = items._read_customer_names()
        with self.assertQueryCount(0):
            items._find_held_back_sudo(names)
