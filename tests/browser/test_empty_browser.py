"""Where nothing stands in a chapter there are a question and an example, no empty table."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..report.full import FullPlanCommon


@tagged("standard", "post_install", "-at_install")
class TestEmptyBrowser(FullPlanCommon, HttpCase):
    def _tour(self, name, size):
        self.browser_size = size
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", name, login="kam")

    def _empty(self):
        self.plan.objective_ids.unlink()
        self.plan.action_ids.unlink()
        self.plan.section_ids.unlink()

    def test_empty_chapters_ask(self):
        self._empty()
        self._tour("kam_empty_chapters", "1400x900")

    def test_empty_chapters_ask_on_a_phone(self):
        self._empty()
        self._tour("kam_empty_chapters", "390x844")

    def test_filled_chapters_do_not(self):
        self._normal_plan()
        account = {"account_id": self.customer.id}
        self.env["kam.buying.center"].create({**account, "name": "North"})
        person = self.env["kam.stakeholder"].create({**account, "name": "Head"})
        self.env["kam.gap"].create(
            {**account, "kind": "silence", "stakeholder_id": person.id, "state": "open"}
        )
        self.env["kam.target"].create(
            {
                "plan_id": self.plan.id,
                "measure_id": self.env.ref("kam_planning.measure_revenue").id,
                "target_value": 1000,
            }
        )
        line = Command.create({"product_id": self.tea.id, "product_uom_qty": 9})
        values = {"partner_id": self.customer.id, "user_id": self.kam.id, "order_line": [line]}
        self.env["sale.order"].create(values).action_confirm()
        self._create_action(self.plan, name="Visit")
        self.env["kam.plan.section"].create({"plan_id": self.plan.id, "name": "Overview"})
        self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        self._tour("kam_filled_chapters", "1400x900")
