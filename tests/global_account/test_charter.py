"""The charter of a team: begun, written, printed, kept and carried on."""

from odoo.exceptions import AccessError

from .common import GlobalCommon

PARTS = ["Rules", "Rhythm", "Who decides"]


class TestCharter(GlobalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(partner_id=cls.south.id, template_id=cls.light.id)

    def _begin(self, plan=None):
        plan = self._as(plan or self.plan)
        plan.action_begin_charter()
        return plan

    def test_begun_once_with_its_questions(self):
        self.assertFalse(self.plan.charter_ids)
        plan = self._begin()
        self.assertEqual(plan.charter_ids.mapped("name"), PARTS)
        self.assertTrue(all("?" in one.question for one in plan.charter_ids))
        self.assertNotIn("Rules", plan.narrative_ids.mapped("name"))
        self._begin()
        self.assertEqual(len(plan.charter_ids), 3)
        with self.assertRaises(AccessError):
            self._as(self.plan, self.reader).action_begin_charter()

    def test_it_is_no_part_of_the_narrative(self):
        before = self._as(self.plan)
        marks, steps = before.get_chapter_marks()["narrative"], before.get_completeness()
        self._begin().charter_ids.content = "<p>One voice.</p>"
        self.plan.charter_ids.sudo().confirmed_date = "2020-01-01"
        after = self._as(self.plan)
        self.assertEqual(after.get_chapter_marks()["narrative"], marks)
        self.assertEqual(after.get_completeness()["percent"], steps["percent"])
        self.assertFalse(any(after.charter_ids.mapped("is_stale")))
        self.assertFalse(
            after.charter_ids.search([("is_stale", "=", True), ("chapter", "=", "team")])
        )

    def test_printed_where_it_is_written(self):
        plan = self._begin()
        self.assertFalse(plan._fill_paper_charter())
        plan.charter_ids[2].content = "<p>Prices up to five percent: the account manager.</p>"
        text = str(plan._prepare_full_plans()[plan])
        self.assertIn("five percent", text)
        self.assertNotIn("Rhythm", text)
        self.assertNotIn("five percent", str(plan._prepare_pages()[plan]))

    def test_templates_ship_one(self):
        self.assertEqual(
            self.full.section_ids.filtered(lambda one: one.chapter == "team").mapped("name"), PARTS
        )
        line = {"template_id": self.light.id, "name": "Languages", "chapter": "team"}
        self.env["kam.plan.template.section"].with_user(self.admin).create(line)
        plan = self._create_plan(partner_id=self.rival.id, template_id=self.light.id)
        self.assertEqual(plan.charter_ids.mapped("name"), ["Languages"])
        # What somebody began stays as it is.
        self._begin(plan)
        self.assertEqual(plan.charter_ids.mapped("name"), ["Languages"])

    def test_it_goes_on_in_copies_and_in_the_next_period(self):
        self._begin().charter_ids[0].content = "<p>One voice.</p>"
        self._activate(self.plan)
        for other in (self._prepare_next(self.plan), self._as(self.plan).copy()):
            self.assertEqual(other.charter_ids.mapped("name"), PARTS)
            self.assertIn("One voice", other.charter_ids[0].content)

    def test_it_is_kept_and_internal(self):
        section = self._begin().charter_ids[0]
        section.content = "<p>One voice.</p>"
        content = self.env["kam.snapshot"]._read_plans_sudo(self.plan)[self.plan]
        lines = {line["ref"]: line["values"] for line in content}
        kept = lines[f"kam.plan.section,{section.id}"]
        self.assertEqual((kept["chapter"], kept["is_shared"]), ("team", False))
        self.assertIn("One voice", kept["content"])
        self.assertFalse(section._read_shared_sudo())

    def test_it_costs_as_much_for_fifty(self):
        plans = self._create_plans(51)
        few = self._count_queries(lambda: self._as(plans[:1]).action_begin_charter())
        many = self._count_queries(lambda: self._as(plans[1:]).action_begin_charter())
        self.assertLessEqual(many, few + 4)
