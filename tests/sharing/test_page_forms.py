import json
from base64 import b64encode
from datetime import date
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.image import image_apply_opt

from .page import PageCommon


@tagged("standard", "post_install", "-at_install")
class TestPageForms(PageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share._share_sudo()

    def test_forms_reach_what_was_read_and_only_that(self):
        """A page that changed meanwhile ticks nothing else; what fails leaves nothing behind."""
        shares, calls = self.env.registry["kam.share"], []

        def tick(share, access, action_id, words=""):
            calls.append((share.env["kam.action"].browse(action_id), access, words))
            if words == "fail":
                share.intro = "half done"
                raise UserError("It waits.")

        tree = self._read()
        [form] = tree.xpath("//form[contains(@action, '/done')]")
        with patch.object(shares, "_tick_off_sudo", tick, create=True):
            text = self._text(self._send(form, words="It is Paul"))
            self.assertIn("It is marked as done", text)
            self.assertEqual(calls, [(self.theirs, self.access, "It is Paul")])
            tree = self._send(form, words="fail")
            self.assertIn("It waits.", self._text(tree))
            self.assertEqual(tree.xpath("//textarea[@id='done-1']")[0].text, "fail")
            self.assertFalse(self.share.intro)
            earlier = {"name": "Before it", "date_deadline": date(2026, 3, 3)}
            self._create_action(self.plan, is_shared=True, contact_id=self.contact.id, **earlier)
            self.assertIn("has changed meanwhile", self._text(self._send(form)))
            for line, check in (
                ("1", ""),
                ("1", "x" * 20),
                ("9", "x"),
                ("x", "x"),
                ("1" * 999, ""),
            ):
                text = self._text(self._send(form, line=line, check=check))
                self.assertIn("has changed meanwhile", text)
        self.assertEqual(len(calls), 2)

    def test_bad_requests(self):
        self._propose_and_agree()
        self._read()
        for act in ("agree", "changes", "comment", "done", "confirm", "survey", "mails"):
            address = f"{self.url}/{act}"
            with mute_logger("odoo.http"):
                refused = self.url_open(address, data={"words": "x"})
            self.assertEqual(refused.status_code, 400)
            asked = self.url_open(address, allow_redirects=False)
            self.assertEqual(asked.status_code, 303)
            self.assertIn(self.url, asked.headers["Location"])
        self.share._propose_sudo()
        form = self._find_form(self._read(), "changes")
        text = self._text(self._send(form, words="x" * 2_000_000))
        self.assertIn("too long: 2000000 letters", text)
        tree = self._send(form, words="<script>alert(1)</script>")
        self.assertIn("We have your wishes", self._text(tree))
        self.assertFalse(tree.xpath("//script[contains(text(), 'alert')]"))
        self.assertEqual(self.share.answer_ids[:1].comment, "<script>alert(1)</script>")
        self.assertEqual(self.url_open(f"{self.url}/nothing").status_code, 404)

    def test_who_only_looks_finds_no_forms(self):
        self.share._propose_sudo()
        new_test_user(self.env, "horst", groups="base.group_portal", partner_id=self.horst.id)
        tree = self._read(login="horst")
        actions = {form.get("action").rpartition("/")[2] for form in tree.xpath("//form")}
        self.assertEqual(actions, {"mails"})
        self.assertIn("Waits for the consent of", self._text(tree))

    def test_a_drawn_signature_is_an_addition(self):
        self.share._propose_sudo()
        tree = self._read()
        [props] = tree.xpath("//owl-component[@name='portal.signature_form']/@props")
        address = json.loads(props)["callUrl"]
        picture = b64encode(image_apply_opt(Image.new("RGB", (8, 8)), "PNG")).decode()
        signed = {"name": "Jane Buyer", "signature": picture}
        answer = self.make_jsonrpc_request(address.replace("check=", "check=x"), signed)
        self.assertIn("replaced meanwhile", answer["error"])
        answer = self.make_jsonrpc_request(address, {**signed, "signature": "no picture"})
        self.assertTrue(answer["error"])
        answer = self.make_jsonrpc_request(address, {"name": {"a": 1}, "signature": [picture]})
        self.assertIn("Type your name", answer["error"])
        answer = self.make_jsonrpc_request(address, signed)
        self.assertEqual(answer, {"force_refresh": True, "redirect_url": self.url})
        self.assertEqual(self.share.state, "agreed")
        self.assertTrue(self.share.answer_ids.signature)
