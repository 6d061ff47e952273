"""With two companies chosen, what a figure opens is in its company and currency."""

from odoo import Command

from .common import FiguresCommon


class TestWindows(FiguresCommon):
    """The other company keeps its books in koala, 3 for 1 of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.other_company)
        cls.other_company.currency_id = cls.koala
        both = cls.company | cls.other_company
        cls.both = cls._create_user(
            "both",
            "group_kam_manager",
            "account.group_account_invoice",
            "sales_team.group_sale_salesman_all_leads",
            company_ids=[Command.set(both.ids)],
        )
        cls.chosen = {"allowed_company_ids": both.ids}
        cls.other = {"company_id": cls.other_company.id}
        cls.other_plan = cls._create_plan(cls.both, **cls.other)
        cls._invoice(900, company=cls.other_company, **cls.other)
        cls._invoice(40)

    def _as_both(self, records):
        return records.with_user(self.both).with_context(**self.chosen)

    def _open(self, action):
        context = {**self.chosen, **action["context"]}
        model = self.env[action["res_model"]].with_user(self.both).with_context(**context)
        return model, model.search(action["domain"])

    def test_a_figure_of_the_snapshot(self):
        for plan, amount, currency in (
            (self.other_plan, 900, self.koala),
            (self.plan, 40, self.company.currency_id),
        ):
            plan = self._as_both(plan)
            plan.action_refresh_figures()
            self.assertEqual((plan.revenue, plan.currency_id), (amount, currency))
            action = plan.action_open_figure("revenue")
            model, lines = self._open(action)
            self.assertEqual(model.env.company, plan.company_id)
            self.assertEqual(lines.company_id, plan.company_id)
            self.assertEqual(sum(lines.mapped("price_subtotal")), amount)
            total = model._read_group(action["domain"], [], ["price_subtotal:sum"])
            self.assertEqual(total, [(amount,)], "not converted into the other's currency")

    def test_figures_by_hand(self):
        action = self._as_both(self.other_plan).action_open_figure("satisfaction")
        self.assertEqual(action["context"]["allowed_company_ids"], self.other_company.ids)

    def test_targets(self):
        target = (
            self.env["kam.target"]
            .with_user(self.both)
            .create(
                {
                    "plan_id": self.other_plan.id,
                    "measure_id": self._measure("revenue").id,
                    "target_value": 1,
                    "date_start": self.year.start,
                    "date_end": self.year.end,
                }
            )
        )
        self.assertEqual(target.actual_value, 900)
        for action in (
            self._as_both(target).action_open_actual(),
            self._as_both(target).action_open_undated(),
        ):
            self.assertEqual(self._open(action)[0].env.company, self.other_company)

    def test_whitespace_cells_and_opportunities_of_a_plan(self):
        cell = self._cell(user=self.both, **self.other)
        self.assertEqual(cell.revenue, 900)
        lead = self._lead(
            70, kam_plan_id=self.other_plan.id, kam_whitespace_id=cell.id, **self.other
        )
        for records in (cell, self.other_plan):
            model, leads = self._open(self._as_both(records).action_open_leads())
            self.assertEqual((model.env.company, leads), (self.other_company, lead))
        action = self._as_both(cell).action_create_opportunity()
        self.assertEqual(action["context"]["allowed_company_ids"], self.other_company.ids)

    def test_the_buttons_of_a_customer_lead_to_the_company_of_its_plan(self):
        for partner, company in ((self.customer, self.company), (self.stranger, self.company)):
            for action in self._press(partner):
                self.assertEqual(action["params"]["company_id"], company.id)
        elsewhere = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        self._create_plan(self.both, partner_id=elsewhere.id, **self.other)
        for action in self._press(elsewhere):
            self.assertEqual(action["params"]["company_id"], self.other_company.id)

    def _press(self, partner):
        partner = self._as_both(partner)
        return partner.action_open_kam_whitespace(), partner.action_open_kam_map()
