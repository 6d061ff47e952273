"""Who prints chooses the blocks, of what he may read."""

import re

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common.common import KamCommon
from ..common.paper import CHOSEN, EVERY, USUAL, PaperMixin


class TestPrintDialogue(PaperMixin, KamCommon):
    def _open(self, plans, user=None):
        return Form(
            self.env["kam.plan.print"]
            .with_user(user or self.kam)
            .with_context(active_model="kam.plan", active_ids=plans.ids)
        )

    def test_it_is_in_the_print_menu(self):
        actions = self.env["ir.actions.actions"].with_user(self.reader).get_bindings("kam.plan")
        names = [action["name"] for action in actions["report"]]
        self.assertIn("One-page plan", names)
        self.assertIn("Plan…", names)

    def test_it_offers_what_the_plan_shows_and_chooses_the_usual(self):
        plan = self._create_plan(template_id=self.full.id)
        dialogue = self._open(plan).save()
        self.assertEqual(dialogue.plan_ids, plan)
        self.assertEqual(dialogue.block_ids.mapped("name"), EVERY)
        chosen = dialogue.block_ids.filtered("is_printed")
        self.assertEqual(chosen.mapped("name"), USUAL)
        self.assertTrue(all(dialogue.block_ids.mapped("label")))
        plan.write({"show_targets": False, "show_map": False, "show_whitespace": False})
        names = self._open(plan).save().block_ids.mapped("name")
        self.assertEqual(names, [n for n in EVERY if n not in ("targets", "map", "whitespace")])

    def test_only_chosen_blocks_are_printed_of_those_that_a_plan_shows(self):
        first, second = self._create_plans(2, template_id=self.full.id)
        second.show_actions = False
        both = first | second
        for user in (self.kam, self.reader):
            html = self._print_chosen(both, user, blocks=["actions", "team"])
            self.assertEqual(html.count("Account team"), 2)
            self.assertEqual(html.count("Action plan"), 1)
            for text in ("Business overview", "Annual targets", "Revenue streams"):
                self.assertNotIn(text, html)
            # Numbered as they stand there.
            self.assertRegex(html, "1 · Action plan.*2 · Account team.*1 · Account team")

    def test_the_form_prints_what_was_switched(self):
        plan = self._create_plan(template_id=self.full.id)
        form = self._open(plan, self.reader)
        for index, name in enumerate(EVERY):
            with form.block_ids.edit(index) as block:
                block.is_printed = name == "reviews"
        dialogue = form.save()
        action = dialogue.action_print()
        self.assertEqual(action["report_name"], "kam_planning.report_chosen")
        html = self._print_html(dialogue, self.reader, CHOSEN)
        self.assertIn("1 · Reviews", html)
        self.assertNotIn("Action plan", html)
        self.assertEqual(dialogue._get_file_name(), f"Account plan - {plan.name}")

    def test_something_has_to_be_chosen(self):
        dialogue = self._choose(self._create_plan(), blocks=[])
        with self.assertRaisesRegex(UserError, "choose at least one block"):
            dialogue.action_print()

    def test_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("ar_001")
        plan = self._create_plan(template_id=self.full.id)
        dialogue = self._open(plan).save()
        self.assertEqual(dialogue.lang, "en_US")
        html = self._print_chosen(plan, lang="de_DE")
        self.assertIn("01.01.2026", html)
        self.assertNotIn("01/01/2026", html)
        html = self._print_chosen(plan, lang="ar_001")
        self.assertRegex(html, '<div class="article o_kam_page" dir="rtl"')
        self.assertIn('dir="ltr"', self._print_html(plan))

    def test_hidden_plans_are_not_printed(self):
        plan = self._create_plan(confidentiality="team")
        for ids in (plan.ids, [*self._create_plans(1).ids, *plan.ids]):
            with self.assertRaises(AccessError):
                self._choose(self.env["kam.plan"].browse(ids), self.reader)
        with self.assertRaises(AccessError):
            self._open(plan, self.reader)
        mine = self._choose(self._create_plans(1), self.reader)
        with self.assertRaises(AccessError):
            mine.plan_ids = [Command.link(plan.id)]

    def test_a_plan_that_was_hidden_meanwhile_is_not_printed(self):
        plan = self._create_plan()
        dialogue = self._choose(plan, self.reader)
        plan.confidentiality = "team"
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no plan left"):
            self._print_html(dialogue, self.reader, CHOSEN)

    def test_another_users_dialogue_is_not_printed(self):
        dialogue = self._choose(self._create_plan())
        self.assertEqual(dialogue.block_ids.create_uid, self.kam)
        with self.assertRaises(AccessError):
            self._print_html(dialogue, self.reader, CHOSEN)
        with self.assertRaises(AccessError):
            dialogue.block_ids.with_user(self.reader).write({"is_printed": True})
        with self.assertRaises(AccessError):
            self.env["kam.plan.print.block"].with_user(self.reader).create(
                {"print_id": dialogue.id, "name": "map"}
            )

    def test_without_our_groups_nothing_is_printed(self):
        plan = self._create_plan()
        for user in (self.outsider, self.portal, self.foreign):
            with self.assertRaises(AccessError):
                self._print_html(plan, user)
        with self.assertRaises(AccessError):
            self._choose(plan, self.outsider)

    def test_names_that_are_no_block_print_nothing(self):
        dialogue = self._choose(self._create_plan(template_id=self.full.id), blocks=["team"])
        dialogue.block_ids[0].write({"name": "no_such_block", "is_printed": True})
        html = self._print_html(dialogue, self.kam, CHOSEN)
        self.assertEqual(re.findall(r">(\d · [A-Z][a-z ]+)", html), ["1 · Account team "])
