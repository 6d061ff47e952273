from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.mail.models.mail_template import MailTemplate

from ..common.common import TODAY
from .common import SharingCommon


class TestMails(SharingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.horst.email = "horst@acme.example"
        cls._activate(cls.plan)
        cls.version = cls.share._propose_sudo()

    def _mails(self, access=None):
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        return mails.filtered(lambda m: not access or access.partner_id in m.recipient_ids)

    def _run_job(self, day=TODAY):
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_shares").method_direct_trigger()
        self.env.invalidate_all()

    # versions

    def test_a_version_is_told_once_to_those_who_want_it(self):
        self.assertEqual(self.share._tell_version_sudo(self.version), self.access | self.looking)
        [mail] = self._mails(self.access)
        self.assertIn("say whether you agree", mail.body_html)
        self.assertNotIn("say whether you agree", self._mails(self.looking).body_html)
        self.assertNotIn("Cut returns", mail.body_html)
        page = f"/my/account-plans/{self.share.id}/mails?kind=version"
        self.assertIn(page, mail.headers)
        self.assertIn("List-Unsubscribe", mail.headers)
        self.assertFalse(self.share._tell_version_sudo(self.version))
        self.access._set_mails_sudo(False, True, True)
        version = self.share._propose_sudo()
        self.assertEqual(self.share._tell_version_sudo(version), self.looking)
        self.assertEqual(len(self._mails(self.access)), 1)

    def test_mails_go_to_live_accesses_only(self):
        self.access.action_revoke()
        self.horst.action_archive()
        self.assertFalse(self.share._tell_version_sudo(self.version))
        self.share._tell_customer_sudo("Hello")
        self.assertFalse(self._mails())

    def test_a_mail_that_cannot_be_written_undoes_nothing(self):
        broken = patch.object(MailTemplate, "_generate_template", side_effect=ValueError("Broken"))
        with broken, self.assertLogs("odoo.addons.kam_planning.models.common.jobs", "ERROR"):
            self.share._tell_customer_sudo("We send them on Monday")
        [comment] = self.share._get_comments_sudo(self.access)
        self.assertEqual(comment["text"], "We send them on Monday")
        self.assertTrue(any("No mail to " in one.body for one in self.share.message_ids))

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.env.ref("kam_planning.mail_template_share_version").sudo()
        template.with_context(lang="de_DE").subject = "Neue Fassung"
        self.contact.lang = "de_DE"
        self.share._tell_version_sudo(self.version)
        self.assertEqual(self._mails(self.access).subject, "Neue Fassung")
        self.assertIn("New version", self._mails(self.looking).subject)

    # answers

    def test_our_answer_is_read_by_him_and_notes_are_not(self):
        self.share.message_post(body="Their buyer is nervous", subtype_xmlid="mail.mt_comment")
        reply = self.env["kam.share.reply"].with_user(self.kam)
        reply.create({"share_id": self.share.id, "text": "Monday.\n<b>Sure</b>"}).action_send()
        [comment] = self.share._get_comments_sudo(self.access)
        self.assertEqual(comment["author"], self.kam.name)
        self.assertEqual(comment["text"], "Monday.\n<b>Sure</b>")
        [mail] = self._mails(self.access)
        self.assertIn("Monday.", mail.body_html)
        self.assertNotIn("<b>Sure", mail.body_html)
        # Who may not comment is not mailed, and reads it on the page.
        self.assertFalse(self._mails(self.looking))
        self.assertEqual(len(self.share._get_comments_sudo(self.looking)), 1)
        self.assertFalse(self.share.message_partner_ids & (self.contact | self.horst))

    def test_who_may_not_does_not_speak_for_us(self):
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader)._tell_customer_sudo("Hello")
        with self.assertRaises(AccessError):
            self.share.message_post(body="Hello", kam_for_customer=True)
        note = self.share.message_post(body="Internal")
        with self.assertRaises(AccessError):
            note.with_user(self.kam).kam_for_customer = True
        for text in ("", "  ", "x" * 10001):
            with self.assertRaises(UserError):
                self.share._tell_customer_sudo(text)
        self.access.action_revoke()
        with self.assertRaises(AccessError):
            self.share.with_user(self.buyer)._get_comments_sudo(self.access)
        self.share.action_withdraw()
        with self.assertRaisesRegex(UserError, "not shared"):
            self.share._tell_customer_sudo("Hello")

    # reminders

    def test_due_within_a_week_once_a_week(self):
        """Due on 4 May: from 27 April on, then on 4 May, late on 11 May."""
        self._run_job(date(2026, 4, 26))
        self.assertFalse(self._mails())
        self._run_job(date(2026, 4, 27))
        [mail] = self._mails()
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn("What you wanted to do by now (1)", mail.subject)
        self.assertNotIn("Name a warehouse", mail.body_html)
        self.assertIn("/mails?kind=reminder", mail.headers)
        self._run_job(date(2026, 5, 3))
        self.assertEqual(len(self._mails()), 1)
        self._run_job(date(2026, 5, 4))
        self.assertEqual(len(self._mails()), 2)
        self._run_job(date(2026, 5, 11))
        self.assertIn("late", self._mails().sorted("id")[-1].body_html)
        self.theirs.with_user(self.kam).action_done()
        self._run_job(date(2026, 5, 18))
        self.assertEqual(len(self._mails()), 3)

    def test_one_mail_a_person_whatever_he_sees(self):
        """Of two plans in one mail; of a third one that comes the day after, in a week."""
        day = date(2026, 5, 1)
        other, third = (self._share_another(f"Plan {n}", day) for n in (2, 3))
        self._invite(self.contact, other)
        self._run_job(day)
        [mail] = self._mails()
        self.assertIn(other.name, mail.body_html)
        self.assertIn(self.share.name, mail.body_html)
        self._invite(self.contact, third)
        self._run_job(day + timedelta(days=1))
        self.assertEqual(self._mails(), mail)

    def _share_another(self, name, day, person=None):
        plan = self._create_plan(
            name=name,
            company_id=self.env.company.id,
            date_start="2027-01-01",
            date_end="2027-12-31",
        )
        person = person or self.contact
        self._create_action(plan, is_shared=True, contact_id=person.id, date_deadline=day)
        plan.with_user(self.kam).action_submit()
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": plan.id})
        share._share_sudo()
        return share

    def test_not_reminded_of_what_is_not_his_or_not_shown(self):
        late = date(2026, 3, 1)
        self.theirs.with_user(self.kam).is_shared = False
        self._create_action(
            self.plan, contact_id=self.contact.id, date_deadline=late, date_start=late
        )
        self._create_action(
            self.plan, is_shared=True, date_deadline=late, date_start=late, name="Ours"
        )
        self._run_job(date(2026, 5, 4))
        self.assertFalse(self._mails())
        # What was not agreed is not on the page.
        self.share._propose_sudo()
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self.theirs.with_user(self.kam).is_shared = True
        self._run_job(date(2026, 5, 4))
        self.assertFalse(self._mails(self.access))

    def test_a_version_that_cannot_be_read_stops_no_other(self):
        """Of what is damaged nobody is reminded; all else goes on, and accesses end."""
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        max_ = self.env["res.partner"].create(
            {"name": "Max", "parent_id": self.customer.id, "email": "max@acme.example"}
        )
        other = self._share_another("Plan 2", date(2026, 5, 4), max_)
        access = self._invite(max_, other)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET payload = jsonb_set(payload, '{2,values}', '{}') "
            "WHERE id = %s",
            self.version.ids,
        )
        self.env.cr.execute("UPDATE res_partner SET parent_id = NULL WHERE id = %s", self.horst.ids)
        self.env.invalidate_all()
        with self.assertLogs(level="ERROR"):
            self._run_job(date(2026, 5, 4))
        self.assertEqual((len(self._mails(access)), len(self._mails(self.access))), (1, 0))
        self.assertEqual(access.reminded_date, date(2026, 5, 4))
        self.assertEqual(self.looking.end_reason, "left")
        # A step that cannot even be begun stops no other either.
        find = "_find_gone_sudo"
        with (
            patch.object(type(access), find, side_effect=ValueError("broken")),
            self.assertLogs("odoo.addons.kam_planning.models.common.jobs", "ERROR"),
        ):
            self._run_job(date(2026, 5, 11))
        self.assertEqual(access.reminded_date, date(2026, 5, 11))

    def test_who_expires_is_asked_for_no_more(self):
        self.looking.write({"can_agree": True, "date_expires": date(2026, 4, 1)})
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self._run_job(date(2026, 4, 1))
        self.assertEqual(self.share.proposed_id, self.version)
        self._run_job(date(2026, 4, 2))
        self.assertEqual((self.share.agreed_id, self.share.state), (self.version, "agreed"))

    def test_reminded_of_what_is_on_the_page_of_a_first_version(self):
        day = date(2026, 5, 4)
        self._create_action(
            self.plan, is_shared=True, contact_id=self.horst.id, date_deadline=day, name="Later"
        )
        self._run_job(day)
        self.assertFalse(self._mails(self.looking))
        self.share._propose_sudo()
        self._run_job(day)
        self.assertTrue(self._mails(self.looking))

    def test_answers_are_switched_off_by_themselves(self):
        self.share._tell_customer_sudo("Monday")
        self.assertIn("/mails?kind=answer", self._mails(self.access).headers)
        self.assertIn("kind=answer", self._mails(self.access).body_html)
        self.access._set_mails_sudo(True, True, False)
        self.share._tell_customer_sudo("Tuesday")
        self.assertEqual(len(self._mails(self.access)), 1)

    def test_reminders_are_switched_off_by_himself(self):
        self.access._set_mails_sudo(True, False, True)
        self._run_job(date(2026, 5, 4))
        self.assertFalse(self._mails())
        self.assertTrue(self.access.mail_versions)

    def test_reminding_many_costs_what_reminding_one_does(self):
        people = self.env["res.partner"].create(
            [
                {"name": f"P {n}", "parent_id": self.customer.id, "email": f"p{n}@acme.example"}
                for n in range(6)
            ]
        )
        accesses = self.env["kam.share.access"].union(*(self._invite(one) for one in people))
        for person in people:
            self._create_action(self.plan, is_shared=True, contact_id=person.id)
        find = accesses.sudo()._find_due_sudo
        find()
        one = self._count_queries(lambda: accesses[:1].sudo()._find_due_sudo())
        self.assertLessEqual(self._count_queries(find), one)
