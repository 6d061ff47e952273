from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from ..common.common import KamCommon

REPORT = "kam_planning.action_report_kam_plan_one_page"
LONG = "A long name that goes on and on until it would need a second and a third line to be shown"


class ReportCommon(KamCommon):
    def _print(self, plans, user=None):
        """The report's HTML for plans, as a user."""
        report = self.env["ir.actions.report"].with_user(user or self.kam)
        html, _kind = report._render_qweb_html(REPORT, plans.ids)
        return html.decode()

    def _fill(self, plan, objectives, actions):
        for section in plan.section_ids:
            section.content = "<p>%s</p>" % (LONG * 12)
        plan.objective_ids.unlink()
        plan.action_ids.unlink()
        self.env["kam.objective"].with_user(self.kam).create(
            [{"plan_id": plan.id, "name": f"{LONG} {n}"} for n in range(objectives)]
        )
        self.env["kam.action"].with_user(self.kam).create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"{LONG} {n}",
                    "user_id": self.kam.id,
                    "date_start": "2026-01-01",
                    "date_deadline": "2026-05-31",
                }
                for n in range(actions)
            ]
        )
        return plan


class TestOnePage(ReportCommon):
    def test_page_has_the_four_parts(self):
        plan = self._fill(self._create_plan(template_id=self.light.id), 2, 2)
        html = self._print(plan)
        for text in ("Business overview", "Annual targets", "Revenue streams", "Action plan"):
            self.assertIn(text, html)
        self.assertIn(self.customer.name, html)

    def test_what_does_not_fit_is_counted(self):
        plan = self._fill(self._create_plan(template_id=self.light.id), 12, 60)
        page = plan._prepare_pages()[plan]
        rows = {part["template"]: (len(part["rows"]), part["more"]) for part in page["parts"]}
        objectives, more_objectives = rows["kam_planning.paper_objectives"]
        actions, more_actions = rows["kam_planning.paper_actions"]
        self.assertGreater(objectives, 7)
        self.assertGreater(actions, 12)
        self.assertEqual(more_objectives, f"and {12 - objectives} more" if objectives < 12 else "")
        self.assertEqual(more_actions, f"and {60 - actions} more")
        text = " ".join(self._print(plan).split())
        self.assertIn(more_actions, text)
        for number, shown in ((actions - 1, True), (actions, False)):
            self.assertEqual(f"{LONG} {number}</div>" in text, shown, number)

    def test_a_hidden_plan_is_not_printed(self):
        plan = self._create_plan(confidentiality="team")
        with self.assertRaisesRegex(Exception, "access"):
            self._print(plan, self.reader)

    def test_queries_do_not_grow_with_the_plans(self):
        plans = self._create_plans(20)
        values = self.env["report.kam_planning.report_one_page"].with_user(self.kam)
        few = self._count_queries(lambda: values._get_report_values(plans[:1].ids))
        many = self._count_queries(lambda: values._get_report_values(plans.ids))
        self.assertLessEqual(many, few + 2)


class TestRevenueStreams(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.env.company)
        cls.today = fields.Date.context_today(cls.env["res.users"])
        cls.subsidiary = cls.env["res.partner"].create(
            {"name": "Acme North", "is_company": True, "parent_id": cls.customer.id}
        )
        cls.categories = cls.env["product.category"].create([{"name": "Tea"}, {"name": "Salt"}])
        cls.products = cls.env["product.product"].create(
            [{"name": c.name, "categ_id": c.id, "taxes_id": False} for c in cls.categories]
        )
        cls.plan = cls._create_plan()

    def _invoice(self, amount, months_ago=1, post=True, **values):
        product = values.pop("product", self.products[0])
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today - relativedelta(months=months_ago),
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": product.id, "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _streams(self):
        return self.plan.with_user(self.kam)._get_streams()[self.plan]

    def test_figures_are_those_of_the_invoice_analysis(self):
        self._invoice(100)
        self._invoice(40, product=self.products[1])
        self._invoice(30, move_type="out_refund")
        self._invoice(7, partner_id=self.subsidiary.id)
        self._invoice(1000, post=False)
        self._invoice(60, months_ago=14)
        self._invoice(999, months_ago=30)
        streams = self._streams()
        self.assertEqual([line["name"] for line in streams["lines"]], ["Tea", "Salt"])
        self.assertEqual([line["now"] for line in streams["lines"]], [77.0, 40.0])
        analysis = self.env["account.invoice.report"]._read_group(
            [
                ("partner_id", "child_of", self.customer.id),
                ("state", "=", "posted"),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("invoice_date", ">", self.today - relativedelta(years=1)),
            ],
            [],
            ["price_subtotal:sum"],
        )
        self.assertEqual(streams["total"]["now"], analysis[0][0])
        self.assertEqual(streams["total"]["before"], 60.0)

    def test_other_currency_is_converted_at_its_rate(self):
        currency = self.env["res.currency"].create({"name": "KAM", "symbol": "k"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 2.0, "name": "2020-01-01"}
        )
        self._invoice(100, currency_id=currency.id)
        self.assertEqual(self._streams()["total"]["now"], 50.0)

    def test_other_companies_do_not_count(self):
        other = self.other_company
        self.env["account.chart.template"].try_loading("generic_coa", other)
        move = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": other.id,
                    "partner_id": self.customer.id,
                    "invoice_date": self.today,
                    "invoice_line_ids": [
                        Command.create({"name": "x", "price_unit": 5, "tax_ids": False})
                    ],
                }
            )
        )
        move.action_post()
        self.assertEqual(self._streams()["total"]["now"], 0.0)

    def test_small_streams_are_taken_together(self):
        for number in range(8):
            category = self.env["product.category"].create({"name": f"Category {number}"})
            product = self.env["product.product"].create(
                {"name": "x", "categ_id": category.id, "taxes_id": False}
            )
            self._invoice(10 + number, product=product)
        lines = self._streams()["lines"]
        self.assertEqual(len(lines), 6)
        self.assertEqual(lines[-1]["name"], "Others")
        self.assertEqual(lines[-1]["now"], 10 + 11 + 12)
