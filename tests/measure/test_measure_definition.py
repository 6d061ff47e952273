"""An administrator defines measures in the screens; what is unsafe or wrong is refused."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from .common import FiguresCommon


def _nest(domain, depth):
    for _level in range(depth):
        domain = f"[('partner_id', 'any', [('parent_id', 'any', {domain})])]"
    return domain


class TestDefinition(FiguresCommon):
    def setUp(self):
        super().setUp()
        self.admin.group_ids += self.env.ref("sales_team.group_sale_manager")

    def _define(self, user=None, **values):
        return (
            self.env["kam.measure"]
            .with_user(user or self.admin)
            .create(
                {
                    "name": "Mine",
                    "unit": "count",
                    "model_name": "crm.lead",
                    "aggregate": "count",
                    "domain": "[('type', '=', 'opportunity')]",
                    "date_path": "create_date",
                    **values,
                }
            )
        )

    def _assert_refused(self, **values):
        with self.assertRaises(ValidationError) as caught:
            self._define(**values)
        return str(caught.exception)

    def test_a_new_measure_works_at_once_and_its_preview_shows_it_before(self):
        self._lead(5)
        self._lead(6, partner=self.plant)
        form = Form(self.env["kam.measure"].with_user(self.admin))
        form.name = "Leads"
        form.unit = "count"
        form.model_name = "crm.lead"
        form.aggregate = "count"
        form.date_path = "create_date"
        self.assertIn("Acme: 2", form.preview)
        measure = form.save()
        figures = measure._get_figures(self.customer, [self.year], self.company)[measure]
        self.assertEqual(figures[self.customer.id, 0], 2)

    def test_average_and_distinct(self):
        self._lead(10)
        self._lead(30)
        mean = self._define(aggregate="avg", field_name="expected_revenue", unit="currency")
        self.assertEqual(
            mean._get_figures(self.customer, [self.year], self.company)[mean],
            {(self.customer.id, 0): 20},
        )
        distinct = self._define(aggregate="count_distinct", field_name="user_id")
        figures = distinct._get_figures(self.customer, [self.year, ALL_TIME], self.company)
        self.assertEqual(figures[distinct][self.customer.id, 1], 1)

    def test_a_ratio_of_two(self):
        above, below = self._define(domain="[('won_status', '=', 'won')]"), self._define()
        self._lead(1).action_set_won()
        self._lead(1)
        ratio = self._define(
            source="ratio", unit="percent", numerator_id=above.id, denominator_id=below.id
        )
        figures = ratio._get_figures(self.customer, [self.year], self.company)[ratio]
        self.assertEqual(figures[self.customer.id, 0], 50)
        with self.assertRaises(ValidationError):
            self._define(
                source="ratio", unit="percent", numerator_id=ratio.id, denominator_id=below.id
            )

    def test_wrong_definitions_are_refused_with_what_is_wrong(self):
        cases = [
            ({"model_name": False}, "choose the records"),
            ({"aggregate": "sum", "field_name": False}, "choose the field"),
            ({"aggregate": "sum", "field_name": "nothing"}, "no field “nothing”"),
            ({"aggregate": "sum", "field_name": "name"}, "no number"),
            ({"aggregate": "sum", "field_name": "day_open"}, None),
            ({"aggregate": "sum", "field_name": "meeting_display_date"}, "computed on the fly"),
            ({"domain": "[('type', '=', "}, "cannot be understood"),
            ({"domain": "__import__('os').system('true')"}, "cannot be understood"),
            ({"domain": "[('nothing', '=', 1)]"}, "no field “nothing”"),
            ({"domain": "[('type', 'wrong', 1)]"}, "cannot be"),
            ({"domain": "[('expected_revenue', '=', 'much')]"}, "cannot be read"),
            ({"domain": "[('create_date', '>', 'sometime')]"}, "cannot be read"),
            ({"domain": "[('id', '=', 'five')]"}, "cannot be read"),
            ({"domain": "[('partner_id', 'any!', [('name', '=', 'x')])]"}, "cannot be understood"),
            (
                {"domain": "[('partner_id', 'any', [('user_id', 'not any!', [])])]"},
                "cannot be understood",
            ),
            ({"domain": _nest("[('partner_id.name', '=', 'x')]", 300)}, "cannot be"),
            ({"domain": "[" * 5000 + "]" * 5000}, "cannot be understood"),
            ({"partner_path": False}, "path that leads to the customer"),
            ({"partner_path": "user_id"}, "does not lead to the customer"),
            ({"partner_path": "activity_ids.x"}, "cannot be followed"),
            ({"date_path": "name"}, "is not what"),
            ({"offering_path": "user_id"}, "does not lead to a product"),
        ]
        for values, message in cases:
            with self.subTest(values=values):
                if message is None:
                    self._define(**values)
                    continue
                with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                    self._define(**values)
                self.assertIn(message, str(caught.exception))
                self.assertIn("Mine", str(caught.exception))

    def test_secrets_are_never_measured(self):
        for values in (
            {"domain": "[('user_id.login', '=', 'admin')]"},
            {"domain": "[('user_id', 'ilike', 'adm')]"},
            {"domain": "[('user_id', 'in', ['admin'])]"},
            {"domain": "[('user_id', 'any', [('login', '=', 'admin')])]"},
            {"domain": "[('message_ids', 'any', [('body', 'ilike', 'salary')])]"},
            {"aggregate": "count_distinct", "field_name": "user_id.password"},
        ):
            with self.subTest(values=values):
                self._assert_refused(**values)
        for name in ("res.users", "ir.config_parameter", "ir.model.access", "kam.score"):
            with self.subTest(name=name):
                message = self._assert_refused(model_name=name, domain="[]", date_path=False)
                self.assertIn("never measured", message)

    def test_comparing_with_given_ids_is_no_secret(self):
        self.assertTrue(self._define(domain=f"[('user_id', '=', {self.kam.id})]"))

    def test_nobody_measures_what_he_may_not_read(self):
        plain = self._create_user("plainadmin", "group_kam_admin")
        with self.assertRaises(ValidationError) as caught:
            self._define(
                user=plain,
                model_name="account.move.line",
                domain="[]",
                date_path="date",
                aggregate="sum",
                field_name="balance",
                unit="currency",
            )
        self.assertIn("may not read", str(caught.exception))

    def test_only_administrators_see_a_preview(self):
        """Anybody may fill in a form over the wire."""
        self._lead(5)
        values = {
            "model_name": "crm.lead",
            "source": "records",
            "aggregate": "count",
            "partner_path": "partner_id",
            "domain": "[]",
            "unit": "count",
        }
        measures = self.env["kam.measure"].with_user(self.admin)
        self.assertIn("Acme: 1", str(measures.onchange(values, ["model_name"], {"preview": {}})))
        for user in (self.kam, self.manager):
            with self.assertRaises(AccessError):
                measures.with_user(user).onchange(values, ["model_name"], {"preview": {}})
            self.assertFalse(self._measure("won").with_user(user).preview)

    def test_only_administrators_define(self):
        for user in (self.kam, self.manager):
            with self.assertRaises(AccessError):
                self._define(user=user)

    def test_a_measure_of_a_model_that_is_gone_cannot_be_read(self):
        measure = self._define()
        self.env.cr.execute(
            "UPDATE kam_measure SET model_name = 'gone.model' WHERE id = %s", [measure.id]
        )
        measure.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "not installed here any more"):
            measure._get_figures(self.customer, [self.year], self.company)

    def test_entries_are_checked(self):
        def enter(name, value):
            return (
                self.env["kam.measure.entry"]
                .with_user(self.kam)
                .create(
                    {
                        "account_id": self.customer.id,
                        "measure_id": self._measure(name).id,
                        "date": f"2026-01-{value % 28 + 1:02d}",
                        "value": value,
                    }
                )
            )

        self.assertEqual(enter("satisfaction", 90).user_id, self.kam)
        for name, value in (("satisfaction", 120), ("revenue", 5)):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                enter(name, value)
