"""Slides of plans and reviews, the company's own templates, and what is refused."""

import base64
import io
import sys
import zipfile
from unittest.mock import patch

from pptx import Presentation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.kam_planning.tools.papers import deck

from .papers import SECRET, PapersCommon, make_deck, read_deck, save


class TestTemplates(PapersCommon):
    def _upload(self, made, user=None, mode="internal", **values):
        content = made if isinstance(made, bytes) else save(made)
        return (
            self.env["kam.deck.template"]
            .with_user(user or self.admin)
            .create(
                {
                    "name": "Ours",
                    "mode": mode,
                    "file": base64.b64encode(content),
                    "file_name": "ours.pptx",
                    **values,
                }
            )
        )

    def test_only_administrators_manage_templates(self):
        template = self._upload(make_deck("{{partner}}"))
        for user in (self.kam, self.manager, self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self._upload(make_deck("{{partner}}"), user)
            with self.assertRaises(AccessError):
                template.with_user(user).name = "Mine"
        self.assertTrue(template.with_user(self.kam).has_access("read"))
        for user in (self.outsider, self.portal):
            self.assertFalse(template.with_user(user).has_access("read"))

    def test_a_template_of_another_company(self):
        template = self._upload(make_deck("x"), company_id=self.env.company.id)
        self.assertFalse(template.with_user(self.foreign).has_access("read"))
        with self.assertRaises(AccessError):
            self.plan.with_user(self.foreign)._make_deck("internal", template)

    def test_files_are_checked_on_upload(self):
        for content in (b"no zip", save(make_deck("x"))[:500]):
            with self.assertRaisesRegex(UserError, "ours.pptx.*is no PowerPoint presentation"):
                self._upload(content)
        with self.assertRaisesRegex(UserError, "too large"):
            self._upload(bytes(deck.MOST_BYTES + 1))
        with self.assertRaisesRegex(ValidationError, "Slide 1: “helth” is no placeholder"):
            self._upload(make_deck("{{helth}}"))
        with self.assertRaisesRegex(ValidationError, "Slide 1: the loop “actions” has no end"):
            self._upload(make_deck("{{#actions}}"))
        with self.assertRaisesRegex(ValidationError, "and 4 more"):
            self._upload(make_deck(*(f"{{{{x{number}}}}}" for number in range(12))))

    def test_the_reader_is_checked_as_well(self):
        made = make_deck("{{health}}")
        with self.assertRaisesRegex(ValidationError, "“health” is no placeholder"):
            self._upload(made, mode="customer")
        template = self._upload(made)
        with self.assertRaisesRegex(UserError, "other readers"):
            self.plan.with_user(self.kam)._make_deck("customer", template)
        with self.assertRaisesRegex(ValidationError, "“health” is no placeholder"):
            template.mode = "customer"

    def test_the_shipped_templates_pass_and_are_small(self):
        for mode in ("internal", "customer"):
            content = self.env["kam.plan"]._make_sample(mode)
            self.assertLess(len(content), 60_000)
            self.assertTrue(self._upload(content, mode=mode))

    def test_the_companys_own_template_is_filled(self):
        self._fill()
        template = self._upload(
            make_deck(
                "{{partner}}: {{health}}", bullets=["{{#risks}}{{name}} {{rating}}{{/risks}}"]
            )
        )
        content = self.plan.with_user(self.kam)._make_deck("internal", template, self.inner)
        [texts] = read_deck(content)
        self.assertEqual(texts[0], "Acme: not known")
        self.assertIn("Shared Risk 0 20 · Critical", texts)

    def test_without_the_library_it_says_what_to_install(self):
        blocked = {name: None for name in sys.modules if name.partition(".")[0] == "pptx"}
        plan = self.plan.with_user(self.kam)
        dialogue = self.env["kam.deck.create"].with_user(self.kam).create({"plan_id": plan.id})
        made = save(make_deck("x"))
        with patch.dict(sys.modules, blocked):
            for make in (
                lambda: plan._make_deck("internal"),
                dialogue.action_make,
                lambda: self._upload(made),
                lambda: plan._make_sample("customer"),
            ):
                with self.assertRaisesRegex(UserError, "pip install python-pptx"):
                    make()
            self.assertTrue(plan._make_workbook())


class TestDecks(PapersCommon):
    def test_internal_slides_hold_the_plan(self):
        self._fill()
        content = self.plan.with_user(self.kam)._make_deck("internal", review=self.inner)
        text = " ".join(" ".join(slide) for slide in read_deck(content))
        for word in ("Acme", "Shared Action 0", f"{SECRET} Action", "not known", "20 · Critical"):
            self.assertIn(word, text)
        self.assertNotIn("{{", text)

    def test_customer_slides_hold_what_is_shared_alone(self):
        self._fill()
        content = self.plan.with_user(self.kam)._make_deck("customer", review=self.review)
        text = " ".join(" ".join(slide) for slide in read_deck(content))
        for word in ("Acme", "Shared Action 0", "Less waste", "12,000", "Shared Goal 0"):
            self.assertIn(word, text)
        self.assertNotIn(SECRET, text)
        # Who of ours does what may be known, and nobody else of us.
        self.assertIn(self.kam.name, text)
        self.assertNotIn(self.manager.name, text)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                self.assertNotIn(SECRET.encode(), package.read(name), name)

    def test_nothing_of_a_plan_that_is_not_shared(self):
        self.plan.is_shared = False
        with self.assertRaisesRegex(UserError, "is not shared"):
            self.plan.with_user(self.kam)._make_deck("customer")
        dialogue = self.env["kam.deck.create"].with_user(self.kam)
        dialogue = dialogue.create({"review_id": self.review.id})
        self.assertEqual(dialogue.mode, "customer")
        with self.assertRaisesRegex(UserError, "is not shared"):
            dialogue.action_make()

    def test_a_review_of_our_own_is_no_paper_for_the_customer(self):
        with self.assertRaisesRegex(UserError, "is our own"):
            self.plan.with_user(self.kam)._make_deck("customer", review=self.inner)

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.lang = "de_DE"
        dialogue = self.env["kam.deck.create"].with_user(self.kam)
        dialogue = dialogue.create({"review_id": self.review.id})
        self.assertEqual(dialogue.lang, "de_DE")
        self.assertIn("lang=de_DE", dialogue.action_make()["url"])
        dialogue = dialogue.create({"review_id": self.inner.id})
        self.assertEqual((dialogue.mode, dialogue.lang), ("internal", "en_US"))

    def test_500_lines_are_bounded(self):
        self._fill(500)
        content = self.plan.with_user(self.kam)._make_deck("internal", review=self.inner)
        slides = read_deck(content)
        self.assertLess(len(slides), 40)
        self.assertIn("and 465 more", [text for slide in slides for text in slide])

    def test_queries_do_not_grow_with_the_lines(self):
        plan = self.plan.with_user(self.kam)
        self._fill(1)
        few = self._count_queries(lambda: plan._make_deck("internal"))
        few_shared = self._count_queries(lambda: plan._make_deck("customer"))
        self._fill(49)
        many = self._count_queries(lambda: plan._make_deck("internal"))
        many_shared = self._count_queries(lambda: plan._make_deck("customer"))
        self.assertLessEqual(many, few + 3)
        self.assertLessEqual(many_shared, few_shared + 3)


@tagged("standard", "post_install", "-at_install")
class TestDownloads(PapersCommon, HttpCase):
    def _get(self, user, path):
        if user:
            self.authenticate(user.login, user.login)
        else:
            self.authenticate(None, None)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(path, allow_redirects=False)

    def _paths(self):
        base = f"/kam_planning/plan/{self.plan.id}"
        return (
            f"{base}/workbook",
            f"{base}/deck?mode=internal&review_id={self.inner.id}",
            f"{base}/deck?mode=customer&review_id={self.review.id}",
        )

    def test_files_have_the_customer_and_the_day(self):
        for path in self._paths():
            answer = self._get(self.kam, path)
            self.assertEqual(answer.status_code, 200, path)
            name = answer.headers["Content-Disposition"]
            self.assertRegex(name, r"^attachment; filename\*=UTF-8''Acme%20\d{4}-\d\d-\d\d\.")
            self.assertEqual(answer.headers["Cache-Control"], "private, no-store")
        for mode in ("internal", "customer"):
            answer = self._get(self.kam, f"/kam_planning/deck_template/{mode}")
            self.assertTrue(Presentation(io.BytesIO(answer.content)).slides)

    def test_who_may_not_read_the_plan_gets_nothing(self):
        self.plan.confidentiality = "team"
        for user in (self.mate, self.reader, self.outsider, self.foreign, self.portal):
            for path in self._paths():
                answer = self._get(user, path)
                self.assertEqual(answer.status_code, 403, (user.login, path))
                self.assertNotIn(b"PK\x03\x04", answer.content)
        for path in (*self._paths(), "/kam_planning/deck_template/customer"):
            answer = self._get(None, path)
            self.assertEqual(answer.status_code, 303, path)
            self.assertIn("/web/login", answer.headers["Location"])
        for user in (self.outsider, self.portal):
            answer = self._get(user, "/kam_planning/deck_template/customer")
            self.assertEqual(answer.status_code, 403)

    def test_a_team_member_reads_what_the_team_reads(self):
        self.plan.confidentiality = "team"
        self.env["kam.team.member"].create({"plan_id": self.plan.id, "user_id": self.mate.id})
        for path in self._paths():
            self.assertEqual(self._get(self.mate, path).status_code, 200, path)

    def test_forged_addresses(self):
        base = f"/kam_planning/plan/{self.plan.id}/deck"
        other = self._create_plans(1)
        theirs = self.env["kam.review"].create({"plan_id": other.id, "kind": "internal"})
        for query, status in (
            ("mode=board", 400),
            ("mode=internal&template_id=x", 404),
            ("mode=internal&template_id=99999999999", 404),
            (f"mode=internal&review_id={theirs.id}", 400),
        ):
            answer = self._get(self.kam, f"{base}?{query}")
            self.assertIn(answer.status_code, (status, 422), query)
            self.assertNotIn(b"PK\x03\x04", answer.content)
        for address in ("999999999/workbook", "0/workbook", "0/deck", "99999999999/deck"):
            gone = self._get(self.kam, f"/kam_planning/plan/{address}")
            self.assertIn(gone.status_code, (403, 404), address)
        self.assertEqual(self._get(self.kam, f"{base}?lang=xx_XX").status_code, 200)
