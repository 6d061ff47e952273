"""Builders of trading records for the tests of figures; no tests of its own."""

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from odoo.addons.kam_planning.tools import periods

from ..common.common import KamCommon


class FiguresCommon(KamCommon):
    """Acme with a plan, a subsidiary, that one's plant, a site, and two offerings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company)
        cls.today = fields.Date.context_today(cls.env["res.users"])
        cls.year = periods.last_months(cls.today)
        cls.before = periods.last_months(cls.today, before=1)
        partners = cls.env["res.partner"]
        cls.north = partners.create(
            {"name": "Acme North", "is_company": True, "parent_id": cls.customer.id}
        )
        cls.plant = partners.create(
            {"name": "Acme North Plant", "is_company": True, "parent_id": cls.north.id}
        )
        cls.stranger = partners.create({"name": "Stranger", "is_company": True})
        cls.tea_category, cls.salt_category = cls.env["product.category"].create(
            [{"name": "Tea"}, {"name": "Salt"}]
        )
        cls.green_category = cls.env["product.category"].create(
            {"name": "Green Tea", "parent_id": cls.tea_category.id}
        )
        cls.tea, cls.green, cls.salt = cls.env["product.product"].create(
            [
                {
                    "name": category.name,
                    "categ_id": category.id,
                    "taxes_id": False,
                    "standard_price": 6,
                    "invoice_policy": "order",
                }
                for category in (cls.tea_category, cls.green_category, cls.salt_category)
            ]
        )
        cls.offering_tea, cls.offering_salt = cls.env["kam.offering"].create(
            [
                {"name": "Teas", "category_ids": [Command.set(cls.tea_category.ids)]},
                {"name": "Salts", "product_ids": [Command.set(cls.salt.ids)]},
            ]
        )
        cls.plan = cls._create_plan()
        cls.koala = cls.env["res.currency"].create({"name": "KAM", "symbol": "k"})
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.koala.id, "rate": 3.0, "name": "2020-01-01"}
        )

    @classmethod
    def _measure(cls, name):
        return cls.env.ref(f"kam_planning.measure_{name}")

    @classmethod
    def _invoice(cls, amount, partner=None, product=None, months_ago=1, post=True, **values):
        """A customer invoice of one line; `post` False leaves a draft."""
        company = values.pop("company", cls.company)
        invoice = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": (partner or cls.customer).id,
                    "invoice_date": cls.today - relativedelta(months=months_ago),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": (product or cls.tea).id,
                                "price_unit": amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _order(cls, amount, partner=None, product=None, months_ago=1, confirm=True, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or cls.tea).id,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = fields.Datetime.now() - relativedelta(months=months_ago)
        return order

    @classmethod
    def _lead(cls, revenue, partner=None, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": (partner or cls.customer).id,
                "expected_revenue": revenue,
                **values,
            }
        )

    @classmethod
    def _cell(cls, offering=None, user=None, **values):
        return (
            cls.env["kam.whitespace"]
            .with_user(user or cls.kam)
            .create(
                {
                    "account_id": cls.customer.id,
                    "offering_id": (offering or cls.offering_tea).id,
                    **values,
                }
            )
        )

    @classmethod
    def _refresh_potentials(cls):
        """Compute and store the potentials of all customers' cells, also of those read today."""
        cells = cls.env["kam.whitespace"].sudo()
        of_company = cells.search([("company_id", "=", cls.company.id)])
        of_company._store_potentials(cells._read_market(cls.company))

    def _target(self, **values):
        """A target of 1,200 for all revenue, of the plan's period."""
        return (
            self.env["kam.target"]
            .with_user(self.kam)
            .create(
                {
                    "plan_id": self.plan.id,
                    "measure_id": self._measure("revenue").id,
                    "target_value": 1200,
                    **values,
                }
            )
        )

    def _figure(self, name, period=None, account=None, company=None):
        """One figure of one account."""
        measure, account = self._measure(name), account or self.customer
        figures = measure._get_figures(account, [period or self.year], company or self.company)
        return figures[measure].get((account.id, 0))
