"""The review and the business review on paper, as they are really printed."""

from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.kam_planning.tools.papers.vocabulary import CUSTOMER, INTERNAL, NAMES

from ..common.common import TODAY
from ..common.paper import PaperMixin
from ..common.samples import take
from .papers import SECRET, PapersCommon

REVIEW = "kam_planning.action_report_kam_review"
QBR = "kam_planning.action_report_kam_qbr"
LONG = "A long name that goes on and on until it needs a second and a third line to be shown. " * 2


@tagged("standard", "post_install", "-at_install")
class TestPdf(PaperMixin, PapersCommon, HttpCase):
    def test_a_review_takes_one_to_three_pages(self):
        self._fill(3)
        self.inner.write({"agenda": "<p>Talk about tea</p>", "minutes": "<p>We talked</p>"})
        pages = self._print_pdf(self.inner, report=REVIEW)
        self.assertIn(len(pages), (1, 2, 3))
        text = " ".join(pages)
        for word in ("Shared Action 2", f"{SECRET} Action", "Talk about tea", "We talked"):
            self.assertIn(word, text)
        for word in ("not known", "internal", f"page 1 / {len(pages)}", "What changed since"):
            self.assertIn(word, text)

    def test_a_business_review_takes_one_or_two_pages_with_what_is_shared(self):
        self._fill(3)
        self.review.write(
            {"agenda": f"<p>{SECRET} agenda</p>", "minutes": f"<p>{SECRET} minutes</p>"}
        )
        pages = self._print_pdf(self.review, report=QBR)
        self.assertIn(len(pages), (1, 2))
        text = " ".join(pages)
        for word in ("Shared Action 2", "Shared Value 0", "Less waste", "12,000", "Who does what"):
            self.assertIn(word, text)
        for word in (SECRET, "internal", self.kam.name, "Health", "20 ·"):
            self.assertNotIn(word, text)

    def test_papers_have_a_bound(self):
        self._fill(500)
        self.assertLessEqual(len(self._print_pdf(self.inner, report=REVIEW)), 14)
        pages = self._print_pdf(self.review, report=QBR)
        self.assertLessEqual(len(pages), 14)
        self.assertGreaterEqual(" ".join(pages).count("and 460 more"), 5)

    def test_long_names_and_other_languages(self):
        """In the suite in one of them in turn, in `make walk` in each."""
        languages = take(("de_DE", "ja_JP", "ar_001"), 0)
        for lang in languages:
            self.env["res.lang"]._activate_lang(lang)
        self._fill(2)
        for model in ("kam.objective", "kam.action", "kam.risk"):
            for line in self.env[model].search([("plan_id", "=", self.plan.id)]):
                line.name = f"{LONG}{'御' * 20}{line.id}"[:200]
        for lang in languages:
            self.customer.lang = lang
            self.assertIn(len(self._print_pdf(self.review, report=QBR)), (1, 2, 3))
            self.assertIn(len(self._print_pdf(self.inner, report=REVIEW, lang=lang)), (1, 2, 3, 4))


class TestPapers(PaperMixin, PapersCommon):
    def _prepare(self, review=None, user=None):
        review = review or self.inner
        plan = self.plan.with_user(user or self.kam)
        return plan._prepare_internal_paper(review.with_user(user or self.kam))

    def test_they_are_in_the_print_menus(self):
        actions = self.env["ir.actions.actions"].with_user(self.kam)
        for model, names in (
            ("kam.review", {"Review", "For the customer", "PowerPoint…"}),
            ("kam.plan", {"PowerPoint…", "Excel workbook"}),
        ):
            found = {action["name"] for action in actions.get_bindings(model)["report"]}
            self.assertLessEqual(names, found, model)

    @freeze_time(TODAY)
    def test_what_happened_since_the_last_review(self):
        self._activate(self.plan)
        self._create_review("internal", state="held", date_held="2026-02-01")
        self._create_review("internal", state="held", date_held="2026-01-10")
        old, new = (
            self._create_action(self.plan, name=name, date_start="2026-01-02", date_deadline=day)
            for name, day in (("Old", "2026-01-15"), ("New", "2026-02-20"))
        )
        for action, day in ((old, "2026-01-15"), (new, "2026-02-10")):
            action.state = "done"
            action.date_done = day
        self._create_action(
            self.plan, name="Slow", date_start="2026-01-02", date_deadline="2026-02-27"
        )
        for day in ("2026-01-20", "2026-02-03"):
            self.env["kam.change"].create(
                {
                    "plan_id": self.plan.id,
                    "kind": "order_lost",
                    "date": day,
                    "res_model": "kam.plan",
                    "res_id": self.plan.id,
                    "bucket": day,
                }
            )
        values, lists = self._prepare()
        self.assertEqual(values["since"], "02/01/2026")
        self.assertEqual([line["name"] for line in lists["done"]], ["New"])
        self.assertEqual([line["name"] for line in lists["late"]], ["Slow"])
        self.assertEqual([line["date"] for line in lists["changes"]], ["02/03/2026"])

    @freeze_time(TODAY)
    def test_scores_then_and_now(self):
        self._create_review("internal", state="held", date_held="2026-02-01")
        for day, total, confidence in (("2026-01-05", 70, 60), ("2026-02-15", 50, 60)):
            self.env["kam.score"].create(
                {
                    "res_model": "kam.plan",
                    "res_id": self.plan.id,
                    "kind": "health",
                    "total": total,
                    "confidence": confidence,
                    "date": f"{day} 10:00:00",
                    "date_to": f"{day} 10:00:00",
                }
            )
        self.plan.sudo().write({"health": 50.4, "confidence": 60.0})
        _values, lists = self._prepare()
        self.assertEqual(
            lists["scores"][0],
            {"name": "Health", "then": "70", "now": "50", "change": "−20"},
        )
        self.assertEqual(
            lists["scores"][2],
            {"name": "Confidence (%)", "then": "60", "now": "60", "change": "0"},
        )
        # Nothing was recorded of the quality then: no change is told.
        self.assertEqual((lists["scores"][1]["then"], lists["scores"][1]["change"]), ("", ""))

    @freeze_time(TODAY)
    def test_then_is_the_same_on_paper_and_on_the_screen(self):
        """In Auckland 1 February ends at 11 in Greenwich: what was measured at 8 p.m. is later."""
        self.env.company.partner_id.tz = "Pacific/Auckland"
        self._create_review("internal", state="held", date_held="2026-02-01")
        for moment, total in (("2026-01-05 10:00:00", 70), ("2026-02-01 20:00:00", 40)):
            self.env["kam.score"].create(
                {
                    "res_model": "kam.plan",
                    "res_id": self.plan.id,
                    "kind": "health",
                    "total": total,
                    "date": moment,
                    "date_to": moment,
                }
            )
        self.plan.sudo().health = 50
        _values, lists = self._prepare()
        opening = self.inner.get_opening()
        fact = opening["parts"][0]["facts"][0]
        self.assertEqual((fact["before"], fact["now"]), (70, 50))
        self.assertEqual((lists["scores"][0]["then"], lists["scores"][0]["now"]), ("70", "50"))
        _values, without = self.plan.with_user(self.kam)._prepare_internal_paper()
        self.assertEqual(without["scores"], lists["scores"])

    @freeze_time(TODAY)
    def test_a_plan_that_was_never_reviewed(self):
        values, _lists = self.plan.with_user(self.kam)._prepare_internal_paper()
        self.assertEqual((values["review"], values["review_date"]), (self.plan.name, ""))
        values, _lists = self._prepare()
        self.assertEqual(values["since"], "01/01/2026")
        self.assertEqual(self.inner.get_opening()["since"], "2026-01-01")
        with freeze_time("2025-12-10"):
            values, _lists = self._prepare()
            self.assertEqual(values["since"], "12/10/2025")
            self.assertEqual(self.inner.get_opening()["since"], "2025-12-10")

    def test_what_was_given_up_does_not_go_to_the_customer(self):
        self._fill()
        objective = self.env["kam.objective"].search([("is_shared", "=", True)], limit=1)
        action = self.env["kam.action"].search([("is_shared", "=", True)], limit=1)
        contact = {"name": "Kim", "parent_id": self.plan.partner_id.id}
        action.contact_id = self.env["res.partner"].create(contact)
        _values, lists = self.plan.with_user(self.kam)._prepare_customer_paper(self.review)
        self.assertEqual([line["who"] for line in lists["actions"]], ["Kim"])
        objective.state, action.state = "dropped", "cancelled"
        _values, lists = self.plan.with_user(self.kam)._prepare_customer_paper(self.review)
        self.assertEqual((lists["objectives"], lists["actions"]), ([], []))
        self.assertEqual([line["name"] for line in lists["values"]], ["Shared Value 0"])

    def test_all_for_the_customer_comes_from_the_release(self):
        """Where nothing is released, nothing is there, whatever the records say."""
        self._fill()
        for model in ("kam.objective", "kam.action", "kam.value", "kam.risk", "kam.key.date"):
            self.env[model].search([("is_shared", "=", True)]).is_shared = False
        self.env["kam.customer.goal"].search([]).is_shared = False
        values, lists = self.plan.with_user(self.kam)._prepare_customer_paper(self.review)
        self.assertEqual({name for name, lines in lists.items() if lines}, set())
        self.assertEqual(values["customer"], "Acme")

    def _fill_lists(self):
        """What only a plan at work has: something done, late, decided, changed and measured."""
        self._activate(self.plan)
        for name, day in (("Done", "2026-01-05"), ("Late", "2026-01-06")):
            self._create_action(self.plan, name=name, date_start="2026-01-02", date_deadline=day)
        self.env["kam.action"].search([("name", "=", "Done")]).state = "done"
        self.env["kam.review.decision"].create({"review_id": self.inner.id, "name": "Go"})
        for review in (self.inner, self.review):
            topic = {"review_id": review.id, "title": "Tea", "visibility": "customer"}
            self.env["kam.review.item"].create(topic)
        self.env["kam.target"].create(
            {
                "plan_id": self.plan.id,
                "measure_id": self.env.ref("kam_planning.measure_satisfaction").id,
                "target_value": 70,
            }
        )
        self.env["kam.change"].create(
            {
                "plan_id": self.plan.id,
                "kind": "order_lost",
                "date": "2026-02-01",
                "res_model": "kam.plan",
                "res_id": self.plan.id,
                "bucket": "1",
            }
        )

    def test_names_of_the_vocabulary_are_those_that_are_given(self):
        self._fill()
        self._fill_lists()
        plan = self.plan.with_user(self.kam)
        for names, (values, lists) in (
            (INTERNAL, plan._prepare_internal_paper(self.inner)),
            (CUSTOMER, plan._prepare_customer_paper(self.review)),
        ):
            self.assertEqual(set(values), names.values)
            self.assertEqual(set(lists), set(names.loops))
            for name, lines in lists.items():
                self.assertTrue(lines or name == "sections", name)
                for line in lines:
                    self.assertEqual(tuple(line), names.loops[name], name)

    def test_headings_fit_the_lists(self):
        plan = self.plan
        for mode, tables in (
            ("internal", plan._get_internal_tables()),
            ("customer", plan._get_customer_tables()),
        ):
            for _title, name, heads in tables:
                self.assertEqual(len(heads), len(NAMES[mode].loops[name]), name)

    def test_refusals(self):
        self.plan.confidentiality = "team"
        for user in (self.mate, self.reader, self.foreign, self.outsider, self.portal):
            for review, report in ((self.inner, REVIEW), (self.review, QBR)):
                with self.assertRaises(AccessError):
                    self._print_html(review, user, report)
        with self.assertRaisesRegex(UserError, "is our own"):
            self._print_html(self.inner, self.kam, QBR)
        self.plan.is_shared = False
        with self.assertRaisesRegex(UserError, "is not shared"):
            self._print_html(self.review, self.kam, QBR)

    def test_a_team_member_prints_both(self):
        self.plan.confidentiality = "team"
        self.env["kam.team.member"].create({"plan_id": self.plan.id, "user_id": self.mate.id})
        self.assertIn("Acme", self._print_html(self.inner, self.mate, REVIEW))
        self.assertIn("Acme", self._print_html(self.review, self.mate, QBR))

    def test_queries_do_not_grow_with_the_lines(self):
        plan = self.plan.with_user(self.kam)
        self._fill(1)
        for prepare in (plan._prepare_internal_paper, plan._prepare_customer_paper):
            few = self._count_queries(partial(prepare, self.review))
            self._fill(50)
            many = self._count_queries(partial(prepare, self.review))
            self.assertLessEqual(many, few + 3, prepare)
