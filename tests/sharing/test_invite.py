from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.mail.models.mail_template import MailTemplate

from ..common.common import TODAY
from .common import SharingCommon

LINK = "/web/signup?"


class TestInvite(SharingCommon):
    """`kam` is no partner manager: what he gives is what the share's own function gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share._share_sudo()
        cls.looking.sudo().invited_date = False
        cls.access.sudo().invited_date = False

    def _mails(self, access):
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        return mails.filtered(lambda mail: access.partner_id in mail.recipient_ids)

    def _person(self, name, **values):
        values = {"name": name, "parent_id": self.customer.id, **values}
        partner = self.env["res.partner"].create(values)
        access = self.env["kam.share.access"].with_user(self.kam)
        return access.create({"share_id": self.share.id, "partner_id": partner.id})

    def test_a_new_person_gets_one_mail_with_the_way_in(self):
        self.assertFalse(self.kam.has_group("base.group_partner_manager"))
        self.assertTrue(self.looking.action_invite())
        user = self.horst.user_ids
        self.assertEqual((user.login, user._is_portal()), ("horst@acme.example", True))
        [mail] = self._mails(self.looking)
        self.assertIn(LINK, mail.body_html)
        self.assertIn(f"redirect=%2Fmy%2Faccount-plans%2F{self.share.id}", mail.body_html)
        self.assertEqual(mail.email_from, self.kam.email_formatted)
        self.assertNotIn(LINK, mail.body)
        self.assertIn(self.share.name, mail.body_html)
        for secret in ("Cut returns", "Name a warehouse contact", "Raise our margin"):
            self.assertNotIn(secret, mail.body_html)
        self.assertEqual(
            self.env["mail.mail"].sudo().search([("email_to", "like", "horst")]).ids, []
        )
        self.assertEqual((self.looking.invited_date, self.looking.state), (TODAY, "invited"))
        self.assertTrue(self.looking.is_live)

    def test_a_portal_user_is_taken_as_he_is(self):
        self.buyer.password = "jane's own words"
        self.env.cr.flush()
        self.env.cr.execute("INSERT INTO res_users_log (create_uid) VALUES (%s)", [self.buyer.id])
        self.buyer.invalidate_recordset()
        groups = self.buyer.group_ids
        self.access.action_invite()
        [mail] = self._mails(self.access)
        self.assertNotIn(LINK, mail.body_html)
        self.assertIn(f"/my/account-plans/{self.share.id}", mail.body_html)
        self.assertEqual(self.buyer.group_ids, groups)
        self.assertEqual(self.contact.user_ids, self.buyer)

    def test_revoking_ends_our_access_only(self):
        order = self.env["sale.order"].create({"partner_id": self.contact.id})
        self.access.action_invite()
        self.access.action_revoke()
        self.assertTrue(self.buyer.active and self.buyer._is_portal())
        self.assertTrue(order.with_user(self.buyer).sudo().exists())
        self.assertFalse(self.access.is_live)
        with self.assertRaisesRegex(UserError, "The access of .* is over: renew it"):
            self.access.action_invite()

    def test_what_waits_is_not_sent_to_whom_sees_nothing_any_more(self):
        """Of two people one is revoked, then all is withdrawn; also what failed before."""
        other = self._person("Horst Other", email="horst.other@acme.example")
        self.share._invite_sudo(self.access | other)
        [mail] = self._mails(self.access)
        mail.state = "exception"
        self.access.action_revoke()
        self.assertEqual(len(self._mails(self.access)), 0)
        self.assertEqual(len(self._mails(other)), 1)
        self.share.action_withdraw()
        self.assertEqual(len(self._mails(other)), 0)
        told = self.share.sudo().message_ids.filtered(lambda one: "still waited" in one.body)
        self.assertEqual(len(told), 2)

    def test_who_cannot_be_invited_is_named_and_the_others_go_out(self):
        silent = self._person("Silent Sam")
        same = self._person("Second Horst", email="Horst@acme.example")
        taken = self._person("Taken Tina", email="mate")
        inside = self._person("Ina Inside", email="ina@acme.example")
        new_test_user(self.env, "ina", groups="base.group_user", partner_id=inside.partner_id.id)
        self.mate.login = "tina@acme.example"
        taken.partner_id.email = "tina@acme.example"
        refused = self.share._invite_sudo(self.share.access_ids)
        self.assertEqual(set(refused), {silent, same, taken, inside})
        self.assertIn("Silent Sam", refused[silent])
        self.assertIn("enter one on the contact", refused[silent])
        self.assertIn("login of another user", refused[taken])
        self.assertIn("login of another user", refused[same])
        self.assertIn("works in it himself", refused[inside])
        self.assertTrue(self.looking.invited_date and self.access.invited_date)
        self.assertFalse((silent | same | taken | inside).filtered("invited_date"))
        [note] = self.share.message_ids.filtered(lambda one: "Silent Sam" in one.body)
        self.assertIn("Taken Tina", note.body)
        with self.assertRaisesRegex(UserError, "(?s)Silent Sam.*Taken Tina"):
            self.share.action_invite()

    def test_an_archived_user_comes_back_only_by_those_who_manage_contacts(self):
        self.buyer.active = False
        with self.assertRaisesRegex(UserError, "was archived: ask somebody"):
            self.access.action_invite()
        self.assertFalse(self.buyer.active)
        self.kam.group_ids += self.env.ref("base.group_partner_manager")
        self.access.action_invite()
        self.assertTrue(self.buyer.active)
        self.assertEqual(self.access.invited_date, TODAY)

    def test_nothing_is_invited_to_what_is_not_shared(self):
        self.share.action_withdraw()
        with self.assertRaisesRegex(UserError, "share it first"):
            self.share._invite_sudo(self.access)
        with self.assertRaises(AccessError):
            self.access.with_user(self.reader).action_invite()
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).action_invite()

    def test_invited_again_is_mailed_again(self):
        self.looking.action_invite()
        self.looking.action_invite()
        self.assertEqual(len(self._mails(self.looking)), 2)
        self.assertEqual(len(self.horst.user_ids), 1)
        with self.assertRaisesRegex(UserError, "nobody waits"):
            self.access.action_invite()
            self.share.action_invite()

    def test_a_template_that_is_broken_invites_nobody_and_says_so(self):
        broken = patch.object(MailTemplate, "_generate_template", side_effect=ValueError("Broken"))
        with broken, self.assertLogs("odoo.addons.kam_planning.models.common.jobs", "ERROR"):
            refused = self.share._invite_sudo(self.looking)
        self.assertIn("Horst Kloss", refused[self.looking])
        self.assertFalse(self.looking.invited_date)
