"""Light stays one screen, Full shows all, and between them a plan of one to three years."""

from datetime import date

from odoo.tests import Form

from ..common.common import KamCommon
from .common import SHOWN


class TestShippedTemplates(KamCommon):
    def setUp(self):
        super().setUp()
        self.large = self.env.ref("kam_planning.plan_template_large")

    def test_light_shows_none_of_the_strategy(self):
        plan = self._create_plan(template_id=self.light.id)
        for record in (self.light, plan):
            self.assertFalse([name for name in SHOWN if record[name]])
        self.assertTrue(set(plan._get_chapter_marks()[plan]).isdisjoint({"goals", "risks"}))

    def test_full_shows_all(self):
        self.assertTrue(all(self.full[name] for name in self.full._get_block_fields()))

    def test_large_account(self):
        shown = [name for name in SHOWN if self.large[name]]
        self.assertEqual(set(SHOWN) - set(shown), {"show_forces", "show_deliveries"})
        self.assertEqual((self.large.duration, self.large.review_interval), (36, 3))
        charter = self.large.section_ids[0]
        self.assertEqual(charter.name, "Charter statement")
        self.assertEqual(charter.question.count("?"), 4)
        self.assertTrue(charter.is_overview)
        self.assertTrue(all(self.large.section_ids.mapped("question")))

    def test_a_plan_made_from_it(self):
        wizard = (
            self.env["kam.plan.create"]
            .with_user(self.kam)
            .with_context(default_partner_id=self.customer.id)
        )
        form = Form(wizard)
        form.template_id = self.large
        form.date_start = date(2026, 1, 1)
        self.assertEqual(form.date_end, date(2028, 12, 31))
        action = form.save().action_create_plan()
        plan = self.env["kam.plan"].browse(action["res_id"])
        self.assertEqual(plan.template_id, self.large)
        self.assertEqual(len(plan.section_ids), len(self.large.section_ids))
        self.assertEqual(plan.objective_ids.mapped("name"), self.large.objective_ids.mapped("name"))
        self.assertEqual(len(plan.action_ids), len(self.large.action_ids))
        self.assertTrue(plan.show_goals and plan.show_strategy_map)
        self.assertFalse(plan.show_forces)
