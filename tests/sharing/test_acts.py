"""What the customer's people do in a share, and what they may not."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .acts import ActsCommon


class TestActs(ActsCommon):
    def test_a_comment_is_text_and_stays_in_the_share(self):
        with self.mock_mail_gateway():
            message = self.seen._comment_sudo(self.access, "Good <b>plan</b>\x00\nJane")
            self.env.flush_all()
        self.assertIn("&lt;b&gt;", message.body)
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.create_uid, self.buyer)
        self.assertTrue(message.kam_for_customer)
        self.assertEqual((message.model, message.res_id), ("kam.share", self.share.id))
        self.assertNotIn(self.contact, self.share.message_partner_ids)
        self.assertFalse(self._mails_to_the_customer())
        [task] = self._tasks()
        self.assertEqual(task.user_id, self.kam)
        self.assertIn("Jane Buyer wrote a comment", task.note)
        # Pressed twice.
        self.assertEqual(self.seen._comment_sudo(self.access, "Good <b>plan</b>\nJane"), message)

    def _mails_to_the_customer(self):
        mails = self._mails + [
            {"email_to": mail.recipient_ids.mapped("email")} for mail in self._new_mails
        ]
        return [one for one in mails if "acme.example" in str(one["email_to"])]

    def test_comments_that_say_nothing_or_too_much(self):
        for text, sentence in (("", "Write something"), (" \x00\n", "Write"), ("x" * 5001, "long")):
            with self._refused(UserError, sentence):
                self.seen._comment_sudo(self.access, text)
        with self._refused(UserError, "2,000,000|2000000"):
            self.seen._comment_sudo(self.access, "x" * 2000000)
        with self._refused(AccessError, "not do this"):
            self.seen._comment_sudo(self.looking, "Hello")

    def test_nobody_acts_without_a_live_access(self):
        acts = (
            lambda: self.seen._comment_sudo(self.access, "Hello"),
            lambda: self._tick(),
            lambda: self.seen._answer_value_sudo(self.access, 1, "full"),
            lambda: self.seen._answer_survey_sudo(self.access, {}),
            lambda: self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane"),
        )
        self.access.with_user(self.kam).action_revoke()
        for act in acts:
            with self._refused(MissingError, "not shared with you"):
                act()
        self.access.with_user(self.kam).action_renew()
        # Of another share.
        plan = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        other = self.share.create({"plan_id": plan.id})
        other._share_sudo()
        with self._refused(MissingError, "not shared with you"):
            self.seen._comment_sudo(self._invite(self.contact, other), "Hello")
        self.share.with_user(self.kam).action_withdraw()
        with self._refused(MissingError, "not shared with you"):
            acts[0]()
        self.assertEqual(self.theirs.state, "todo")
        self.assertFalse(self._tasks())

    def test_ticking_off(self):
        """It closes as if one of ours had done it; nobody of ours stands by it."""
        confirmed = (self.theirs.confirmed_by_id, self.theirs.confirmed_date)
        activity = self.theirs.activity_id
        self.assertTrue(activity.active)
        with self.mock_mail_gateway():
            self._tick(words="It is Paul, <i>hall 3</i>")
            self.env.flush_all()
        self.assertEqual((self.theirs.state, self.theirs.date_done), ("done", TODAY))
        self.assertEqual(self.theirs.feedback, "It is Paul, <i>hall 3</i>")
        self.assertEqual(self.theirs.ticked_by_id, self.contact)
        self.assertFalse(activity.active)
        self.assertEqual((self.theirs.confirmed_by_id, self.theirs.confirmed_date), confirmed)
        self.assertEqual(self.theirs.write_uid, self.buyer)
        self.assertFalse(self._mails_to_the_customer())
        self.assertIn("ticked off “Name a warehouse contact”", self._history())
        self.assertNotIn("hall 3", self._history())
        since = self.plan.with_user(self.kam)
        since.sudo().last_review_date = TODAY - timedelta(days=1)
        changed = self.env["kam.action"].search(since._get_changed_domain())
        self.assertNotIn(self.theirs, changed)
        self.share._refresh_drift_sudo()
        self.assertFalse(self.share.drift_count)
        with self._refused(UserError, "done already"):
            self._tick()
        self.theirs.with_user(self.kam).action_reopen()
        self.assertEqual((self.theirs.state, self.theirs.ticked_by_id.id), ("todo", False))
        self._tick()
        self.assertEqual(self.theirs.state, "done")

    def test_several_acts_of_a_day_are_one_task(self):
        self.seen._comment_sudo(self.access, "Soon done")
        self._tick()
        [task] = self._tasks()
        self.assertEqual((task.user_id, task.date_deadline), (self.kam, TODAY))
        self.assertIn("wrote a comment", task.note)
        self.assertIn("ticked off", task.note)
        task.with_user(self.kam).action_feedback("Seen")
        self.seen._comment_sudo(self.access, "And one more")
        self.assertEqual(len(self._tasks()), 1)
        with freeze_time(TODAY + timedelta(days=1)):
            self.seen._comment_sudo(self.access, "Next day")
        self.assertEqual(len(self._tasks()), 2)
        self._activate(self.plan)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._tasks().user_id, self.mate)
        self.mate.with_user(self.env.ref("base.user_admin")).active = False
        self.assertNotIn(self.mate, self._tasks().user_id)

    def test_who_leads_is_told_where_the_manager_cannot(self):
        leader = self.plan._get_leaders_sudo()[self.plan]
        self.assertNotEqual(leader, self.kam)
        # As an import into the database leaves it, until the nightly job.
        self.env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = %s", [self.kam.id])
        self.env.invalidate_all()
        self._tick()
        self.assertEqual(self._tasks().user_id, leader)

    def test_what_is_not_his_to_tick_off(self):
        other = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        elsewhere = self._create_action(other, is_shared=True, contact_id=self.contact.id)
        other.sudo().is_shared = True
        horst = self._create_action(
            self.plan, name="Sign", is_shared=True, contact_id=self.horst.id
        )
        for action in (self.secret, elsewhere):
            with self._refused(MissingError, "not there any more"):
                self._tick(action)
        for number in (0, -1, 2**31, 2**70, "1", None, True, [1]):
            with self._refused(MissingError, "not there any more"):
                self.seen._tick_off_sudo(self.access, number)
        with self._refused(AccessError, "not yours"):
            self._tick(self.ours)
        with self._refused(AccessError, "not yours"):
            self._tick(self.theirs, access=self.looking)
        # His own needs no further right, somebody else's does.
        self.access.can_act = False
        with self._refused(AccessError, "not yours"):
            self._tick(horst)
        self._tick(horst, access=self.looking)
        self._tick(self.theirs)
        self.assertEqual((horst.state, self.theirs.state), ("done", "done"))

    def test_what_waits_names_nothing_of_ours(self):
        self.theirs.after_id = self.secret
        with self.assertRaises(UserError) as raised:
            self._tick()
        self.assertIn("waits for something", str(raised.exception))
        self.assertNotIn("budget", str(raised.exception))
        self.secret.action_done()
        self._tick()
        # What waits for his is free, and its owner is told.
        self.ours.after_id = self.theirs
        self.theirs.with_user(self.kam).action_reopen()
        self.assertTrue(self.ours.is_waiting)
        self._tick()
        self.assertFalse(self.ours.is_waiting)

    def test_recurring_and_continued_ones(self):
        self.theirs.write({"repeat_unit": "month", "repeat_every": 1})
        self._tick()
        following = self.env["kam.action"].search([("repeated_from_id", "=", self.theirs.id)])
        self.assertEqual(following.date_deadline, date(2026, 6, 4))
        self.assertNotIn(self.contact, following.message_partner_ids)
        # The series is shared; each of them may be taken off.
        self.assertTrue(following.is_shared)
        following.with_user(self.kam).is_shared = False
        with self._refused(MissingError, "not there"):
            self._tick(following)
        self.theirs.with_user(self.kam).action_reopen()
        self.assertFalse(following.exists())
        self.theirs.sudo().write({"state": "continued"})
        with self._refused(UserError, "not open any more"):
            self._tick()

    def test_in_a_plan_that_is_over(self):
        self.plan.with_user(self.manager).action_close()
        with self._refused(UserError, "not open any more"):
            self._tick()
        self.assertTrue(self.seen._comment_sudo(self.access, "Thank you"))

    def test_rules_of_ours_are_not_told(self):
        with (
            patch.object(type(self.theirs), "_finish", side_effect=UserError("Margin too low")),
            self._refused(UserError, "cannot be done here"),
        ):
            self._tick()
        self.assertFalse(self._tasks())

    def test_he_reads_no_message_of_ours(self):
        """Not even those that his acts made, though he is their author."""
        self.seen._comment_sudo(self.access, "Hello")
        self._tick(words="Done")
        self.env.flush_all()
        messages = self.env["mail.message"].search(
            ["|", ("author_id", "=", self.contact.id), ("create_uid", "=", self.buyer.id)]
        )
        ours = messages.filtered(lambda one: (one.model or "").startswith("kam."))
        self.assertGreaterEqual(len(ours), 3)
        self.assertFalse(ours.with_user(self.buyer)._filtered_access("read"))
        self.assertFalse(ours.with_user(self.buyer).search([("id", "in", ours.ids)]))

    def test_nobody_marks_messages_for_the_customer(self):
        note = self.share.with_user(self.kam).message_post(body="Margin 20 %")
        with self._refused(AccessError, "kept by the system"):
            note.with_user(self.kam).kam_for_customer = True
        with self._refused(AccessError, "kept by the system"):
            self.env["mail.message"].with_user(self.kam).create(
                {"model": "kam.share", "res_id": self.share.id, "kam_for_customer": True}
            )
        with self._refused(AccessError, "kept by the system"):
            self.share.with_user(self.kam).message_post(body="x", kam_for_customer=True)
        with self._refused(AccessError, "kept by the system"):
            self.theirs.with_user(self.kam).ticked_by_id = self.contact
