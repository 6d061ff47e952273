from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form

from ..common.common import KamCommon


class TestTemplate(KamCommon):
    def _make_by_wizard(self, user=None, template=None):
        """A plan made as a user makes it: customer, template, create."""
        wizard = self.env["kam.plan.create"].with_user(user or self.kam)
        form = Form(wizard.with_context(default_partner_id=self.customer.id))
        form.template_id = template or self.full
        form.date_start = date(2026, 1, 1)
        action = form.save().action_create_plan()
        return self.env["kam.plan"].with_user(user or self.kam).browse(action["res_id"])

    def test_wizard_makes_a_usable_plan(self):
        plan = self._make_by_wizard()
        self.assertEqual(plan.date_end, date(2027, 12, 31))
        self.assertEqual(plan.review_interval, 3)
        self.assertEqual(plan.tier_id, self.env.ref("kam_planning.tier_strategic"))
        self.assertEqual(len(plan.section_ids), len(self.full.section_ids))
        self.assertEqual(len(plan.objective_ids), len(self.full.objective_ids))
        self.assertEqual(len(plan.action_ids), len(self.full.action_ids))
        self.assertEqual(plan.member_ids.role_id, self.role_kam)

    def test_wizard_proposes_the_customers_salesperson(self):
        self.customer.user_id = self.mate
        form = Form(
            self.env["kam.plan.create"]
            .with_user(self.kam)
            .with_context(default_partner_id=self.customer.id)
        )
        self.assertEqual(form.user_id, self.mate)

    def test_one_who_plans_for_a_colleague_can_go_on(self):
        self.customer.user_id = self.mate
        plan = self._make_by_wizard()
        self.assertEqual(plan.user_id, self.mate)
        self.assertIn(self.kam, plan.access_user_ids)
        plan.with_user(self.kam).name = "Mine to write"

    def test_salesperson_without_access_is_not_proposed(self):
        self.customer.user_id = self.outsider
        self.assertEqual(self._make_by_wizard().user_id, self.kam)

    def test_dates_count_from_the_plans_start(self):
        plan = self._make_by_wizard()
        kickoff = plan.action_ids.filtered(lambda a: a.name.startswith("Kick-off"))
        self.assertEqual(kickoff.date_deadline, date(2026, 1, 15))

    def test_actions_go_to_role_then_deputy_then_account_manager(self):
        plan = self._create_plan(
            template_id=self.full.id,
            member_ids=[
                (0, 0, {"user_id": self.mate.id, "role_id": self.role_service.id}),
            ],
        )
        by_role = {action.role_id: action.user_id for action in plan.action_ids}
        delivery = self.env.ref("kam_planning.team_role_delivery")
        self.assertEqual(by_role[self.role_service], self.mate)
        self.assertEqual(by_role[delivery], self.mate, "service deputises for delivery")
        self.assertEqual(by_role[self.role_sales], self.kam)

    def test_whoever_joins_takes_over_what_waits_for_the_role(self):
        plan = self._make_by_wizard()
        self.env["kam.team.member"].with_user(self.kam).create(
            {"plan_id": plan.id, "user_id": self.mate.id, "role_id": self.role_service.id}
        )
        action = plan.action_ids.filtered(lambda a: a.role_id == self.role_service)
        self.assertEqual(action.user_id, self.mate)
        self.assertFalse(action.activity_id, "a draft is quiet")
        plan.with_user(self.kam).action_submit()
        self.assertEqual(action.activity_id.user_id, self.mate)

    def test_joining_does_not_undo_somebodys_own_choice(self):
        plan = self._make_by_wizard()
        action = plan.action_ids.filtered(lambda a: a.role_id == self.role_service)
        action.user_id = self.reader
        self.env["kam.team.member"].with_user(self.kam).create(
            {"plan_id": plan.id, "user_id": self.mate.id, "role_id": self.role_service.id}
        )
        self.assertEqual(action.user_id, self.reader)

    def test_changing_a_template_never_rewrites_existing_plans(self):
        template = self.full.with_user(self.admin).copy({"name": "Ours"})
        template.field_ids = [(0, 0, {"name": "Region", "type": "char"})]
        plan = self._make_by_wizard(template=template)
        name = plan.template_version_id.plan_properties_definition[0]["name"]
        plan.properties = {name: "North"}
        before = (plan.section_ids.mapped("name"), plan.show_team, plan.review_interval)
        template.write({"show_team": False, "review_interval": 12, "duration": 6})
        template.section_ids.unlink()
        template.objective_ids.unlink()
        template.field_ids.unlink()
        self.env.invalidate_all()
        after = (plan.section_ids.mapped("name"), plan.show_team, plan.review_interval)
        self.assertEqual(before, after)
        self.assertEqual(plan.properties[name], "North")

    def test_new_plans_follow_the_changed_template(self):
        template = self.light.with_user(self.admin).copy({"name": "Ours"})
        first = self._make_by_wizard(template=template)
        self.assertFalse(first.template_version_id.plan_properties_definition)
        template.field_ids = [
            (0, 0, {"name": "Segment", "type": "selection", "choices": "A\nB"}),
        ]
        second = self._make_by_wizard(template=template)
        definition = second.template_version_id.plan_properties_definition
        self.assertEqual(definition[0]["selection"], [["A", "A"], ["B", "B"]])
        self.assertGreater(second.template_version_id.number, first.template_version_id.number)

    def test_an_unchanged_template_makes_no_new_version(self):
        template = self.light.with_user(self.admin).copy({"name": "Ours"})
        template.field_ids = [(0, 0, {"name": "Region", "type": "char"})]
        self._make_by_wizard(template=template)
        self._make_by_wizard(template=template)
        self.assertEqual(len(template.version_ids), 1)

    def test_a_choice_needs_choices(self):
        with self.assertRaisesRegex(ValidationError, "Segment.*one a line"):
            self.light.with_user(self.admin).field_ids = [
                (0, 0, {"name": "Segment", "type": "selection"})
            ]

    def test_a_copy_points_to_its_own_objectives(self):
        copy = self.full.with_user(self.admin).copy()
        self.assertEqual(copy.name, f"{self.full.name} (copy)")
        self.assertEqual(copy.action_ids.objective_id.template_id, copy)
        self.assertEqual(len(copy.action_ids), len(self.full.action_ids))

    def test_action_of_another_templates_objective_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "another template"):
            self.light.action_ids[0].objective_id = self.full.objective_ids[0]

    def test_a_template_in_use_is_not_deleted(self):
        self._make_by_wizard(template=self.light)
        with self.assertRaisesRegex(Exception, "kam_plan_template_id"), self.env.cr.savepoint():
            self.light.unlink()
        self.assertTrue(self.light.exists())
