import json
from base64 import b64encode
from datetime import date
from unittest.mock import patch

from freezegun.api import real_perf_counter
from markupsafe import Markup
from PIL import Image

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.image import image_apply_opt

from ..strategy.value import RETURNS
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
            address, filled = self._fill(form, words="fail")
            response = self.url_open(address, data=filled, allow_redirects=False)
            self.assertTrue(response.headers["Location"].endswith("#you-owe-1"))
            self.assertTrue(tree.xpath("//li[@id='you-owe-1']"))
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
        self.assertEqual(len(calls), 3)

    def test_what_is_refused_is_not_offered(self):
        """Own actions need no right to act; what waits, and what is over, has no form."""

        def acts(access=None):
            page = self.share._prepare_page_sudo((access or self.access).sudo())
            asked = page["proposed"] or {"may_agree": None, "may_change": None}
            tick = page["you_owe"][0]["may_tick"]
            return tick, asked["may_agree"], asked["may_change"]

        self.access.can_act = False
        self.looking.can_agree = True
        self.share._propose_sudo()
        self.assertEqual(acts(), (True, True, True))
        self.assertEqual(acts(self.looking), (False, True, True))
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self.assertEqual(acts(), (True, False, True))
        tree = self._send(self._find_form(self._read(), "changes"), words="Later, please")
        self.assertIn("We have your wishes", self._text(tree))
        self.theirs.after_id = self.secret
        self.assertEqual(acts()[0], False)
        self.theirs.after_id = False
        text = self._text(self._send(self._find_form(self._read(), "done")))
        self.assertIn("It is marked as done", text)
        self.assertEqual((self.theirs.state, acts()[0]), ("done", False))
        self.theirs.with_user(self.kam).action_reopen()
        self._activate(self.plan)
        self.plan.with_user(self.manager).action_close()
        self.assertEqual(acts(), (False, False, False))

    def test_the_link_of_a_mail_takes_its_kind_out(self):
        """Opening it changes nothing; sending the form does."""
        self.authenticate("buyer", "buyer")
        for kind, name in (
            ("version", "versions"),
            ("answer", "answers"),
            ("reminder", "reminders"),
        ):
            tree = self._parse(self.url_open(f"{self.url}/mails?kind={kind}"))
            form = self._find_form(tree, "mails")
            left = {"versions", "answers", "reminders"} - {name}
            self.assertEqual(set(dict(form.form_values())) & {name, *left}, left)
            self.assertTrue(self.access[f"mail_{name}"])
        self._send(form)
        self.access.invalidate_recordset()
        wanted = self.access.mail_versions, self.access.mail_answers, self.access.mail_reminders
        self.assertEqual(wanted, (True, True, False))
        tree = self._parse(self.url_open(f"{self.url}/mails?kind=%22x"))
        self.assertNotIn("taken out already", self._text(tree))

    def _deliver(self):
        """A value in euros that waits for his answer."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.plan.with_user(self.kam).show_values = True
        values = {**RETURNS, "plan_id": self.plan.id, "is_shared": True, "currency_id": euro.id}
        value = self.env["kam.value"].with_user(self.kam).create(values)
        value.action_agree()
        self.env["kam.value.reading"].with_user(self.kam).create(
            {"value_id": value.id, "current_value": 2.1}
        )
        value.action_deliver()
        return value

    def test_confirming_in_another_currency(self):
        value = self._deliver()
        self._propose_and_agree()
        form = self._find_form(self._read(), "confirm")
        tree = self._send(form, decision="partly", amount="9,999", words="Two sites")
        self.assertIn("Type how much of it you confirm", self._text(tree))
        form = self._find_form(tree, "confirm")
        typed = dict(form.form_values())
        self.assertEqual(
            (typed["decision"], typed["amount"], typed["words"]), ("partly", "9,999", "Two sites")
        )
        text = self._text(self._send(form, amount="4,158.00 €"))
        self.assertIn("Your answer stands", text)
        self.assertRegex(text, r"Confirmed: 4,158\.00.€|Confirmed: €.4,158\.00")
        self.assertEqual(value.answer_ids.confirmed_amount, 4158)

    def test_what_is_taken_back_or_who_left_confirms_nothing(self):
        value = self._deliver()
        self._propose_and_agree()
        form = self._find_form(self._read(), "confirm")
        value.is_shared = False
        self.assertIn("changed meanwhile", self._text(self._send(form, decision="full")))
        value.is_shared = True
        form = self._find_form(self._read(), "confirm")
        address, filled = self._fill(form, decision="full")
        self.contact.parent_id = False
        self.assertEqual(self.url_open(address, data=filled).status_code, 404)
        self.assertFalse(value.answer_ids)

    def test_a_refusal_tells_no_name_that_was_given_since(self):
        """He reads what was agreed; what we call it meanwhile leaves with the next version."""
        value = self._deliver()
        self._propose_and_agree()
        tree = self._read()
        done, confirm = (self._find_form(tree, act) for act in ("done", "confirm"))
        self.theirs.with_user(self.kam).name = "They hesitate"
        value.name = "Dear to them"
        for amount in ("", "1e9", "0"):
            refused = self._text(self._send(confirm, decision="partly", amount=amount))
            self.assertIn("Type how much of it", refused)
            self.assertNotIn("Dear to them", refused)
        self.assertNotIn("Dear to them", self._text(self._send(confirm, decision="disputed")))
        self.theirs.with_user(self.kam).action_done()
        refused = self._text(self._send(done))
        self.assertIn("This is done already", refused)
        self.assertNotIn("They hesitate", refused)

    def test_what_is_deleted_stays_as_it_was_seen(self):
        """Of an agreed version and of a proposed one: read, not done, and compared."""
        value = self._deliver()
        self._propose_and_agree()
        self.share._propose_sudo()
        tree = self._read()
        forms = [self._find_form(tree, act) for act in ("done", "confirm")]
        for line in (value, self.theirs, self.ours, self.objective):
            self.env.cr.execute(
                SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(line._table), line.id)
            )
        self.env.invalidate_all()
        tree = self._parse(self.url_open(self.url))
        text = self._text(tree)
        for shown in ("Name a warehouse contact", "Fewer returns", "Cut returns", "No longer"):
            self.assertIn(shown, text)
        self.assertFalse(tree.xpath("//form[contains(@action, '/done')]"))
        self.assertFalse(tree.xpath("//form[contains(@action, '/confirm')]"))
        for form in forms:
            text = self._text(self._send(form, decision="full"))
            self.assertRegex(text, "changed meanwhile|not there any more")
        found = self.share.with_user(self.kam).get_drift()
        self.assertEqual(found["counts"]["gone"], 4)
        self.share._propose_sudo()
        self.assertIn("Gone", self._text(self._read()))
        self._send(self._find_form(self._read(), "agree"), name="Jane Buyer")
        self.assertNotIn("Cut returns", self._text(self._read()))

    def test_one_person_at_a_customer_and_at_its_group(self):
        """Each page asks for its own access; the customer leaving the group ends one of them."""
        group = self.env["res.partner"].create({"name": "Group", "is_company": True})
        plan = self._create_plan(partner_id=group.id, name="With the group")
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": plan.id})
        share._share_sudo()
        with self.assertRaises(ValidationError):
            self._invite(self.contact, share)
        self.customer.parent_id = group
        self._invite(self.contact, share)
        self._read()
        text = self._text(self._parse(self.url_open("/my/account-plans")))
        self.assertIn("With the group", text)
        self.assertIn(self.share.name, text)
        page = f"/my/account-plans/{share.id}"
        self.assertNotIn("Send labels", self._text(self._parse(self.url_open(page))))
        self.customer.parent_id = False
        self.assertEqual(self.url_open(page).status_code, 404)
        self._read()

    def test_a_long_mail_is_cut(self):
        """Two megabytes of quotes below a sentence."""
        body = "<p>Yes, do.</p>" + "<p>below it</p>" * 150000
        self.share.sudo().message_post(
            body=Markup(body), author_id=self.contact.id, kam_for_customer=True
        )
        start = real_perf_counter()
        [comment] = self.share._read_comments_sudo()
        self.assertLess(real_perf_counter() - start, 1)
        self.assertIn("Yes, do.", comment["text"])
        self.assertLessEqual(len(comment["text"]), 10000)

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
