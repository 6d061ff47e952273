"""One page is one page, whatever the plan holds."""

import re
from unittest.mock import patch

from lxml import html as lxml_html

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import file_open

from odoo.addons.kam_planning.models.execution import kam_plan_blocks
from odoo.addons.kam_planning.tools import paper

from ..common.common import TODAY, KamCommon
from ..common.paper import ALL, CHOSEN, USUAL, PaperMixin

LONG = "A long name that goes on and on until it would need a second and a third line to be shown"
NAMES = (
    LONG,
    "WWWMMM@@@" * 20,
    "御取引先様各位" * 30,
    "شركة الخليج العربي للتجارة والتوزيع " * 6,
    "Donaudampfschifffahrtsgesellschaftskapitän" * 5,
)
LANGUAGES = ("fr_FR", "de_DE", "ja_JP", "ar_001", "he_IL")


class PageCommon(PaperMixin, KamCommon):
    def _crowd(self, plan, objectives, actions, targets, name=LONG):
        """Fill a plan with more than a page holds."""
        plan.section_ids.write({"content": f"<p>{name} {name * 30}</p>", "is_overview": True})
        env = plan.env
        env["kam.objective"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"{name} {n}",
                    "customer_gain": f"{name}\n{name}" if n % 2 else False,
                    "our_gain": f"Gain {n} {name}",
                }
                for n in range(objectives)
            ]
        )
        env["kam.action"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"{name} {n}",
                    "user_id": self.kam.id,
                    "contact_id": self.contact.id,
                    "date_start": "2026-01-01",
                    "date_deadline": "2026-05-31",
                }
                for n in range(actions)
            ]
        )
        measure = self.env.ref("kam_planning.measure_revenue")
        offerings = self.env["kam.offering"].create(
            [{"name": f"{name} {plan.id} {n}"[:200]} for n in range(targets)]
        )
        env["kam.target"].create(
            [
                {
                    "plan_id": plan.id,
                    "measure_id": measure.id,
                    "offering_id": offering.id,
                    "target_value": 9.87e14,
                }
                for offering in offerings
            ]
        )
        return plan

    def _crowd_other_blocks(self, plan, name=LONG):
        env = plan.env
        env["kam.whitespace"].create(
            [
                {
                    "account_id": plan.partner_id.id,
                    "offering_id": offering.id,
                    "state_manual": "open",
                    "potential_manual": 9.87e14,
                    "potential_source": "manual",
                }
                for offering in plan.target_ids.offering_id[:12]
            ]
        )
        roles = self.env["kam.team.role"].create([{"name": f"{name} {n}"} for n in range(12)])
        env["kam.team.member"].create(
            [
                {
                    "plan_id": plan.id,
                    "user_id": self.mate.id,
                    "role_id": role.id,
                    "responsibilities": name * 5,
                }
                for role in roles
            ]
        )
        env["kam.review"].create(
            [{"plan_id": plan.id, "name": f"{name} {n}", "date_planned": TODAY} for n in range(12)]
        )

    def _large_revenue(self):
        """Eight streams of amounts as the largest currencies have them."""
        categories = self.env["product.category"].create(
            [{"name": f"{LONG} {n}"} for n in range(8)]
        )
        amounts = {category.id: [9.87e13 - n, 1.23e3] for n, category in enumerate(categories)}
        return patch.object(
            type(self.env["kam.plan"]),
            "_read_revenue_sudo",
            lambda plans: {plan: dict(amounts) for plan in plans},
        )


@tagged("standard", "post_install", "-at_install")
class TestPdf(PageCommon, HttpCase):
    def test_each_plan_is_on_one_page_whatever_it_holds(self):
        plans = self._create_plans(len(NAMES) + 3, template_id=self.full.id)
        for plan, name in zip(plans, NAMES, strict=False):
            plan.partner_id.name = f"{name} {plan.id}"
            self._crowd(plan, *((30, 200, 40) if name == LONG else (12, 30, 8)), name)
        self._crowd(plans[-3], 3, 2, 1)
        # Everything that the last but one holds fits; the last one holds nothing at all.
        (plans[-1].objective_ids | plans[-2].objective_ids).unlink()
        (plans[-1].action_ids | plans[-2].action_ids).unlink()
        plans[-1].section_ids.unlink()
        self._crowd(plans[-2], 0, 3, 0)
        with self._large_revenue():
            pages = self._print_pdf(plans)
            shown = plans._prepare_pages()
        self.assertEqual(len(pages), len(plans))
        for plan, page in zip(plans, pages, strict=True):
            for part in shown[plan]["parts"]:
                # The last line of each block: nothing was cut off at the end of the page.
                self.assertIn(part["more"], page, part["template"])
            self.assertIn("Others", page)
            self.assertIn("million USD", page)
        self.assertIn("No objectives yet.", pages[-1])
        self.assertIn("Nothing written yet.", pages[-1])

    def test_all_blocks_at_once_in_several_languages(self):
        for lang in LANGUAGES:
            self.env["res.lang"]._activate_lang(lang)
        plan = self._create_plan(template_id=self.full.id)
        self._crowd(plan, 20, 40, 12)
        self._crowd_other_blocks(plan)
        dialogues = self.env["kam.plan.print"].with_user(self.kam).browse()
        for lang in LANGUAGES:
            blocks = [name for name in ALL if name != "map"]
            dialogues |= self._choose(plan, blocks=blocks, lang=lang)
        with self._large_revenue():
            pages = self._print_pdf(dialogues, report=CHOSEN)
            parts = plan._prepare_pages(ALL)[plan]["parts"]
        self.assertEqual(len(pages), len(LANGUAGES))
        self.assertEqual(len(parts), 8)
        for part in parts:
            self.assertTrue(part["rows"] or part.get("lines"), part["template"])
            self.assertIn(part["more"], pages[0])
        # Each in its language: months and days.
        self.assertIn("31/12/2026", pages[0])
        self.assertIn("31.12.2026", pages[1])

    def test_the_map_is_a_page_of_its_own(self):
        plan = self._create_plan(template_id=self.full.id)
        self.env["kam.stakeholder"].with_user(self.kam).create(
            {
                "account_id": self.customer.id,
                "company_id": self.env.company.id,
                "name": "Head of Acme",
            }
        )
        usual = self._print_pdf(plan)
        self.assertEqual(len(usual), 1)
        self.assertNotIn("Head of Acme", usual[0])
        pages = self._print_pdf(self._choose(plan, blocks=[*USUAL, "map"]), report=CHOSEN)
        self.assertGreaterEqual(len(pages), 2)
        self.assertNotIn("Head of Acme", pages[0])
        self.assertIn("Head of Acme", " ".join(pages[1:]))
        self.assertNotIn("Action plan", " ".join(pages[1:]))
        alone = self._print_pdf(self._choose(plan, blocks=["map"]), report=CHOSEN)
        self.assertIn("Head of Acme", alone[0])

    def test_many_plans_are_printed_at_once_a_page_each(self):
        plans = self._create_plans(3, template_id=self.light.id)
        for pages in (
            self._print_pdf(plans),
            self._print_pdf(self._choose(plans), report=CHOSEN),
        ):
            self.assertEqual(len(pages), 3)
            for plan, page in zip(plans, pages, strict=True):
                # At its head and in its footer.
                self.assertEqual(page.count(plan.partner_id.name), 2)


class TestPage(PageCommon):
    def test_heights_on_paper_are_those_reckoned_with(self):
        """`tools/paper.py` and the style sheet say the same."""
        path = "kam_planning/static/src/report/kam_paper.scss"
        with file_open(path) as file:
            style = dict(re.findall(r"\$kam-([a-z-]+): (\d+)px;", file.read()))
        self.assertEqual(
            {name: int(value) for name, value in style.items()},
            {
                "page-height": paper.PAGE_HEIGHT,
                "head-height": paper.HEAD_HEIGHT,
                "heading-height": paper.HEADING_HEIGHT,
                "row-height": paper.ROW_HEIGHT,
                "text-height": paper.TEXT_HEIGHT,
                "gain-height": kam_plan_blocks.GAIN_HEIGHT,
                "tall-head-height": kam_plan_blocks.TALL_HEAD_HEIGHT,
            },
        )
        self.assertEqual(paper.TABLE_HEAD_HEIGHT, paper.ROW_HEIGHT)

    @freeze_time(TODAY)
    def test_gains_assignees_dates_and_units(self):
        plan = self._create_plan(template_id=self.full.id)
        plan.objective_ids.unlink()
        self._create_objective(
            plan,
            name="Win the north",
            customer_gain="Fewer\nsuppliers",
            our_gain="A second plant",
            date_deadline="2026-06-30",
        )
        self._create_action(
            plan, name="Visit", contact_id=self.contact.id, date_deadline="2026-05-31"
        )
        for measure, value in (("revenue", 1234567.89), ("days_to_pay", 1), ("win_rate", 12.5)):
            self.env["kam.target"].create(
                {
                    "plan_id": plan.id,
                    "measure_id": self.env.ref(f"kam_planning.measure_{measure}").id,
                    "target_value": value,
                }
            )
        for user in (self.kam, self.reader, self.manager):
            with self.subTest(user=user.login):
                page = lxml_html.fromstring(self._print_html(plan, user)).text_content()
                page = " ".join(page.split())
                self.assertIn("The customer gains: Fewer suppliers", page)
                self.assertIn("We gain: A second plant", page)
                self.assertIn("06/30/2026", page)
                self.assertIn(f"{self.kam.name}, Jane Buyer", page)
                self.assertIn("$ 1,234,568", page)
                self.assertNotIn("1,234,567", page)
                self.assertIn(" 1 day ", page)
                self.assertIn("12.5 %", page)
                self.assertIn("invoiced, USD, 12 months to 03/02/2026", page)
                self.assertIn("03/02/2026", page.partition("As of")[2].partition("Objective")[0])

    def test_amounts_on_paper(self):
        plan, dollar, yen = self.env["kam.plan"], *self._currencies()
        for amount, currency, text in (
            (None, dollar, "–"),
            (0.0, dollar, "$ 0"),
            (0.4, dollar, "$ 0.40"),
            (99.994, dollar, "$ 99.99"),
            (99.999, dollar, "$ 100"),
            (1234.56, dollar, "$ 1,235"),
            (-1234.5, dollar, "$ -1,235"),
            (999_999_999_999, dollar, "$ 999,999,999,999"),
            (1.5e13, dollar, "15,000,000 million USD"),
            (-2e12, dollar, "-2,000,000 million USD"),
            (1234.56, yen, "1,235 ¥"),
        ):
            shown = plan._format_on_paper(amount, currency).replace("\N{NO-BREAK SPACE}", " ")
            self.assertEqual(shown, text, amount)

    def _currencies(self):
        dollar, yen = self.env.ref("base.USD"), self.env.ref("base.JPY")
        dollar.position, yen.position = "before", "after"
        return dollar, yen

    def test_nothing_is_glued(self):
        plan = self._crowd(self._create_plan(template_id=self.full.id), 2, 2, 2, "one two")
        self._crowd_other_blocks(plan, "one two")
        for html in (self._print_html(plan), self._print_chosen(plan, blocks=ALL)):
            lines = lxml_html.fromstring(html).xpath("//*[contains(@class, 'o_kam_line')]")
            self.assertGreater(len(lines), 50)
            for line in lines:
                text = line.text_content()
                for glued in (r"[a-z]\d\d/", r"\w:\w", r"\S·", r"·\S", r"[a-z%][A-Z]", r"%\w"):
                    self.assertNotRegex(text, glued)

    def test_printed_twice_it_is_the_same(self):
        plan = self._crowd(self._create_plan(template_id=self.full.id), 30, 50, 10)
        first = self._print_html(plan)
        self.env.invalidate_all()
        self.assertEqual(self._print_html(plan), first)

    def test_the_larger_part_of_a_page_is_used(self):
        """A plan with much of one kind shows more of it than one with much of each."""
        one, each = self._create_plans(2, template_id=self.light.id)
        self._crowd(one, 0, 100, 0)
        self._crowd(each, 30, 100, 30)
        pages = (one | each)._prepare_pages()

        def count(plan):
            parts = {part["template"]: part for part in pages[plan]["parts"]}
            return len(parts["kam_planning.paper_actions"]["rows"])

        self.assertGreater(count(one), count(each))
        self.assertGreater(count(each), 5)

    def test_queries_do_not_grow_with_the_plans(self):
        plans = self._create_plans(50, template_id=self.full.id)
        few = self._count_queries(lambda: plans[:1]._prepare_pages(ALL[:-1]))
        many = self._count_queries(lambda: plans._prepare_pages(ALL[:-1]))
        self.assertLessEqual(many, few + 3)
