"""The full plan: three to four pages for a plan of normal size, and no line cut off."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.kam_planning.tools import paper

from ..common.paper import CHOSEN, USUAL
from ..common.samples import take
from .full import FULL, FullPlanCommon

LANGUAGES = ("en_US", "de_DE", "ja_JP", "ar_001", "he_IL")
# What the full plan prints beside the plan on one page, of a plan that holds all of it.
HEADINGS = {
    *("Customer's goals", "Competitors", "Forces", "Risks", "Value", "Value scorecard"),
    *("Investments", "Key dates ahead", "Strategy map", "Map of the plan"),
    "Strengths, vulnerabilities, opportunities, threats",
}
# More than that no plan takes, whatever it holds: the plan on one page, two of lists, one for each
# picture.
MOST_PAGES = 6


@tagged("standard", "post_install", "-at_install")
class TestFullPdf(FullPlanCommon, HttpCase):
    def test_a_plan_of_normal_size_takes_three_to_four_pages(self):
        plan = self._normal_plan()
        pages = self._print_pdf(plan, report=FULL)
        self.assertIn(len(pages), (3, 4))
        text = " ".join(pages)
        for heading in HEADINGS:
            self.assertIn(heading, text)
        for number in range(28):
            self.assertIn(f"Line {number} (", text)
        self.assertIn(f"page 1 / {len(pages)}", pages[0])
        # Each page as it was reckoned: its last line is there.
        sheets = self._prepare()["sheets"]
        self.assertEqual(len(sheets), len(pages))
        for sheet, page in zip(sheets[1:], pages[1:], strict=True):
            for part in (part for band in sheet for part in band):
                self.assertIn(f"{part['number']} · {part['heading']}", page)
                if part.get("columns"):
                    self.assertIn(part["more"] or part["rows"][-1][0], page)

    def test_a_light_plan_takes_one_or_two(self):
        [plan] = self._create_plans(1, template_id=self.light.id)
        pages = self._print_pdf(plan, report=FULL)
        self.assertLessEqual(len(pages), 2)
        self.assertNotIn("Strategy map", " ".join(pages))
        self.assertIn("Map of the plan", " ".join(pages))

    def test_a_very_full_plan_has_a_bound(self):
        plan = self.plan
        self._fill_strategy(plan, 40)
        self._fill_appraisal(plan, 200)
        self._fill_scorecard(plan)
        pages = self._print_pdf(plan, report=FULL)
        self.assertLessEqual(len(pages), MOST_PAGES)
        text = " ".join(pages)
        # Of 40 lines of each kind three, of 40 objectives as many as the map has room for.
        self.assertGreaterEqual(text.count("and 37 more"), 5)
        self.assertIn("and 32 more", text)
        # 80 in a quarter, which holds 18 rows.
        self.assertIn("and 63 more", text)

    def test_in_five_languages_also_from_right_to_left(self):
        """In the suite in two of the last four, of which one is written from the right."""
        languages = ["en_US", *take(LANGUAGES[1:], 0, 2)]
        for lang in languages[1:]:
            self.env["res.lang"]._activate_lang(lang)
        plan = self._normal_plan()
        dialogues = self.env["kam.plan.print"].with_user(self.kam).browse()
        for lang in languages:
            dialogues |= self._choose(plan, layout="full", lang=lang)
        pages = self._print_pdf(dialogues, report=CHOSEN)
        self.assertIn(len(pages), (3 * len(languages), 4 * len(languages)))

    def test_long_titles_change_no_page(self):
        plan = self._normal_plan()
        count = len(self._print_pdf(plan, report=FULL))
        for model in ("kam.objective", "kam.risk", "kam.investment", "kam.force", "kam.value"):
            for line in self.env[model].search([("plan_id", "=", plan.id)]):
                line.name = f"{'W' * 150}{'御' * 30}{line.id}"[:200]
        for model in ("kam.customer.goal", "kam.appraisal", "kam.key.date"):
            for line in self.env[model].search([("account_id", "=", self.customer.id)]):
                line.name = f"{'long ' * 36}{line.id}"[:200]
        self.assertEqual(len(self._print_pdf(plan, report=FULL)), count)


class TestFullPlan(FullPlanCommon):
    def test_it_is_in_the_print_menu(self):
        actions = self.env["ir.actions.actions"].with_user(self.reader).get_bindings("kam.plan")
        self.assertIn("Full plan", [action["name"] for action in actions["report"]])

    def test_no_page_holds_more_than_it_has_room_for(self):
        for count in (0, 1, 3, 4, 12, 40):
            self._fill_strategy(self.plan, count, f"Round {count}")
            self._fill_appraisal(self.plan, count * 3, f"Round {count}")
            page = self._prepare()
            for sheet in page["sheets"][1:]:
                used = sum(max(part["taken"] for part in band) for band in sheet)
                self.assertLessEqual(used, paper.PAGE_HEIGHT)
            self.assertLessEqual(len(page["sheets"]), MOST_PAGES)

    def test_three_of_each_and_how_many_more(self):
        self._normal_plan()
        parts = {part["heading"]: part for part in self._all_parts(self._prepare())}
        for heading in ("Customer's goals", "Competitors", "Risks", "Value", "Investments"):
            self.assertEqual(len(parts[heading]["rows"]), 3, heading)
            self.assertEqual(parts[heading]["more"], "and 3 more", heading)
        self.assertEqual(parts["Key dates ahead"]["more"], "and 3 more")

    def test_blocks_without_a_line_are_left_out(self):
        page = self._prepare()
        self.assertTrue(
            HEADINGS.isdisjoint(set(self._headings(page)) - {"Map of the plan", "Strategy map"})
        )
        self._create_line("kam.risk", name="Only one")
        self.assertIn("Risks", self._headings(self._prepare()))

    def test_blocks_that_are_off_are_not_read(self):
        self._normal_plan()
        self.plan.write(dict.fromkeys(self.plan._get_block_fields(), False))
        page = self._prepare()
        self.assertEqual(self._headings(page), ["Map of the plan"])

    def test_the_order_of_what_matters(self):
        self._create_line("kam.risk", name="Small", probability="1", impact="2")
        self._create_line("kam.risk", name="Grave", probability="5", impact="4", amount=1000)
        self._create_line("kam.risk", name="Over", probability="5", impact="5").state = "closed"
        self._goal(name="We think so")
        self._goal(name="They said so", source="customer")
        self._create_line("kam.key.date", name="Over", date="2020-01-01")
        parts = {part["heading"]: part for part in self._all_parts(self._prepare())}
        risks = parts["Risks"]["rows"]
        self.assertEqual([row[0] for row in risks], ["Grave", "Small"])
        self.assertEqual(risks[0][1], "20 · Critical")
        self.assertRegex(risks[0][2], "1,000")
        goals = [row[0] for row in parts["Customer's goals"]["rows"]]
        self.assertEqual(goals, ["They said so", "We think so"])
        self.assertNotIn("Key dates ahead", parts)

    def test_chance_and_best_lever(self):
        """Driving 4, 3, restraining 5, 2: (7 + 1) : (7 + 7 + 2) is 50 %."""
        for name, kind, strength, alterable in (
            ("Wants it", "driving", 4, "no"),
            ("Season", "driving", 3, "no"),
            ("Contract", "restraining", 5, "partly"),
            ("Price", "restraining", 2, "yes"),
        ):
            self._create_line(
                "kam.force",
                name=name,
                objective_id=self.objective.id,
                kind=kind,
                strength=strength,
                alterable=alterable,
            )
        parts = {part["heading"]: part for part in self._all_parts(self._prepare())}
        self.assertEqual(
            parts["Forces"]["rows"],
            [[self.objective.name, "50\N{NO-BREAK SPACE}%", "–", "Contract"]],
        )

    def test_sums_of_values_stay_apart(self):
        self._fill_strategy(self.plan, 2)
        values = self.plan.value_ids
        values[0].write({"method": "Counted", "date_deadline": "2026-12-31"})
        values[0].with_user(self.kam).action_agree()
        part = {part["heading"]: part for part in self._all_parts(self._prepare())}["Value"]
        # (10 - 5) x 1,000 x 12 = 60,000
        intro = part["intro"].replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("Promised $ 60,000 · Delivered $ 0 · Confirmed $ 0 · Disputed $ 0", intro)
        proposed = next(row for row in part["rows"] if row[0].endswith("value 1"))
        self.assertIn("Proposed · $ 60,000", proposed[1].replace("\N{NO-BREAK SPACE}", " "))
        self.assertEqual(proposed[2:], ["–"] * 4)

    def test_what_a_person_thinks_is_printed_for_who_sees_it(self):
        self.env["kam.force"].create(
            {
                "plan_id": self.plan.id,
                "name": "Does not trust us",
                "objective_id": self.objective.id,
                "is_judgement": True,
                "alterable": "yes",
            }
        )
        group = self.env.ref("kam_planning.group_kam_people")
        self.assertNotIn("Does not trust us", str(self._prepare()))
        self.kam.group_ids = [Command.link(group.id)]
        page = self._prepare()
        self.assertIn("Does not trust us", str(page))
        html = self._print_html(self.plan, report=FULL)
        self.assertIn("holds judgements about people", html)

    def test_who_may_not_read_the_plan_prints_nothing(self):
        self.plan.confidentiality = "team"
        for user in (self.reader, self.outsider, self.portal, self.foreign):
            with self.assertRaises(AccessError):
                self._print_html(self.plan, user, FULL)

    def test_each_who_may_read_it_prints_it(self):
        self._normal_plan()
        for user in (self.kam, self.mate, self.reader, self.manager):
            html = self._print_html(self.plan, user, FULL)
            self.assertIn("Line risk 0", html)
            self.assertIn("Line objective 0", html)

    def test_the_dialogue_proposes_the_blocks_of_the_length(self):
        dialogue = self._choose(self.plan, layout="full")
        chosen = set(dialogue.block_ids.filtered("is_printed").mapped("name"))
        self.assertLessEqual({*USUAL, "goals", "risks", "swot", "strategy_map", "concept"}, chosen)
        self.assertTrue(chosen.isdisjoint({"map", "appraisal"}))
        dialogue.layout = "one_page"
        dialogue._onchange_layout()
        self.assertEqual(dialogue.block_ids.filtered("is_printed").mapped("name"), USUAL)

    def test_the_dialogue_prints_what_was_chosen_of_it(self):
        self._normal_plan()
        html = self._print_chosen(self.plan, blocks=["risks", "strategy_map"], layout="full")
        self.assertIn("1 · Risks", html)
        self.assertIn("2 · Strategy map", html)
        self.assertNotIn("Competitors", html)
        self.assertNotIn("Business overview", html)
        # Beside a plan on one page the pictures have pages of their own.
        html = self._print_chosen(self.plan, blocks=["risks", "concept", "swot"])
        self.assertIn("1 · Risks", html)
        self.assertEqual(html.count('class="o_kam_own_page"'), 2)

    def test_the_maps_hold_what_the_screen_shows(self):
        self._fill_strategy(self.plan, 3)
        parts = {part["heading"]: part for part in self._all_parts(self._prepare())}
        data = self.plan.with_user(self.kam).get_strategy_map()
        names = {card["name"] for column in data["columns"] for card in column["cards"]}
        boxes = parts["Strategy map"]["drawing"]["boxes"]
        texts = [text["text"] for box in boxes for text in box["texts"]]
        for name in names:
            self.assertIn(name.split()[0], " ".join(texts))
        self.assertEqual(len([box for box in boxes if not box["color"]]), 4)
        root = self.plan.with_user(self.kam).get_concept_branch()
        chapters = [node["label"] for node in root["nodes"]]
        boxes = parts["Map of the plan"]["drawing"]["boxes"]
        drawn = [box["texts"][0]["text"] for box in boxes]
        self.assertLessEqual(set(chapters), set(drawn))
        for node in root["nodes"]:
            if not node["count"]:
                self.assertIn(node["question"][:20], " ".join(drawn))

    def test_queries_do_not_grow_with_lines(self):
        report = self.env["report.kam_planning.report_full"].with_user(self.kam)

        def prepare():
            return report._get_report_values(self.plan.ids)

        self._fill_strategy(self.plan, 1, "First")
        self._fill_appraisal(self.plan, 5, "First")
        few = self._count_queries(prepare)
        self._fill_strategy(self.plan, 49, "Others")
        self._fill_appraisal(self.plan, 45, "Others")
        self.assertLessEqual(self._count_queries(prepare), few + 1)

    def test_printed_twice_it_is_the_same(self):
        self._normal_plan()
        first = self._print_html(self.plan, report=FULL)
        self.env.invalidate_all()
        self.assertEqual(self._print_html(self.plan, report=FULL), first)
