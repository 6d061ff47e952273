import re
from contextlib import contextmanager
from datetime import date
from html import unescape

from odoo.tests import tagged
from odoo.tests.common import _registry_test_lock

from ..sharing.page import PageCommon
from ..strategy.value import RETURNS
from .plain import PlainBrowser

PASSWORD = "Ninas own 4 words"
STYLES, SCRIPTS = ("web.assets_frontend",), ("web.assets_frontend_minimal",)
SCRIPTS += ("web.assets_frontend_lazy",)


@tagged("standard", "post_install", "-at_install")
class TestShareBrowser(PageCommon):
    """Somebody of the customer, from the invitation to the second version: at the desk and on the
    phone, with scripts and without. Nina decides, and never was here.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nina = cls.env["res.partner"].create(
            {"name": "Nina North", "parent_id": cls.customer.id, "email": "nina@acme.example"}
        )
        values = cls.env["kam.value"].with_user(cls.kam)
        cls.value = values.create(
            {**RETURNS, "plan_id": cls.plan.id, "is_shared": True, "name": "Fewer returns"}
        )
        cls.value.action_agree()
        readings = cls.env["kam.value.reading"].with_user(cls.kam)
        readings.create({"value_id": cls.value.id, "current_value": 2.1})
        cls.value.action_deliver()
        cls.ours.date_deadline = date(2026, 5, 4)
        cls.theirs.contact_id = cls.nina
        cls.access.can_agree = False
        accesses = cls.share.access_ids
        cls.own = accesses.create(
            {"share_id": cls.share.id, "partner_id": cls.nina.id, "can_agree": True}
        )
        cls.share._propose_sudo()
        cls._prepare_bundles()

    @classmethod
    def _prepare_bundles(cls):
        """Once for all tests: what is compiled in one of them is gone after it."""
        bundles = cls.env["ir.qweb"]
        for name in STYLES:
            bundles._get_asset_bundle(name, js=False, autoprefix=True).css()
        for name in SCRIPTS:
            bundles._get_asset_bundle(name, css=False).js()

    def _invite_nina(self):
        """The address in the mail by which she comes in."""
        self.assertFalse(self.share._invite_sudo(self.own))
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        [mail] = mails.filtered(lambda one: self.nina in one.recipient_ids)
        [address] = set(re.findall(r'href="([^"]*/web/signup[^"]*)"', mail.body_html))
        return unescape(address)

    def _walk(self, size, has_scripts):
        self.browser_size, self.has_scripts = size, has_scripts
        address = self._invite_nina()
        self.env.flush_all()
        self.browser = browser = PlainBrowser(self)
        self.addCleanup(browser.stop)
        browser.allow_scripts(has_scripts)
        with self.allow_requests(browser=browser):
            self._come_in(address)
            self._answer()
            self._agree()
            self._confirm_in_part()
            self._read_what_changed()
            self._wait_remaining_requests()
        self.assertFalse(browser.had_failure)

    @contextmanager
    def _our_side(self):
        """Records are read and written while no page is made."""
        with _registry_test_lock:
            self.env.invalidate_all()
            yield
            self.env.flush_all()

    def _assert_read(self, *texts, part="#wrap"):
        shown = self.browser.read(part)
        for text in texts:
            self.assertIn(text, shown)
        self.assertEqual(self.browser.get_excess(), 0, "Nothing is wider than the window")

    def _send(self, act):
        self.browser.send(f'form[action$="/{act}"] button[type=submit]')

    def _open(self):
        self.browser.go_to(self.base_url() + self.url)

    def _come_in(self, address):
        """She is asked for a password and nothing else, and reads what is proposed."""
        browser = self.browser
        browser.go_to(address)
        self.assertEqual(browser.evaluate("typeof odoo === 'object'"), self.has_scripts)
        self.assertEqual(browser.evaluate("document.querySelector('#name').value"), "Nina North")
        for name in ("password", "confirm_password"):
            browser.type(f"#{name}", PASSWORD)
        browser.send(".oe_signup_form button[type=submit]")
        self._assert_read("Version 1 is proposed", "5,544", "Name a warehouse contact")
        self.assertNotIn("Raise our margin", browser.read())
        with self._our_side():
            self.assertEqual(self.own.last_seen_date, date(2026, 3, 2))
            self.assertTrue(self.nina.user_ids.login_date)

    def _answer(self):
        """She writes, and ticks off what is hers."""
        browser = self.browser
        browser.type("#comment-words", "Who drives?\n<b>We?</b>")
        self._send("comment")
        self._assert_read("Who drives? <b>We?</b>", part="#comments")
        with self._our_side():
            [comment] = self.share._get_comments_sudo(self.own.sudo())
        self.assertEqual(comment["text"], "Who drives?\n<b>We?</b>")
        browser.click("#you-owe summary")
        browser.type("#done-1", "It is Paul")
        self._send("done")
        self._assert_read("Done on 03/02/2026", part="#you-owe")
        with self._our_side():
            self.assertEqual((self.theirs.state, self.theirs.feedback), ("done", "It is Paul"))
        browser.click("#mails input[name=versions]")
        self._send("mails")
        self._assert_read("Your choice is kept")
        with self._our_side():
            self.assertFalse(self.own.mail_versions)

    def _agree(self):
        """By her typed name; where scripts run she might draw it, and closes that again."""
        if self.has_scripts:
            self._look_at_signing()
        self.browser.type("#agree-name", "Nina North")
        self._send("agree")
        self._assert_read("Version 1 is agreed")
        with self._our_side():
            self.assertEqual(self.share.state, "agreed")
            self.assertEqual(self.share.answer_ids.signed_name, "Nina North")

    def _look_at_signing(self):
        browser = self.browser
        button = "document.querySelector('.modal.show .o_portal_sign_submit')"
        # Until then the page listens to nobody.
        browser.wait_for("document.body.hasAttribute('is-ready')")
        browser.click(".o_kam_share_sign")
        browser.wait_for(f"{button}?.checkVisibility()")
        browser.click(".modal.show .btn-close")
        browser.wait_for("!document.querySelector('.modal.show, .modal-backdrop')")

    def _confirm_in_part(self):
        """5,544 are claimed: more is refused, and 4,158 of them are confirmed."""
        browser = self.browser
        for amount, reason in (("9,000", "Too much"), ("4,158", "Not the whole year")):
            if not browser.evaluate("document.querySelector('#value details').open"):
                browser.click("#value summary")
            browser.click("#value input[value=partly]")
            browser.type("#amount-1", amount)
            browser.type("#reason-1", reason)
            self._send("confirm")
            is_taken = amount == "4,158"
            self.assertEqual("Thank you" in browser.read(".o_kam_share_flash"), is_taken)
        self._assert_read("Not the whole year", part="#value")
        with self._our_side():
            self.assertEqual((self.value.state, self.value.confirmed_total), ("partly", 4158))

    def _read_what_changed(self):
        """Our action moves: 1 of 5 lines. Our people see it at once, she with the next version."""
        with self._our_side():
            self.ours.with_user(self.kam).date_deadline = date(2026, 9, 1)
            self.share._refresh_drift_sudo()
            self.assertEqual((self.share.drift_count, round(self.share.drift)), (1, 20))
        self._open()
        self._assert_read("by 05/04/2026", part="#we-owe")
        with self._our_side():
            self.share._propose_sudo()
        self._open()
        self._assert_read("Version 2 is proposed", "05/04/2026 → 09/01/2026")
        self.browser.type("#agree-name", "Nina North")
        self._send("agree")
        self._assert_read("Version 2 is agreed", "by 09/01/2026")
        with self._our_side():
            self.assertEqual(self.share.agreed_id.version, 2)

    def test_on_the_phone_without_scripts(self):
        self._walk("390x844", False)

    def test_at_the_desk_without_scripts(self):
        self._walk("1280x900", False)

    def test_on_the_phone(self):
        self._walk("390x844", True)

    def test_at_the_desk(self):
        self._walk("1280x900", True)
