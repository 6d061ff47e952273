"""Doors that nobody of ours comes through by hand: mails, words and files of the customer."""

import base64

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..common.common import TODAY
from .acts import ActsCommon

LINK = "/web/signup?"


class TestShareDoors(ActsCommon):
    def _mail(self, access):
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")], order="id desc")
        return mails.filtered(lambda mail: access.partner_id in mail.recipient_ids)[:1]

    # the way in

    def test_a_template_shows_nobody_the_way_in(self):
        self.looking.sudo().invited_date = False
        self.looking.action_invite()
        self.assertIn(LINK, self._mail(self.looking).body_html)
        self.horst.signup_type = False
        reader = self.env(user=self.kam)
        template = reader.ref("kam_planning.mail_template_share_invitation")
        for context in ({}, {"kam_to_person": True}, {"kam_to_person": 1}):
            shown = template.sudo().with_context(**context)
            body = shown._render_field("body_html", self.looking.ids)[self.looking.id]
            self.assertNotIn(LINK, body)
            self.assertIn(f"/my/account-plans/{self.share.id}", body)
        preview = reader["mail.template.preview"].create(
            {"mail_template_id": template.id, "resource_ref": f"kam.share.access,{self.looking.id}"}
        )
        self.assertNotIn(LINK, preview.body_html or "")
        self.assertFalse(self.horst.signup_type)
        # By our own step it stands in the reminder of who never was there, too.
        self.theirs.contact_id = self.horst
        with self.mock_mail_gateway():
            self.looking._remind()
        self.assertIn(LINK, self._mail(self.looking).body_html)

    def _person(self, user, email, **values):
        values = {"name": "Nele New", "parent_id": self.customer.id, "email": email, **values}
        partner = self.env["res.partner"].with_user(user).sudo().create(values)
        access = self.env["kam.share.access"].with_user(self.kam)
        return access.create({"share_id": self.share.id, "partner_id": partner.id})

    def test_nobody_of_ours_is_invited_as_the_customer(self):
        self.mate.partner_id.email = "mate@private.example"
        self.env.company.email = "hello@us.example"
        root = self.env.user
        for email in ("mate@private.example", "Sam@US.example"):
            access = self._person(root, email)
            with self._refused(UserError, "is one of ours"):
                access.action_invite()
        # Only the inviter says that this person is there.
        own = self._person(self.kam, "nele@acme.example")
        with self._refused(UserError, "yourself: let a manager of Key Account"):
            own.action_invite()
        self.assertFalse(own.partner_id.user_ids)
        changed = self._person(root, "other@acme.example")
        changed.partner_id.with_user(self.kam).sudo().email = "nora@acme.example"
        with self._refused(UserError, "entered or changed the contact yourself"):
            changed.action_invite()
        changed.with_user(self.manager).action_invite()
        self.assertEqual(changed.partner_id.user_ids.login, "nora@acme.example")
        self.kam.group_ids += self.env.ref("base.group_partner_manager")
        own.action_invite()
        self.assertEqual(own.invited_date, TODAY)

    # messages

    def test_what_was_said_stays_as_it_was_said(self):
        said = self.seen._comment_sudo(self.access, "We need ten of each")
        ours = self.share._tell_customer_sudo("You get them").with_user(self.kam)
        inside = self.share.message_post(body="He is bluffing", message_type="comment")
        for message in (said.with_user(self.kam).sudo(False), ours.sudo(False)):
            for vals in (
                {"body": "<p>Forged</p>"},
                {"author_id": self.contact.id},
                {"date": "2026-01-01 10:00:00"},
                {"email_from": "jane@acme.example"},
                {"attachment_ids": False},
                {"res_id": self.share.id + 1},
                {"kam_for_customer": False},
            ):
                with self.assertRaises(AccessError, msg=str(vals)):
                    message.write(vals)
            with self.assertRaises(AccessError):
                message.unlink()
            with self.assertRaises(AccessError):
                self.share._message_update_content(message, body="Forged")
        self.share._message_update_content(inside, body="He is right")
        self.assertIn("He is right", inside.body)

    def test_no_default_shows_the_customer_a_message(self):
        share = self.share.with_context(default_kam_for_customer=True)
        self.env["ir.default"].set("mail.message", "kam_for_customer", True, user_id=self.kam.id)
        place = {"model": "kam.share", "res_id": self.share.id, "body": "Forged"}
        made = share.message_post(body="Inside")
        made |= share.env["mail.message"].create(place)
        self.assertEqual(made.mapped("kam_for_customer"), [False, False])
        with self.assertRaises(AccessError):
            self.share.message_notify(
                body="Forged", partner_ids=self.mate.partner_id.ids, kam_for_customer=True
            )
        with self.assertRaises(AccessError):
            self.share.message_post(body="Forged", kam_for_customer=True)

    def test_nobody_says_what_came_by_mail(self):
        parent = self._ask()
        forged = {"email_from": self.contact.email, "body": "Yes", "parent_id": parent.id}
        before = self._history()
        self.share.message_update(forged)
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).message_update(forged)
        self.assertEqual(forged.get("kam_for_customer"), None)
        self.assertEqual((self._history(), self._tasks()), (before, self._tasks().browse()))

    def _ask(self):
        self.share._tell_customer_sudo("When do you need them?")
        return self._mail(self.access).mail_message_id

    def test_only_the_answer_to_our_own_mail_is_his_word(self):
        self.looking.sudo().can_comment = True
        self.share._tell_customer_sudo("When do you need them?")
        share = self.share.sudo()
        note = share.message_post(body="Inside", message_type="comment")
        to_jane, to_horst = (self._mail(one).mail_message_id for one in self.access | self.looking)

        proof = self.access.sudo()._prove_mail(to_jane.message_id)

        def sort(parent, *found):
            mail = {"email_from": self.contact.email_formatted, "body": Markup("<p>Yes</p>")}
            references = " ".join([*parent.mapped("message_id"), *found])
            return share._sort_mail_sudo({**mail, "parent_id": parent.id, "references": references})

        self.assertTrue(sort(to_jane, proof)["kam_for_customer"])
        forged = [(one, proof) for one in (to_horst, note, note.browse())]
        for values in (sort(to_jane), *(sort(*one) for one in forged)):
            self.assertFalse(values["kam_for_customer"])
            self.assertTrue(values["is_internal"])
            self.assertIn("Not as an answer to a mail", values["body"])
        self.access.date_expires = "2026-03-01"
        self.assertFalse(sort(to_jane, proof)["kam_for_customer"])
        self.access.date_expires = "2027-03-01"
        share.message_post(body="Yes", message_type="email", kam_for_customer=True)
        self.assertEqual([one["is_mail"] for one in share._read_comments_sudo()], [False, True])

    # files

    def test_a_file_of_the_customer_is_found_on_his_page_alone(self):
        content = {"name": "offer.txt", "raw": b"Ten of each"}
        files = (
            self.env["ir.attachment"]
            .with_user(self.kam)
            .create(
                [
                    {**content, "public": True, "access_token": "abc"},
                    {**content, "public": True, "res_model": "kam.share", "res_id": self.share.id},
                ]
            )
        )
        self.share.attachment_ids = files
        kept = self.share.attachment_ids
        self.assertEqual(kept.mapped("public"), [False, False])
        self.assertEqual(kept.sudo().mapped("access_token"), [False, False])
        for vals in (
            {"public": True},
            {"access_token": "abc"},
            {"type": "url", "url": "https://elsewhere.example"},
            {"datas": base64.b64encode(b"Nothing")},
            {"raw": b"Nothing"},
        ):
            with self.assertRaises(AccessError, msg=str(vals)):
                kept[0].write(vals)
        with self.assertRaises(AccessError):
            kept[0].generate_access_token()
        kept[0].name = "Offer.txt"
        other = files.create({**content, "res_model": "kam.plan", "res_id": self.plan.id})
        other.raw = b"Eleven"
        self.share.action_withdraw()
        kept[0].raw = b"Eleven"


class TestPeopleOfDoors(ActsCommon):
    def test_an_erased_person_is_named_nowhere_in_a_share(self):
        new_test_user(self.env, "erika", groups="base.group_portal", partner_id=self.horst.id)
        self.horst.name = "Horst Kloss"
        self.looking.can_agree = True
        self.looking.can_act = True
        self.theirs.contact_id = self.horst
        self._tick(access=self.looking)
        share = self.share
        share.write({"name": "With Horst Kloss", "intro": "Dear Horst Kloss"})
        share.with_env(self.env).with_context(tracking_disable=False).name = "Horst Kloss & we"
        self.env.flush_all()
        share.sudo().release_note = "Ask Horst Kloss"
        share._propose_sudo()
        self.looking.date_expires = "2026-12-31"
        self.env["kam.share.exposure"].with_user(self.admin).action_open_now()
        self.env["kam.share.check"].with_user(self.kam)._begin(share, "share")
        self.env["kam.share"]._forget_people_sudo(self.horst, share.sudo())
        self.env.invalidate_all()
        texts = [share.name, share.intro, share.sudo().release_note, self._history()]
        for task in self._tasks():
            texts += [task.summary or "", str(task.note or "")]
        tracked = share.sudo().message_ids.tracking_value_ids
        texts += [text for text in tracked.mapped("old_value_char") if text]
        texts += [text for text in tracked.mapped("new_value_char") if text]
        for text in texts:
            self.assertNotIn("Kloss", text)
        self.assertIn("Erased person", share.intro)
        for model in ("kam.share.exposure", "kam.share.check"):
            self.assertFalse(self.env[model].sudo().search([("share_id", "=", share.id)]))
        self.assertFalse(self.theirs.ticked_by_id)
        self.assertEqual(self.theirs.state, "done")
