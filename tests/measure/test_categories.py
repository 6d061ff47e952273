"""Spend by category: its lines add up to the revenue, on the screen and on paper."""

from odoo import Command

from .common import FiguresCommon


class TestCategories(FiguresCommon):
    """Ten categories of 10, 20 … 100 and of a tenth of it the year before, and 7 without one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["product.category"].create(
            [{"name": f"C{number:02d}"} for number in range(1, 11)]
        )
        products = cls.env["product.product"].create(
            [{"name": c.name, "categ_id": c.id, "taxes_id": False} for c in categories]
        )
        for months_ago, share in ((1, 10), (13, 1)):
            lines = [
                Command.create(
                    {"product_id": product.id, "price_unit": share * n, "tax_ids": False}
                )
                for n, product in enumerate(products, 1)
            ]
            lines.append(
                Command.create({"name": "By hand", "price_unit": share * 0.7, "tax_ids": False})
            )
            cls._invoice(0, months_ago=months_ago, invoice_line_ids=lines)
        cls.plan.with_user(cls.kam).action_refresh_figures()

    def test_the_snapshot_ends_with_others(self):
        figures = self.plan.figures
        self.assertEqual(
            figures["categories"],
            [[f"C{number:02d}", 10.0 * number, float(number)] for number in range(10, 3, -1)],
        )
        # 30, 20 and 10, and 7 without a category.
        now, before = figures["others"]
        self.assertAlmostEqual(now, 67)
        self.assertAlmostEqual(before, 6.7)
        self.assertAlmostEqual(sum(line[1] for line in figures["categories"]) + now, 557)
        self.assertAlmostEqual(sum(line[2] for line in figures["categories"]) + before, 55.7)
        self.assertAlmostEqual(self.plan.revenue, 557)
        self.assertAlmostEqual(self.plan.revenue_prior, 55.7)

    def test_the_paper_ends_with_others(self):
        streams = self.plan.with_user(self.kam)._get_streams()[self.plan]
        self.assertEqual(
            [line["name"] for line in streams["lines"]],
            ["C10", "C09", "C08", "C07", "C06", "Others"],
        )
        self.assertAlmostEqual(streams["lines"][-1]["now"], 157)
        self.assertAlmostEqual(sum(line["now"] for line in streams["lines"]), 557)
        self.assertAlmostEqual(streams["total"]["now"], 557)
        self.assertAlmostEqual(streams["total"]["before"], 55.7)

    def test_what_has_no_category_has_its_line_where_there_is_room(self):
        other = self._create_plan(partner_id=self.stranger.id)
        self._invoice(
            0,
            partner=self.stranger,
            invoice_line_ids=[
                Command.create({"product_id": self.tea.id, "price_unit": 5, "tax_ids": False}),
                Command.create({"name": "By hand", "price_unit": 2, "tax_ids": False}),
            ],
        )
        other.action_refresh_figures()
        self.assertEqual(other.figures["categories"], [["Tea", 5.0, 0.0], [None, 2.0, 0.0]])
        self.assertIsNone(other.figures["others"])
