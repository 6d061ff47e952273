from datetime import date

from odoo.tests import tagged

from ..sharing.page import PageCommon
from ..strategy.value import RETURNS


@tagged("standard", "post_install", "-at_install")
class TestShareBrowser(PageCommon):
    """A person of the customer at his desk and on the phone, with JavaScript and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = cls.env["kam.value"].with_user(cls.kam)
        cls.value = values.create(
            {**RETURNS, "plan_id": cls.plan.id, "is_shared": True, "name": "Fewer returns"}
        )
        cls.value.action_agree()
        readings = cls.env["kam.value.reading"].with_user(cls.kam)
        readings.create({"value_id": cls.value.id, "current_value": 2.1})
        cls.value.action_deliver()
        cls.ours.date_deadline = date(2026, 5, 4)
        cls.share._propose_sudo()

    def _walk(self, form, **values):
        """Send a form of the page as it stands now, and give the text of what follows."""
        return self._text(self._send(self._find_form(self._read(), form), **values))

    def test_the_whole_way_without_javascript(self):
        """5,544 are claimed; 4,158 of them are confirmed. Later our action moves: 1 of 5 lines."""
        text = self._text(self._read())
        self.assertIn("Version 1 is proposed", text)
        self.assertIn("5,544", text)
        self.assertEqual(self.access.last_seen_date, date(2026, 3, 2))
        self.assertIn("Who drives?", self._walk("comment", words="Who drives?\n<b>We?</b>"))
        [comment] = self.share._get_comments_sudo(self.access.sudo())
        self.assertEqual(comment["text"], "Who drives?\n<b>We?</b>")
        text = self._walk("done", words="It is Paul")
        self.assertIn("Done on 03/02/2026", text)
        self.assertEqual(self.theirs.state, "done")
        self.assertIn("Version 1 is agreed", self._walk("agree", name="Jane Buyer"))
        self.assertEqual(self.share.state, "agreed")
        wrong = self._walk("confirm", decision="partly", amount="9,000", words="Too much")
        self.assertNotIn("Thank you", wrong)
        self.assertEqual(self.value.state, "delivered")
        text = self._walk("confirm", decision="partly", amount="4,158", words="Not the whole year")
        self.assertIn("Not the whole year", text)
        self.assertEqual((self.value.state, self.value.confirmed_total), ("partly", 4158))
        self.assertIn("Your choice is kept", self._walk("mails", versions=None))
        self.assertFalse(self.access.mail_versions)
        self.ours.with_user(self.kam).date_deadline = date(2026, 9, 1)
        self.share._refresh_drift_sudo()
        self.assertEqual(self.share.drift_count, 1)
        self.assertAlmostEqual(self.share.drift, 20.0)
        self.share._propose_sudo()
        text = self._text(self._read())
        self.assertIn("Version 2 is proposed", text)
        self.assertIn("05/04/2026 → 09/01/2026", text)
        self.assertIn("Version 2 is agreed", self._walk("agree", name="Jane Buyer"))
        self.assertIn("by 09/01/2026", self._text(self._read()))

    def _tour(self, name, size):
        self.browser_size = size
        self.start_tour(self.url, name, login="buyer")

    def test_at_the_desk(self):
        self._tour("kam_share_page", "1280x900")
        self.assertEqual(self.share.state, "agreed")
        self.assertEqual(self.share.answer_ids.signed_name, "Jane Buyer")
        self.assertEqual(self.theirs.state, "done")

    def test_on_the_phone(self):
        self._tour("kam_share_page", "390x844")
        self.assertEqual(self.share.state, "agreed")
        self.assertEqual(self.value.state, "partly")
