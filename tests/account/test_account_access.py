"""What hangs on the customer is seen with the customer's plans, in the plan's company."""

from odoo import Command
from odoo.exceptions import AccessError

from ..measure.common import FiguresCommon


class TestAccountAccess(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = (
            cls.env["kam.buying.center"]
            .with_user(cls.kam)
            .create({"account_id": cls.customer.id, "name": "Secret lab"})
        )
        cls.entry = (
            cls.env["kam.measure.entry"]
            .with_user(cls.kam)
            .create(
                {
                    "account_id": cls.customer.id,
                    "measure_id": cls._measure("satisfaction").id,
                    "value": 20,
                }
            )
        )
        cls.lines = (cls.center, cls.entry, cls._cell(need="Secret need"))

    def _rights(self, user, line):
        operations = ("read", "write", "create", "unlink")
        return "".join(o[0] if line.with_user(user).has_access(o) else "-" for o in operations)

    def test_open_plan(self):
        for line in self.lines:
            self.assertEqual(self._rights(self.kam, line), "rwcu")
            self.assertEqual(self._rights(self.reader, line), "r---")
            self.assertEqual(self._rights(self.manager, line), "rwcu")
            for user in (self.outsider, self.foreign, self.portal):
                self.assertEqual(self._rights(user, line), "----", f"{user.login} {line}")

    def test_hidden_plan(self):
        self.plan.confidentiality = "team"
        for line in self.lines:
            self.assertEqual(self._rights(self.reader, line), "----")
            model = line.with_user(self.reader)
            self.assertFalse(model.search([]))
            self.assertFalse(model.formatted_read_group([], ["account_id"], ["__count"]))
            with self.assertRaises(AccessError):
                line.with_user(self.reader).read()
        member = {"user_id": self.mate.id, "role_id": self.role_sales.id}
        self.plan.member_ids = [Command.create(member)]
        for line in self.lines:
            self.assertEqual(self._rights(self.mate, line), "rwcu")

    def test_no_plan(self):
        line = self.env["kam.buying.center"].create({"account_id": self.stranger.id, "name": "Lab"})
        self.assertEqual(self._rights(self.kam, line), "----")
        self.assertEqual(self._rights(self.manager, line), "rwcu")
        with self.assertRaises(AccessError):
            self._cell(account_id=self.stranger.id)

    def test_a_line_is_not_moved_to_a_customer_of_others(self):
        self._create_plan(
            user=self.manager,
            partner_id=self.stranger.id,
            confidentiality="team",
            user_id=self.manager.id,
        )
        for line in self.lines:
            with self.assertRaises(AccessError):
                line.with_user(self.kam).write({"account_id": self.stranger.id})
            self.env.invalidate_all()

    def test_a_plan_in_one_company_opens_nothing_in_another(self):
        both = self._create_user(
            "both", "group_kam_user", company_ids=[(6, 0, (self.company | self.other_company).ids)]
        )
        there = self.env["kam.buying.center"].create(
            {
                "account_id": self.customer.id,
                "name": "There",
                "company_id": self.other_company.id,
            }
        )
        user = there.with_user(both).with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        self.assertFalse(user.has_access("read"))
        self.assertIn(self.center, user.search([]))
        self.assertNotIn(there, user.search([]))

    def test_filling_in_a_form_tells_nothing_of_others(self):
        """Odoo asks no record rule while a form is being filled in."""
        self._invoice(777)
        self.plan.confidentiality = "team"
        values = {"account_id": self.customer.id, "offering_id": self.offering_tea.id}
        cells = self.env["kam.whitespace"].with_user(self.reader)
        shown = cells.onchange(values, ["offering_id"], {"revenue": {}, "revenue_prior": {}})
        self.assertNotIn("777", str(shown))
        values = {
            "plan_id": self.plan.id,
            "measure_id": self._measure("revenue").id,
            "date_start": self.year.start,
            "date_end": self.year.end,
        }
        targets = self.env["kam.target"].with_user(self.reader)
        with self.assertRaisesRegex(AccessError, "No access"):
            targets.onchange(values, ["measure_id"], {"actual_value": {}, "attainment": {}})
        own_plan = self._create_plan(user=self.manager, partner_id=self.stranger.id)
        own_plan.user_id = self.reader
        mine = targets.create({**values, "plan_id": own_plan.id, "target_value": 1})
        with self.assertRaisesRegex(AccessError, "No access"):
            mine.onchange({"plan_id": self.plan.id}, ["plan_id"], {"actual_value": {}})
        wizard = self.env["kam.target.generate"].with_user(self.reader)
        with self.assertRaises(AccessError):
            wizard.onchange({"plan_id": self.plan.id}, ["plan_id"], {"baseline": {}})

    def test_names_do_not_show_through_links(self):
        cell = self.lines[2]
        lead = self._lead(1, kam_whitespace_id=cell.id)
        self.plan.confidentiality = "team"
        seller = self._create_user(
            "seller", "group_kam_user", "sales_team.group_sale_salesman_all_leads"
        )
        shown = lead.with_user(seller).web_read(
            {"kam_whitespace_id": {"fields": {"display_name": {}}}}
        )
        self.assertNotIn("Teas", str(shown))

    def test_an_opportunity_is_not_linked_to_a_hidden_cell(self):
        self.plan.confidentiality = "team"
        seller = self._create_user(
            "linker", "group_kam_user", "sales_team.group_sale_salesman_all_leads"
        )
        lead = self._lead(1).with_user(seller)
        with self.assertRaises(AccessError):
            lead.kam_whitespace_id = self.lines[2].id
        with self.assertRaises(AccessError):
            lead.create({"name": "Deal", "kam_whitespace_id": self.lines[2].id})

    def test_rights_cost_no_more_for_many_lines(self):
        cells = self.env["kam.whitespace"]
        for plan in self._create_plans(50):
            cells |= self._cell(account_id=plan.partner_id.id)

        def read(records):
            return lambda: records.with_user(self.mate).read(["state"])

        read(cells)()
        self.assertEqual(self._count_queries(read(cells[:1])), self._count_queries(read(cells)))
