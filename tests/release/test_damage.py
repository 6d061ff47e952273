"""A version that somebody changed past the program, as both sides meet it."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..sharing.page import PageCommon


@tagged("standard", "post_install", "-at_install")
class TestDamage(PageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls._propose_and_agree()
        cls.ours.with_user(cls.kam).date_deadline = date(2026, 9, 1)
        cls.next = cls.share._propose_sudo()

    def _damage(self, version):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET payload = jsonb_set(payload, '{2,values}', '{}') "
            "WHERE id = %s",
            version.ids,
        )
        self.env.invalidate_all()

    def _tasks(self):
        kind = self.env.ref("kam_planning.mail_activity_type_share_damaged")
        return self.share.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def _run_job(self):
        with self.enter_registry_test_mode(), freeze_time("2026-03-03 08:00:00"):
            self.env.ref("kam_planning.cron_changes").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_agreed_one_stays_and_the_proposed_one_is_not_shown(self):
        self._damage(self.next)
        with self.assertLogs(level="ERROR"):
            tree = self._read()
        text = self._text(tree)
        self.assertIn("Version 1 agreed on", text)
        self.assertIn("Send labels", text)
        self.assertIn("cannot be shown at the moment", text)
        self.assertNotIn("Gone", text)
        self.assertFalse(tree.xpath("//form[contains(@action, '/agree')]"))
        self.assertFalse(tree.xpath("//form[contains(@action, '/changes')]"))
        with self.assertRaisesRegex(UserError, "cannot be shown"):
            self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane")
        # Who came to it told us.
        [task] = self._tasks()
        self.assertEqual(task.user_id, self.kam)
        share = self.share.with_user(self.kam)
        self.assertIn("not shown or compared", share.kam_fault)
        self.assertIn("propose the next one", share.headline)
        # The next version mends it.
        with self.assertLogs(level="ERROR"):
            self.assertIn("Send labels", self._text(self._read()))
        self.assertEqual(len(self._tasks()), 1)
        self.share._propose_sudo()
        self.env.invalidate_all()
        self.assertFalse(self._tasks() or share.kam_fault)

    def test_who_agreed_to_what_cannot_be_shown_reads_what_he_is_asked(self):
        self._damage(self.share.agreed_id)
        with self.assertLogs(level="ERROR"):
            page = self.share._prepare_page_sudo(self.access.sudo())
            people = self.share._find_people_sudo()
        self.assertTrue(page["version"]["is_damaged"])
        self.assertTrue(page["proposed"]["is_first"] and page["proposed"]["may_agree"])
        self.assertEqual([one["date"] for one in page["we_owe"]], ["09/01/2026"])
        self.assertEqual([one["name"] for one in page["people"]], people.mapped("name"))

    def test_the_job_tells_of_it_once(self):
        self._damage(self.next)
        for _night in range(2):
            self._run_job()
            self.assertEqual(len(self._tasks()), 1)
        self.share.with_user(self.kam).action_take_back_proposal()
        self.env.invalidate_all()
        self.assertFalse(self._tasks() or self.share.kam_fault)
