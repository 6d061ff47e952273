import re
from datetime import date, timedelta
from unittest.mock import patch

from lxml import html
from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common.common import TODAY
from .page import PageCommon


@tagged("standard", "post_install", "-at_install")
class TestPage(PageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share._share_sudo()

    def _page(self, access=None):
        access = (access or self.access).sudo()
        self.env.flush_all()
        return access.share_id._prepare_page_sudo(access)

    def test_the_page_says_who_owes_what_and_nothing_else(self):
        text = self._text(self._read())
        for shown in ("Send labels", "Name a warehouse contact", "Fewer returns", self.kam.name):
            self.assertIn(shown, text)
        for internal in ("Raise our margin", "Find out their budget"):
            self.assertNotIn(internal, text)
        page = self._page()
        self.assertEqual([one["name"] for one in page["you_owe"]], ["Name a warehouse contact"])
        self.assertEqual(page["you_owe"][0]["who"], self.contact.name)
        self.assertEqual([one["who"] for one in page["we_owe"]], [self.kam.name])
        self.assertEqual([one["role"] for one in page["people"]], ["Your account manager"])

    def test_no_id_and_no_name_of_ours_in_the_source(self):
        self.plan.sudo().section_ids.unlink()
        self.authenticate("buyer", "buyer")
        response = self.url_open(self.url)
        source = response.text[response.text.index('id="wrap"') :]
        source = source[: source.index("</main>")]
        self.assertFalse(re.findall(r"kam\.|data-oe|res\.|/odoo|/web/(image|content)", source))
        addresses = self._parse(response).xpath(
            "//*[@id='wrap']//@href | //*[@id='wrap']//@action | //*[@id='wrap']//@src"
        )
        numbers = set(re.findall(r"\d+", " ".join(a for a in addresses if "/" in a)))
        self.assertEqual(numbers, {str(self.share.id)})
        inputs = self._parse(response).xpath("//input[not(@name='csrf_token' or @name='check')]")
        self.assertEqual({node.get("value") for node in inputs}, {"1"})
        for name, value in (
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
        ):
            self.assertEqual(response.headers[name], value)

    def test_all_who_have_no_live_access_find_the_same_nothing(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        person = self.env["res.partner"].create({"name": "Max", "parent_id": other.id})
        stranger = new_test_user(
            self.env, "stranger", groups="base.group_portal", partner_id=person.id
        )
        expired = self._create_portal("expired")
        self._invite(expired.partner_id, date_expires=TODAY - timedelta(days=1))
        revoked = self._create_portal("revoked")
        self._invite(revoked.partner_id).action_revoke()
        unasked = self._create_portal("unasked")
        self._invite(unasked.partner_id).sudo().invited_date = False
        paths = ["", "/open", "/agree", "/comment", "/done", "/document/1", "/photo/1", "/pdf"]
        for user in (stranger, expired, revoked, unasked, self.kam, self.mate):
            self.authenticate(user.login, user.login)
            unknown = self.url_open(f"/my/account-plans/{2**40}")
            self.assertEqual(unknown.status_code, 404)
            for path in paths:
                response = self.url_open(self.url + path)
                self.assertEqual(response.status_code, 404, (user.login, path))
                self.assertEqual(self._neutral(response), self._neutral(unknown))
            response = self.url_open("/my/account-plans/abc")
            self.assertEqual(response.status_code, 404)
            text = self._text(self._parse(self.url_open("/my/account-plans")))
            self.assertIn("Nothing is shared with you", text)
            self.assertNotIn(self.plan.name, text)
        self.authenticate(None, None)
        response = self.url_open(self.url, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def _create_portal(self, login):
        person = self.env["res.partner"].create({"name": login, "parent_id": self.customer.id})
        return new_test_user(self.env, login, groups="base.group_portal", partner_id=person.id)

    def _neutral(self, response):
        """A page without what differs with the request."""
        return re.sub(r"csrf_token: \"[^\"]*\"|/my/account-plans[^\"'<]*", "", response.text)

    def test_what_is_taken_back_is_gone_at_once(self):
        self.assertIn("Send labels", self._text(self._read()))
        self.plan.sudo().active = False
        self._read(status=404)
        self.plan.sudo().active = True
        self.ours.with_user(self.kam).is_shared = False
        self.assertNotIn("Send labels", self._text(self._read()))
        self.share.action_withdraw()
        self._read(status=404)

    def test_last_seen_is_noted_once_a_day_by_who_sees_it(self):
        self.assertFalse(self.access.last_seen_date)
        self._read()
        self.assertEqual(self.access.last_seen_date, TODAY)
        self.assertFalse(self.looking.last_seen_date)
        self.authenticate("kam", "kam")
        self.url_open(f"/kam_planning/share/{self.share.id}/preview?access={self.looking.id}")
        self.assertFalse(self.looking.last_seen_date)

    def test_who_has_no_scripts_can_log_in(self):
        """Odoo hides the form until a script shows it."""
        self.authenticate(None, None)
        shown = "<style>.oe_login_form.d-none { display: block !important; }</style>"
        text = self.url_open(self.url).text
        self.assertIn('class="oe_login_form', text)
        self.assertIn(f"<noscript>{shown}</noscript>", text)

    def test_the_counter_and_the_list(self):
        self.authenticate("buyer", "buyer")
        counted = self.make_jsonrpc_request("/my/counters", {"counters": ["kam_share_count"]})
        self.assertEqual(counted["kam_share_count"], 1)
        self.assertIn(self.plan.name, self._text(self._parse(self.url_open("/my/account-plans"))))
        self.authenticate("portalkam", "portalkam")
        counted = self.make_jsonrpc_request("/my/counters", {"counters": ["kam_share_count"]})
        self.assertEqual(counted["kam_share_count"], 0)

    def test_agreeing_without_javascript_and_what_differs_later(self):
        """Four lines; our action is moved: one of them differs, with its old and its new day."""
        self.ours.with_user(self.kam).date_deadline = date(2026, 5, 4)
        self.share._propose_sudo()
        tree = self._read()
        self.assertIn("Version 1 is proposed", self._text(tree))
        form = self._find_form(tree, "agree")
        self.assertIn("Type your name", self._text(self._send(form, name=" ")))
        text = self._text(self._send(self._find_form(self._read(), "agree"), name="Jane Buyer"))
        self.assertIn("Version 1 is agreed", text)
        self.assertIn("agreed on 03/02/2026 by Jane Buyer", text)
        self.assertEqual(self.share.state, "agreed")
        self.ours.with_user(self.kam).write({"date_deadline": date(2026, 9, 1)})
        text = self._text(self._read())
        self.assertIn("by 05/04/2026", text)
        self.assertNotIn("09/01/2026", text)
        self.share._propose_sudo()
        [group] = self._page()["proposed"]["groups"]
        [one] = group["differences"]
        self.assertEqual((one["kind"], one["name"]), ("changed", "Send labels"))
        [change] = one["changes"]
        self.assertEqual((change["old"], change["new"]), ("05/04/2026", "09/01/2026"))
        self.assertIn("05/04/2026 → 09/01/2026", self._text(self._read()))
        # What was read before the next version is not what is agreed to.
        old = self._find_form(self._read(), "agree")
        self.share._propose_sudo()
        self.assertIn("replaced meanwhile", self._text(self._send(old, name="Jane")))
        self.assertEqual(self.share.agreed_id.version, 1)

    def test_progress_is_live_and_what_is_released_no_more_stays_as_it_was_seen(self):
        self._propose_and_agree()
        self.theirs.with_user(self.kam).action_done()
        [entry] = self._page()["you_owe"]
        self.assertEqual((entry["standing"], entry["done_on"]), ("Done", "03/02/2026"))
        self.assertFalse(entry["may_tick"])
        self.ours.with_user(self.kam).is_shared = False
        [entry] = self._page()["we_owe"]
        self.assertEqual(entry["standing"], "No longer followed up")

    def test_what_is_erased_is_left_out(self):
        version = self._propose_and_agree()
        lines = version._get_content()
        version = version.sudo()
        ref = f"kam.action,{self.ours.id}"
        kept = [{"ref": one["ref"], "hash": "x"} if one["ref"] == ref else one for one in lines]
        with self._patched("kam.snapshot", "_read_contents", lambda _self: {version: kept}):
            self.assertEqual(self._page()["we_owe"], [])

    def _patched(self, model, name, function):
        return patch.object(self.env.registry[model], name, function)

    def test_a_version_that_was_changed_in_the_database_shows_nothing(self):
        self._damage(self._propose_and_agree())
        with self.assertLogs(level="ERROR"):
            page = self._page()
        self.assertEqual((page["you_owe"], page["we_owe"], page["groups"]), ([], [], []))

    def _damage(self, version):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET payload = jsonb_set(payload, '{2,values}', '{}') "
            "WHERE id = %s",
            version.ids,
        )
        self.env.invalidate_all()

    def test_documents_are_copies_and_only_those_of_the_share(self):
        files = self.env["ir.attachment"].with_user(self.kam)
        mine = files.create({"name": "offer.txt", "raw": b"offer"})
        of_plan = files.create(
            {"name": "cost.txt", "raw": b"cost", "res_model": "kam.plan", "res_id": self.plan.id}
        )
        hidden = self.env["ir.attachment"].create(
            {"name": "s.txt", "raw": b"s", "res_model": "ir.cron", "res_id": 1}
        )
        share = self.share
        share.attachment_ids = [Command.link(mine.id), Command.link(of_plan.id)]
        kept = share.attachment_ids.sorted("id")
        self.assertEqual(kept[0], mine)
        self.assertNotIn(of_plan, kept)
        self.assertEqual(set(kept.mapped("res_id")), {share.id})
        self.assertEqual(of_plan.res_id, self.plan.id)
        with self.assertRaises(UserError):
            share.attachment_ids = [Command.link(hidden.id)]
        with self.assertRaises(UserError):
            address = files.create({"name": "x", "type": "url", "url": "https://x.example"})
            share.attachment_ids = [Command.link(address.id)]
        self.authenticate("buyer", "buyer")
        response = self.url_open(f"{self.url}/document/1")
        self.assertEqual(response.content, b"offer")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        for place in ("0", "3", "99999999999999999999", "-1", "x"):
            self.assertEqual(self.url_open(f"{self.url}/document/{place}").status_code, 404)
        self.assertEqual(self.url_open(f"/web/content/{mine.id}").status_code, 404)

    def test_photo_and_phone_as_the_colleague_allows_it(self):
        self.kam.sudo().phone = "+32 81 81 37 00"
        tree = self._read()
        self.assertNotIn("81 37", self._text(tree))
        self.assertEqual(self.url_open(f"{self.url}/photo/1").status_code, 404)
        self.kam.with_user(self.kam).kam_share_contact = True
        self.assertIn("81 37", self._text(self._read()))
        response = self.url_open(f"{self.url}/photo/1")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Type"].startswith("image/"))
        self.assertEqual(self.url_open(f"{self.url}/photo/2").status_code, 404)

    def test_the_next_meeting_where_the_reader_is(self):
        review = self.env["kam.review"].with_user(self.kam)
        review = review.create(
            {"plan_id": self.plan.id, "kind": "customer", "date_planned": date(2026, 4, 1)}
        )
        items = self.env["kam.review.item"].with_user(self.kam)
        for title, visibility in (("Returns", "customer"), ("Our margin", "internal")):
            items.create({"review_id": review.id, "title": title, "visibility": visibility})
        self.assertEqual(self._page()["meeting"], {"when": "04/01/2026", "items": ["Returns"]})
        self._schedule_meeting(review)
        review.event_id.write({"start": "2026-04-01 08:00:00", "stop": "2026-04-01 09:00:00"})
        self.buyer.tz = "America/New_York"
        text = self._text(self._read())
        self.assertRegex(text, r"04/01/2026, 4:00\sAM \(America/New_York\)")
        self.assertNotIn("Our margin", text)

    def test_the_paper_equals_the_page(self):
        self.share.intro = "Welcome.\nThis is what we agreed."
        self._propose_and_agree()
        article = self._read_for_paper()
        report = self.env["ir.actions.report"].with_user(self.kam)
        content = report._render_qweb_html("kam_planning.report_share", self.access.ids)[0]
        [paper] = html.fromstring(content).xpath("//article")
        self.assertEqual(self._text(paper).split(), self._text(article).split())
        with self.assertRaises(UserError):
            report.with_user(self.buyer)._render_qweb_html(
                "kam_planning.report_share", self.access.ids
            )
        response = self.url_open(f"{self.url}/pdf")
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        # In tests Odoo gives what it would print.
        [printed] = html.fromstring(response.content).xpath("//article")
        self.assertEqual(self._text(printed).split(), self._text(paper).split())

    def test_our_people_see_the_very_page(self):
        self.authenticate("kam", "kam")
        address = f"/kam_planning/share/{self.share.id}/preview"
        tree = self._parse(self.url_open(f"{address}?access={self.access.id}"))
        self.assertIn("This is what the customer sees", self._text(tree))
        self.assertTrue(tree.xpath("//fieldset[@disabled]"))
        for node in tree.xpath("//form//textarea | //form//button"):
            self.assertTrue(node.xpath("ancestor::fieldset[@disabled]"))
        for access in ("", "0", "x", str(2**70)):
            self.assertEqual(self.url_open(f"{address}?access={access}").status_code, 200)
        for login in ("reader", "outsider", "foreign", "buyer"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(address).status_code, 404, login)

    def test_rich_text_stays_harmless(self):
        section = self.plan.section_ids[:1] or self.env["kam.plan.section"].with_user(
            self.kam
        ).create({"plan_id": self.plan.id, "name": "Story"})
        section.with_user(self.kam).write(
            {
                "is_shared": True,
                "content": Markup('<p>Hello <a href="/odoo/kam">ours</a><!-- margin --></p>'),
            }
        )
        tree = self._read()
        self.assertIn("Hello ours", self._text(tree))
        self.assertFalse(tree.xpath("//a[contains(@href, '/odoo')]"))

    def _count_page(self, path="", warm=True):
        self.authenticate("buyer", "buyer")
        self.env.registry.clear_cache()
        for _time in range(1 + warm):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            response = self.url_open(self.url + path)
            self.assertEqual(response.status_code, 200)
        return self.env.cr.sql_log_count - before

    def test_a_full_page_and_a_photo_cost_little(self):
        self._fill_page()
        page = self._page()
        parts = ("proposed", "values", "groups", "documents", "meeting", "comments", "people")
        self.assertFalse([part for part in parts if not page[part]])
        self.assertLessEqual(self._count_page(), 25)
        self.assertLessEqual(self._count_page("/photo/1"), 18)

    def test_a_page_costs_the_same_for_many_lines(self):
        read = self._count_page
        one = read()
        for number in range(25):
            self._create_action(self.plan, is_shared=True, name=f"Ours {number}")
            self._create_action(
                self.plan, is_shared=True, name=f"Theirs {number}", contact_id=self.contact.id
            )
        self.env.flush_all()
        self.assertLessEqual(read(), one)
        self.assertLessEqual(one, 25)

    def test_the_preview_shows_what_a_draft_would_show(self):
        partner = self.env["res.partner"].create({"name": "Later", "is_company": True})
        plan = self._create_plan(partner_id=partner.id)
        self._create_action(plan, is_shared=True, name="Send the offer")
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": plan.id})
        self.authenticate("kam", "kam")
        response = self.url_open(f"/kam_planning/share/{share.id}/preview")
        self.assertIn("Send the offer", self._text(self._parse(response)))
        self.assertFalse(plan.is_shared)
        self.assertFalse(share._read_released_sudo(plan)[plan])
