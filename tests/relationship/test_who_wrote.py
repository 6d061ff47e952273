"""Strength follows who wrote or attended: not who is responsible today, and no machine."""

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError

from odoo.addons.kam_planning.tools.mails import is_automatic

from ..common.common import TODAY
from ..tools.common import PureCase
from .common import WroteCommon


class TestWhoWrote(WroteCommon):
    def test_reassigning_moves_nothing(self):
        """Mails, answers, calls and meetings of an opportunity stay with who had them."""
        asked = self._post(self.kam)
        self.contact.email = "jane@acme.example"
        self._receive(
            "r1", self.contact.email, "sales@kam.example", f"In-Reply-To: {asked.message_id}\n"
        )
        call = self.lead.activity_schedule("mail.mail_activity_data_call", user_id=self.kam.id)
        call.with_user(self.kam).action_feedback(feedback="Done")
        self._meeting(self.kam, self.contact, days=1).opportunity_id = self.lead
        counted = {"mail_out": 1, "mail_in": 1, "call": 1, "meeting": 1}
        self.assertEqual((self._counts(), self._counts(self.other)), (counted, {}))
        before = self.relationship.strength
        self.lead.user_id = self.mate
        call.user_id = self.mate
        self.assertEqual((self._counts(), self._counts(self.other)), (counted, {}))
        self.assertEqual((self.relationship.strength, self.other.strength), (before, 0.0))

    def test_a_template_in_another_name_was_written_by_its_sender(self):
        """Quotations and invoices go out in the name of who is salesperson of the document."""
        self._post(self.kam, author_id=self.mate.partner_id.id)
        self.assertEqual((self._counts(), self._counts(self.other)), ({"mail_out": 1}, {}))

    def test_what_a_machine_wrote(self):
        ours, layout = self.kam.partner_id, "mail.mail_notification_layout"
        system = self.env["res.users"].browse(SUPERUSER_ID)
        for kind in ("email_outgoing", "auto_comment", "notification", "out_of_office"):
            self._mail(ours, self.contact, days=1, message_type=kind)
            self._mail(self.contact, ours, days=1, message_type=kind)
        self._mail(system.partner_id, self.contact, days=1)
        # As the job that sends invoices: the system, in the name of the salesperson.
        self._post(system, author_id=ours.id, email_layout_xmlid=layout)
        self.assertEqual(self._counts(), {})
        self._post(self.kam, email_layout_xmlid=layout)
        self.assertEqual(self._counts(), {"mail_out": 1})

    def test_automatic_replies(self):
        self.contact.email = "jane@acme.example"
        to = f"{self.kam.email}, sales@kam.example"
        self._receive("m1", self.contact.email, to, "Auto-Submitted: auto-replied\n")
        self._receive("m2", self.contact.email, to, "Precedence: bulk\n")
        self.assertEqual(self._counts(), {})
        self._receive("m3", self.contact.email, to, "Auto-Submitted: no\n")
        self.assertEqual(self._counts(), {"mail_in": 1})

    def test_nobody_says_by_hand_that_a_machine_wrote_it(self):
        self.contact.email = "jane@acme.example"
        self._receive("m1", self.contact.email, self.kam.email)
        received = self.env["mail.message"].search([("message_id", "=", "<m1@acme.example>")])
        seller = self._create_user("seller", "sales_team.group_sale_manager")
        own = self._post(seller)
        for message in (received, own):
            with self.assertRaises(AccessError):
                message.with_user(seller).write({"kam_is_automatic": True})
            message.with_user(seller).write({"kam_is_automatic": False, "subject": "Other"})
        self.assertEqual(self._counts(), {"mail_in": 1})

    def test_who_answers_in_a_thread_heard_of_them(self):
        self.contact.email = "jane@acme.example"
        self._receive("t1", self.contact.email, "sales@kam.example")
        lead = self.env["crm.lead"].search([("partner_id", "=", self.contact.id)], limit=1)
        self.assertNotIn("mail_in", self._counts())
        note = self._post(self.mate, lead, subtype_xmlid="mail.mt_note", partner_ids=[])
        self._post(self.kam, lead)
        self.assertTrue(note.parent_id)
        self.assertEqual(self._counts(), {"mail_out": 1, "mail_in": 1})
        self.assertEqual(self._counts(self.other), {}, "a note among ourselves is no answer")

    def test_the_same_mail_on_two_records_counts_once(self):
        for reader, author in (
            (self.contact, self.kam.partner_id),
            (self.kam.partner_id, self.contact),
        ):
            first = self._mail(author, reader, days=2)
            second = self._mail(author, reader, days=2)
            second.write({"message_id": first.message_id, "model": "crm.lead"})
            second.res_id = self.lead.id
        self._mail(self.contact, self.kam.partner_id, days=2)
        self.assertEqual(self._counts(), {"mail_out": 1, "mail_in": 2})


class TestWhoDid(WroteCommon):
    def _activity(self, user, **values):
        return self.contact.activity_schedule(
            "mail.mail_activity_data_call", user_id=user.id, **values
        )

    def test_who_marks_it_done_did_it(self):
        call = self._activity(self.kam)
        call.with_user(self.mate).sudo().action_feedback()
        self.assertEqual(call.kam_done_user_id, self.mate)
        self.assertEqual((self._counts(), self._counts(self.other)), ({}, {"call": 1}))

    def test_of_what_a_job_marks_done_the_assignee(self):
        call = self._activity(self.kam).with_user(SUPERUSER_ID)
        call.action_feedback()
        call.user_id = self.mate
        self.assertEqual((self._counts(), self._counts(self.other)), ({"call": 1}, {}))

    def test_taken_up_again_nobody_did_it(self):
        call = self._activity(self.kam)
        call.with_user(self.kam).action_feedback()
        call.active = True
        self.assertFalse(call.kam_done_user_id)
        self.assertEqual(self._counts(), {})
        call.user_id = self.mate
        call.with_user(self.mate).action_feedback()
        self.assertEqual((self._counts(), self._counts(self.other)), ({}, {"call": 1}))

    def test_recorded_as_done(self):
        values = {"active": False, "date_done": TODAY, "user_id": self.kam.id}
        call = self._activity(self.kam).copy(values)
        self.assertEqual(call.kam_done_user_id, self.kam)

    def test_a_call_with_its_meeting_counts_once(self):
        meeting = self._meeting(self.kam, self.contact, days=1)
        call = self._activity(self.kam, calendar_event_id=meeting.id)
        call.with_user(self.kam).action_feedback()
        self.assertEqual(self._counts(), {"meeting": 1})
        alone = self._meeting(self.kam, self.mate.partner_id, days=1)
        self._activity(self.kam, calendar_event_id=alone.id).with_user(self.kam).action_feedback()
        self.assertEqual(self._counts(), {"meeting": 1, "call": 1}, "they were not invited")

    def test_done_by_is_kept_in_one_statement(self):
        calls = self.env["mail.activity"].concat(*(self._activity(self.kam) for _n in range(20)))
        few = self._count_queries(lambda: calls[:1].with_user(self.kam).write({"active": False}))
        self.env.flush_all()
        many = self._count_queries(lambda: calls[1:].with_user(self.kam).write({"active": False}))
        self.assertLessEqual(many, few + 1)

    def test_nobody_says_who_did_it(self):
        call = self._activity(self.kam)
        call.with_user(self.kam).action_feedback()
        for user in (self.kam, self.judge, self.manager):
            with self.assertRaises(AccessError):
                call.with_user(user).kam_done_user_id = self.mate


class TestWhoAttended(WroteCommon):
    def _answer(self, meeting, state, *partners):
        meeting.attendee_ids.filtered(lambda one: one.partner_id in partners).state = state

    def test_invited_and_not_declined(self):
        ours = self.kam.partner_id
        for state in ("needsAction", "tentative", "accepted"):
            self._answer(self._meeting(self.kam, self.contact, days=1), state, self.contact, ours)
        self.assertEqual(self._counts(), {"meeting": 3})

    def test_what_nobody_attended(self):
        ours = self.kam.partner_id
        self._answer(self._meeting(self.kam, self.contact, days=1), "declined", self.contact)
        self._answer(self._meeting(self.kam, self.contact, days=2), "declined", ours)
        self._answer(self._meeting(self.kam, self.contact, days=3), "declined", ours, self.contact)
        self._meeting(self.kam, self.contact, days=4).active = False
        removed = self._meeting(self.kam, self.contact, days=5)
        removed.partner_ids -= self.contact
        gone = self._meeting(self.kam, self.contact, days=6)
        gone.attendee_ids.filtered(lambda one: one.partner_id == self.contact).unlink()
        # Kept by ours, who was not invited: nobody of ours is known to have been there.
        self._meeting(self.mate, self.contact, days=7).user_id = self.kam
        self.assertEqual(self._counts(), {})


class TestNoted(WroteCommon):
    """What takes away from the records is counted by the next run of the job, too."""

    def _check(self, change, partners=None):
        traffic = self.env["kam.relationship.traffic"]
        self.env.flush_all()
        traffic.search([]).unlink()
        change()
        self.assertEqual(traffic.search([]).partner_id, partners or self.contact)
        self._run_map_job()
        self.assertFalse(traffic.search([]))

    def test_meetings(self):
        meeting = self._meeting(self.kam, self.contact, days=1)
        theirs = meeting.attendee_ids.filtered(lambda one: one.partner_id == self.contact)
        self._check(lambda: theirs.write({"state": "declined"}))
        self.assertEqual(self.relationship.strength, 0.0)
        self._check(lambda: theirs.write({"state": "accepted"}))
        self.assertGreater(self.relationship.strength, 50.0)
        self._check(lambda: meeting.write({"active": False}))
        self.assertEqual(self.relationship.strength, 0.0)
        self._check(lambda: meeting.write({"active": True}))
        self._check(lambda: meeting.write({"partner_ids": [Command.unlink(self.contact.id)]}))
        self.assertEqual(self.relationship.strength, 0.0)
        self._check(lambda: meeting.write({"partner_ids": [Command.link(self.contact.id)]}))
        self.assertGreater(self.relationship.strength, 50.0)
        self._check(lambda: meeting.write({"duration": 0.5}))
        self._check(meeting.unlink)
        self.assertEqual(self.relationship.strength, 0.0)

    def test_mails(self):
        mail = self._mail(self.kam.partner_id, self.contact, days=1)
        self._check(lambda: mail.notification_ids.write({"notification_status": "bounce"}))
        self.assertEqual(self.relationship.strength, 0.0)
        self._check(lambda: mail.notification_ids.write({"notification_status": "ready"}))
        self.assertGreater(self.relationship.strength, 30.0)
        self._check(mail.unlink)
        self.assertEqual(self.relationship.strength, 0.0)
        named = self._mail(self.kam.partner_id, self.mate.partner_id, days=1)
        self._check(lambda: named.write({"partner_ids": [Command.link(self.contact.id)]}))
        self.assertGreater(self.relationship.strength, 30.0)

    def test_activities(self):
        call = self._call(self.kam, self.contact, days=1)
        self._check(lambda: call.write({"active": True}))
        self.assertEqual(self.relationship.strength, 0.0)
        self._check(lambda: call.write({"active": False}))
        self.assertGreater(self.relationship.strength, 30.0)
        self._check(call.unlink)
        self.assertEqual(self.relationship.strength, 0.0)

    def test_others_leave_no_note(self):
        plain = self.env["res.partner"].create({"name": "Plain"})
        traffic = self.env["kam.relationship.traffic"]
        meeting, mail = (
            self._meeting(self.kam, plain, days=1),
            self._mail(plain, self.env.user.partner_id),
        )
        call = self._call(self.kam, plain, days=1)
        meeting.attendee_ids.state = "declined"
        mail.notification_ids.notification_status = "bounce"
        for record in (meeting, mail, call):
            record.unlink()
        self.assertFalse(traffic.search([]))


class TestFurtherContactRecorded(WroteCommon):
    def test_one_more_of_each_kind_never_lowers(self):
        """One after the other, of ours and of a colleague's: nobody's strength falls."""
        everybody = self.relationship | self.other
        everybody._refresh_strength_sudo()
        before = dict.fromkeys(everybody, 0.0)
        ours, theirs = self.kam.partner_id, self.contact
        for days in (0, 40, 200):
            for happens in (
                lambda days=days: self._meeting(self.kam, theirs, days=days + 1),
                lambda days=days: self._mail(ours, theirs, days=days),
                lambda days=days: self._mail(ours, theirs, days=days, message_type="notification"),
                lambda days=days: self._call(self.mate, theirs, days=days),
                lambda days=days: self._mail(theirs, ours, days=days),
                lambda days=days: self._call(
                    self.kam, theirs, days=days, kind="mail.mail_activity_data_todo"
                ),
                lambda days=days: self._mail(self.mate.partner_id, theirs, days=days),
            ):
                happens()
                everybody._refresh_strength_sudo()
                for one in everybody:
                    self.assertGreaterEqual(one.strength, before[one])
                    before[one] = one.strength
                self.assertEqual(self.jane.strength, max(before.values()))
        self.assertTrue(all(before.values()))


class TestHeaders(PureCase):
    def test_automatic(self):
        for headers, expected in (
            ({}, False),
            ({"Auto-Submitted": "no"}, False),
            ({"Auto-Submitted": "NO; owner=x"}, False),
            ({"Auto-Submitted": "auto-replied"}, True),
            ({"Auto-Submitted": "auto-generated; x=y"}, True),
            ({"Precedence": "Bulk"}, True),
            ({"Precedence": "list"}, False),
            ({"X-Autoreply": "yes"}, True),
            ({"X-Autorespond": "yes"}, True),
            ({"List-Id": "sales"}, False),
        ):
            self.assertEqual(is_automatic(headers), expected, headers)
