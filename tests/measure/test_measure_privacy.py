"""What a figure never tells, for whoever has a target sees it."""

from odoo.exceptions import ValidationError

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from .common import FiguresCommon


class TestMeasurePrivacy(FiguresCommon):
    def setUp(self):
        super().setUp()
        # An administrator who may himself see whatever there is.
        self.admin.group_ids += self.env.ref("kam_planning.group_kam_people")
        self.admin.group_ids += self.env.ref("sales_team.group_sale_manager")

    def _prepare(self, model, **values):
        return {
            "name": "Mine",
            "unit": "count",
            "model_name": model,
            "aggregate": "count",
            "domain": "[]",
            "partner_path": "partner_id",
            **values,
        }

    def _define(self, model, **values):
        measures = self.env["kam.measure"].with_user(self.admin)
        return measures.create(self._prepare(model, **values))

    def _read(self, measure, period=ALL_TIME):
        figures = measure._get_figures(self.customer, [period], self.company)[measure]
        return figures.get((self.customer.id, 0))

    def _make_people(self, count, **values):
        return self.env["kam.stakeholder"].create(
            [
                {"account_id": self.customer.id, "name": f"Person {number}", **values}
                for number in range(count)
            ]
        )

    def _assert_refused(self, model, **values):
        with self.assertRaises(ValidationError, msg=(model, values)), self.env.cr.savepoint():
            self._define(model, **values)

    def test_no_model_that_is_kept_from_users_is_measured(self):
        """All models of ours, in whatever group the administrator is."""
        measures = self.env["kam.measure"].with_user(self.admin)
        offered = {name for name, _label in measures._get_model_selection()}
        stored = self.env.registry.descendants(["kam.guarded"], "_inherit")
        kept = {
            name
            for name in stored
            if name.startswith("kam.")
            and not (self.env[name]._abstract or self.env[name]._transient)
            and not self.env[name].with_user(self.reader).has_access("read")
        }
        self.assertLessEqual({"kam.influence", "kam.stakeholder.answer"}, kept)
        self.assertFalse(kept & offered)
        for name in kept:
            self._assert_refused(name, partner_path="account_id")

    def test_no_field_that_is_kept_from_a_group_is_measured(self):
        """All stored fields with groups, summed, counted and as a condition."""
        walked = 0
        for name in sorted(self.env.registry.descendants(["kam.guarded"], "_inherit")):
            model = self.env[name]
            if model._abstract or model._transient or not name.startswith("kam."):
                continue
            path = "account_id" if "account_id" in model._fields else "partner_id"
            for field in model._fields.values():
                if field.groups and field.groups != "base.group_user" and field.store:
                    walked += 1
                    values = {"aggregate": "count_distinct", "field_name": field.name}
                    self._assert_refused(name, partner_path=path, **values)
                    domain = f"[('{field.name}', '!=', False)]"
                    self._assert_refused(name, partner_path=path, domain=domain)
        self.assertGreater(walked, 3)

    def test_confidential_plans_are_in_no_figure(self):
        self._create_objective(self.plan)
        self._create_action(self.plan)
        self.env["kam.whitespace"].create(
            {"account_id": self.customer.id, "offering_id": self.offering_tea.id}
        )
        measures = {
            "kam.plan": "partner_id",
            "kam.objective": "partner_id",
            "kam.action": "partner_id",
            "kam.whitespace": "account_id",
        }
        for model, path in measures.items():
            measure = self._define(model, partner_path=path)
            self.plan.confidentiality = "company"
            self.assertTrue(self._read(measure), model)
            self.plan.confidentiality = "team"
            self.env.flush_all()
            self.assertFalse(self._read(measure), model)

    def test_no_path_leads_into_plans_or_people_from_outside(self):
        for domain in (
            "[('kam_plan_id.name', 'ilike', 'Acme')]",
            "[('kam_plan_id', 'ilike', 'Acme')]",
            "[('kam_plan_id', 'any', [('name', 'ilike', 'Acme')])]",
            "[('partner_id.kam_plan_ids', 'any', [('name', 'ilike', 'Acme')])]",
        ):
            self._assert_refused("crm.lead", domain=domain)
        self._assert_refused("kam.plan", domain="[('previous_plan_id.name', '=', 'Acme')]")
        self._assert_refused(
            "kam.stakeholder",
            partner_path="account_id",
            domain="[('manager_id.sequence', '=', 1)]",
        )
        self.assertTrue(self._define("kam.action", domain="[('plan_id.state', '=', 'active')]"))
        self.assertTrue(self._define("kam.action", domain="[('objective_id.state', '=', 'open')]"))
        self.assertTrue(self._define("crm.lead", domain="[('kam_plan_id', '!=', False)]"))

    def test_figures_about_people_show_nothing_below_five(self):
        measure = self._define("kam.stakeholder", partner_path="account_id")
        self._make_people(4)
        self.assertIsNone(self._read(measure))
        self.assertIsNone(measure._get_nothing())
        self._make_people(1)
        self.assertEqual(self._read(measure), 5)

    def test_five_records_of_one_person_are_one_person(self):
        measure = self._define("kam.relationship", partner_path="account_id")
        person = self._make_people(1)
        users = self.kam | self.mate | self.reader | self.manager | self.admin
        values = [{"stakeholder_id": person.id, "user_id": user.id} for user in users]
        self.env["kam.relationship"].create(values)
        self.assertIsNone(self._read(measure))
        others = self._make_people(4)
        self.env["kam.relationship"].create(
            [{"stakeholder_id": other.id, "user_id": self.kam.id} for other in others]
        )
        self.assertEqual(self._read(measure), 9)

    def test_nor_in_any_period_or_ratio(self):
        measure = self._define(
            "kam.stakeholder", partner_path="account_id", date_path="create_date"
        )
        self._make_people(4)
        periods = [self.year, self.before, ALL_TIME]
        figures = measure._get_figures(self.customer, periods, self.company)[measure]
        self.assertEqual(figures, {})
        every = self._define("kam.plan")
        ratio = self._define(
            False, source="ratio", numerator_id=measure.id, denominator_id=every.id
        )
        self.assertIsNone(self._read(ratio))
        self._make_people(2)
        figures = measure._get_figures(self.customer, periods, self.company)[measure]
        self.assertEqual(figures, {(self.customer.id, 0): 6, (self.customer.id, 2): 6})
        self.assertTrue(self._read(ratio))

    def test_nobody_is_singled_out_by_a_condition(self):
        for domain in ("[('id', '=', 1)]", "[('name', '!=', 'Person 0')]"):
            self._assert_refused("kam.stakeholder", partner_path="account_id", domain=domain)

    def test_gaps_that_judge_are_not_told(self):
        people = self._make_people(6)
        gaps = self.env["kam.gap"].create(
            [
                {
                    "account_id": self.customer.id,
                    "company_id": self.company.id,
                    "kind": "coverage",
                    "stakeholder_id": person.id,
                }
                for person in people
            ]
        )
        measure = self._define("kam.gap", partner_path="account_id")
        self.assertIsNone(self._read(measure))
        gaps.kind = "silence"
        self.env.flush_all()
        self.assertEqual(self._read(measure), 6)

    def test_every_model_about_people_says_so(self):
        walked = set()
        for name in self.env.registry.descendants(["kam.account.line"], "_inherit"):
            model = self.env[name]
            links = [
                field
                for field in model._fields.values()
                if field.type == "many2one" and field.comodel_name == "kam.stakeholder"
            ]
            if not model._abstract and links:
                self.assertIn(model._person_field, {"id", *(link.name for link in links)}, name)
                walked.add(name)
        self.assertLessEqual({"kam.gap", "kam.relationship"}, walked)
