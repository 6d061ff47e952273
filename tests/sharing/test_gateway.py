"""What comes by mail, as Odoo's own gateway tests send it."""

import doctest
from email.message import EmailMessage
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.kam_planning.tools.sharing import replies
from odoo.addons.kam_planning.tools.sharing.replies import without_proofs
from odoo.addons.mail.tests.common import MailCommon

from .common import SharingCommon

RAW = """From: {email_from}
To: {to}
Subject: {subject}
Message-Id: {msg_id}
In-Reply-To: {replied}
References: {references}
Date: Mon, 02 Mar 2026 08:00:00 +0000
{extra}Content-Type: multipart/mixed; boundary="XX"

--XX
Content-Type: text/html; charset=utf-8

{body}
--XX
Content-Type: text/plain; name="labels.txt"
Content-Disposition: attachment; filename="labels.txt"

Ten of each
--XX--
"""
QUOTED = (
    '<p>Yes, on Monday.</p><div class="gmail_quote">On Monday Nancy wrote:<blockquote>'
    'Begin: <a href="https://us.example/web/signup?db=a&token=b">Here</a></blockquote></div>'
)


class TestGateway(SharingCommon, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.mail_alias_domain
        cls.kam.notification_type = "email"
        cls.share._share_sudo()
        cls.catchall = f"{cls.alias_catchall}@{cls.alias_domain}"

    def _prove(self, parent):
        """What stood in the header of our mail, and leaves the house with it only."""
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", parent.id)])
        return mail.references

    def _receive(self, sender, parent, body="<p>Yes.</p>", extra="", proof=None):
        """A mail that answers a message: the messages that it makes."""
        before = self.env["mail.message"].sudo().search([], limit=1, order="id desc").id
        self.format_and_process(
            RAW,
            sender,
            self.catchall,
            subject="Re: Plan",
            replied=parent.message_id,
            references=" ".join(filter(None, [proof, parent.message_id])),
            extra=extra,
            body=body,
            target_model="kam.share",
            msg_id=f"<{before}@acme.example>",
        )
        news = self.env["mail.message"].sudo().search([("id", ">", before)], order="id")
        return news.filtered(lambda one: one.message_type == "email")

    def _read(self):
        return [comment["text"] for comment in self.share._get_comments_sudo(self.access)]

    def _answer(self):
        """Our answer, and the note by which the customer's mail finds back."""
        self.share._tell_customer_sudo("When do you need them?")
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        mail = mails.filtered(lambda one: one.recipient_ids == self.contact)
        self.assertIn(self.catchall, mail.reply_to)
        return mail.mail_message_id

    def test_the_customer_answers_and_colleagues_talk_among_themselves(self):
        with self.mock_mail_gateway():
            parent = self._answer()
            self.flush_tracking()
            self.env["mail.mail"].sudo().search([("model", "=", "kam.share")]).send()
        self.assertSentEmail(self.kam.email_formatted, [self.contact])
        [sent] = [one for one in self._mails if one["message_id"] == parent.message_id]
        self.assertTrue(parent.exists())
        proof = sent["references"]
        with self.mock_mail_gateway():
            said = self._receive(self.contact.email_formatted, parent, QUOTED, proof=proof)
        self.assertEqual((said.model, said.res_id), ("kam.share", self.share.id))
        self.assertEqual(said.author_id, self.contact)
        self.assertTrue(said.kam_for_customer)
        self.assertNotIn("/web/signup", said.body)
        self.assertEqual(self._read(), ["When do you need them?", "Yes, on Monday."])
        # The account manager is told, and nobody of the customer.
        self.assertEqual(said.notified_partner_ids, self.kam.partner_id)
        activity = self.share.sudo().activity_ids.filtered(lambda one: one.user_id == self.kam)
        self.assertIn("wrote by mail", activity.note or activity.summary)
        # What comes with it is kept, for us.
        [file] = said.attachment_ids
        self.assertEqual((file.res_model, file.res_id), ("kam.share", self.share.id))
        self.assertFalse(self.plan.message_ids & said)
        # The account manager answers from his mail program: to colleagues.
        with self.mock_mail_gateway():
            inside = self._receive(self.kam.email_formatted, said, "<p>He is bluffing.</p>")
        self.assertEqual((inside.author_id, inside.res_id), (self.kam.partner_id, self.share.id))
        self.assertFalse(inside.kam_for_customer)
        self.assertFalse(inside.notified_partner_ids & self.contact)
        self.assertFalse(inside.partner_ids & self.contact)
        self.assertNotSentEmail([self.contact])
        self.assertEqual(len(self._read()), 2)
        self.assertFalse(self.share.message_partner_ids & (self.contact | self.horst))

    def test_who_has_no_access_is_noted_inside(self):
        parent = self._answer()
        with self.mock_mail_gateway():
            unknown = self._receive(
                "Sam <sam@elsewhere.example>", parent, "<p>Me too</p>", proof=self._prove(parent)
            )
        self.assertFalse(unknown.kam_for_customer)
        self.assertIn("From somebody without access: ", unknown.body)
        self.assertIn("sam@elsewhere.example", unknown.body)
        self.assertEqual(unknown.subtype_id, self.env.ref("mail.mt_note"))
        # Horst sees the plan and may not comment.
        with self.mock_mail_gateway():
            mute = self._receive("Horst <horst@acme.example>", parent)
        self.assertFalse(mute.kam_for_customer)
        self.access.action_revoke()
        with self.mock_mail_gateway():
            late = self._receive(self.contact.email_formatted, parent, proof=self._prove(parent))
        self.assertFalse(late.kam_for_customer)
        self.access.action_renew()
        self.assertEqual(self._read(), ["When do you need them?"])

    def test_who_knows_a_message_id_says_nothing_in_his_name(self):
        """Whoever reads the thread knows the Message-Ids of it, and anybody writes any sender."""
        self.looking.sudo().can_comment = True
        parent = self._answer()
        [to_horst] = self.env["mail.mail"].sudo().search([("recipient_ids", "in", self.horst.ids)])
        before = self.plan.message_ids
        forged = f"<{'0' * 64}-kam.share-proof@{self.alias_domain}>"
        others = self._prove(to_horst.mail_message_id)
        his_own = self.share.sudo().message_ids.filtered(
            lambda one: one.message_type == "comment" and one.kam_for_customer
        )
        for known, proof in (
            *((parent, None), (parent, forged), (parent, others), (parent, "<x@y>")),
            *((his_own, None), (to_horst.mail_message_id, others)),
            (self.plan.message_ids[:1], forged),
        ):
            with self.mock_mail_gateway():
                said = self._receive(self.contact.email_formatted, known, proof=proof)
            if said.model == "kam.share":
                self.assertFalse(said.kam_for_customer)
                self.assertIn("Not as an answer to a mail", said.body)
                self.assertEqual(said.subtype_id, self.env.ref("mail.mt_note"))
            self.assertNotSentEmail([self.contact])
        self.assertEqual(self._read(), ["When do you need them?"])
        self.assertFalse(self.share.sudo().activity_ids.filtered("note"))
        self.assertFalse((self.plan.message_ids - before).filtered("kam_for_customer"))

    def test_what_proves_it_is_kept_nowhere(self):
        parent = self._answer()
        proof = self._prove(parent).split()[0]
        with self.mock_mail_gateway():
            self.env["mail.thread"].sudo().message_process(
                None,
                self.format(
                    RAW,
                    to=self.catchall,
                    subject="Re: Plan",
                    email_from=self.contact.email_formatted,
                    msg_id="<own@acme.example>",
                    replied=parent.message_id,
                    references=f"{proof} {parent.message_id}",
                    extra="",
                    body="<p>Yes.</p>",
                ),
                save_original=True,
            )
        said = self.share.sudo().message_ids[0]
        self.assertTrue(said.kam_for_customer)
        self.assertEqual(said.attachment_ids.mapped("name"), ["labels.txt"])
        self.assertNotIn(proof, str(said.read()))
        with self.assertRaises(AccessError):
            self.env["mail.mail"].with_user(self.kam).search([]).mapped("references")

    def test_forwarded_mails_of_ours_are_kept_nowhere(self):
        self.assertEqual(doctest.testmod(replies).failed, 0)
        proof = self._prove(self._answer())
        within = EmailMessage()
        within["References"] = f"<a@b> {proof}"
        within.set_content("Forwarded")
        other = EmailMessage()
        other.set_content("Another one")
        kept = without_proofs(
            [
                ("ours.eml", within, {}),
                ("ours.msg", proof.encode("utf-16-le"), {}),
                ("ours.txt", f"Look: {proof}", {}),
                ("theirs.eml", other, {}),
                ("empty.txt", None, {}),
            ]
        )
        self.assertEqual([name for name, *_rest in kept], ["theirs.eml", "empty.txt"])

    def test_what_he_adds_to_his_own_mail_is_his_too(self):
        """A mail program answers the mail before it, and repeats what both rest on."""
        parent = self._answer()
        proof = self._prove(parent)
        with self.mock_mail_gateway():
            first = self._receive(self.contact.email_formatted, parent, proof=proof)
            rest = f"{proof} {parent.message_id}"
            more = self._receive(
                self.contact.email_formatted, first[:1], body="<p>And ten.</p>", proof=rest
            )
        self.assertTrue(first[:1].kam_for_customer)
        self.assertTrue(more[:1].kam_for_customer)

    def _process(self, headers, body="<p>Yes.</p>"):
        """A mail of Jane with just these headers: the messages that it makes."""
        before = self.env["mail.message"].sudo().search([], limit=1, order="id desc").id
        lines = [
            f"From: {self.contact.email_formatted}",
            f"To: {self.catchall}",
            "Subject: Re: Plan",
            f"Message-Id: <p{before}@acme.example>",
            *headers,
            "Content-Type: text/html; charset=utf-8",
        ]
        with self.mock_mail_gateway():
            self.env["mail.thread"].sudo().message_process(None, "\n".join([*lines, "", body]))
        return self.env["mail.message"].sudo().search([("id", ">", before)], order="id")

    def test_each_way_in_which_mail_programs_answer(self):
        """What a mail repeats of ours, and what comes of it."""
        parent = self._answer()
        with self.mock_mail_gateway():
            self.flush_tracking()
            self.env["mail.mail"].sudo().search([("model", "=", "kam.share")]).send()
        [sent] = [one for one in self._mails if one["message_id"] == parent.message_id]
        proof, own = sent["references"].split()
        self.assertEqual(own, parent.message_id)
        anew, many = "<0100018f@ses.example>", [f"<m{number}@x>" for number in range(300)]
        for name, is_his, headers in (
            # The server that sent ours named it anew: only the references are as they were.
            ("renamed", True, [f"In-Reply-To: {anew}", f"References: {proof} {own} {anew}"]),
            ("parent only", True, [f"In-Reply-To: {own}", f"References: {proof}\n {own}"]),
            ("folded", True, [f"In-Reply-To:\n {own}", f"References: {proof}\n\t{own}\n {own}"]),
            ("long", True, [f"References: {proof} {own} {' '.join(many)} {own}"]),
            ("proof at the end", False, [f"References: {' '.join(many)} {proof} {own}"]),
            ("no references", False, [f"In-Reply-To: {own}"]),
            ("a part of them", False, [f"In-Reply-To: {own}", f"References: {own}"]),
        ):
            with self.subTest(name):
                [said] = self._process(headers).filtered(lambda one: one.message_type == "email")
                # None is lost: each stands in the thread of the share, and the manager is told.
                self.assertEqual((said.model, said.res_id), ("kam.share", self.share.id))
                self.assertEqual(said.kam_for_customer, is_his)
                self.assertIn(self.kam.partner_id, said.notified_partner_ids)
                self.assertEqual("ask him to write there" in said.body, not is_his)

    def _told(self):
        """What the account manager was told of mails that did not arrive."""
        messages = self.share.sudo().message_ids.filtered(lambda one: "did not arrive" in one.body)
        self.assertEqual(messages.notified_partner_ids, self.kam.partner_id)
        return messages

    def test_a_mail_that_came_back_is_told(self):
        parent = self._answer()
        bounce = (
            "From: MAILER-DAEMON@acme.example\nTo: {to}\nSubject: Undelivered\n"
            "Message-Id: <b1@acme.example>\nContent-Type: multipart/report; boundary=XX\n\n"
            "--XX\nContent-Type: text/plain\n\nNo such user\n"
            "--XX\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; acme.example\n\n"
            "Final-Recipient: rfc822; {email}\nAction: failed\nStatus: 5.1.1\n\n"
            "--XX\nContent-Type: text/rfc822-headers\n\nMessage-Id: {msg_id}\n\n--XX--\n"
        )
        for email, count in ((self.contact.email, 1), (self.kam.email, 1)):
            values = {"to": self.catchall, "msg_id": parent.message_id, "email": email}
            with self.mock_mail_gateway():
                self.env["mail.thread"].sudo().message_process(None, bounce.format(**values))
            # Of a colleague's mail nobody is told by another mail to him.
            self.assertEqual(len(self._told()), count)
        self.assertIn(self.contact.name, self._told().body)

    def test_a_mail_that_could_not_be_sent_is_told(self):
        self._answer()
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        server = self.env.registry["ir.mail_server"]
        with (
            self.mock_mail_gateway(),
            patch.object(server, "send_email", side_effect=ValueError("550 unknown user")),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mails.send()
            # Nor does the mail by which it is told, where that cannot be sent either.
            self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).send()
        [told] = self._told()
        self.assertIn("550 unknown user", told.body)

    def test_what_is_quoted_with_all_headers_tells_no_proof(self):
        parent = self._answer()
        proof, own = self._prove(parent).split()
        quoted = f"<p>Yes.</p><pre>References: &lt;{proof[1:-1]}&gt; {own[1:-1]}</pre>"
        said = self._process([f"References: {proof} {own}"], quoted)
        self.assertIn("Yes.", said[-1].body)
        self.assertNotIn(proof[1:20], "".join(said.mapped("body")))

    def test_what_is_not_kept_of_a_mail_is_told(self):
        """Somebody forwards our mail with his answer."""
        proof = self._prove(self._answer()).split()[0]
        files = [("ours.eml", f"References: {proof}", {}), ("original_email.eml", proof, {})]
        mail = {"email_from": "sam@elsewhere.example", "body": "<p>Look</p>"}
        values = self.share.sudo()._sort_mail_sudo({**mail, "attachments": files})
        self.assertEqual(values["attachments"], [])
        told = self.share.sudo().message_ids[0].body
        self.assertIn("Not kept, for it holds a mail of ours: ours.eml", told)
        self.assertNotIn("original", told)

    def test_a_machine_says_nothing_to_the_customer(self):
        parent = self._answer()
        with self.mock_mail_gateway():
            away = self._receive(
                self.contact.email_formatted, parent, extra="Auto-Submitted: auto-replied\n"
            )
        self.assertTrue(away.kam_is_automatic)
        self.assertFalse(away.kam_for_customer)
        self.assertEqual(self._read(), ["When do you need them?"])
        self.assertNotSentEmail([self.contact])
