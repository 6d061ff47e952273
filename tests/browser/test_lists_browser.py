from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..relationship.common import MapCommon

PATHS = (
    "kam-plans",
    "kam-actions",
    "kam-objectives",
    "kam-reviews",
    "kam-targets",
    "kam-people",
    "kam-relationships",
    "kam-gaps",
    "kam-whitespace",
    "kam-risks",
    "kam-forces",
)


@tagged("standard", "post_install", "-at_install")
class TestListsBrowser(MapCommon, HttpCase):
    """The lists behind the menus, with names as long as names are, in a real browser."""

    browser_size = "1280x900"

    def test_nothing_is_cut(self):
        self.customer.name = "Consolidated Holdings Import and Export of the North"
        self.manager.name = "Maximiliane Featherstonehaugh-Wolffenbuettel"
        today = Date.context_today(self.env.user)
        plan = self._create_plan(
            user_id=self.manager.id,
            template_id=self.full.id,
            date_start=Date.subtract(today, months=3),
            date_end=Date.add(today, months=9),
        )
        plan.action_ids.user_id = self.manager
        plan.with_user(self.manager).action_submit()
        self.env["kam.review"].create({"plan_id": plan.id, "kind": "customer"})
        revenue = self.env.ref("kam_planning.measure_revenue")
        self.env["kam.target"].create(
            {"plan_id": plan.id, "measure_id": revenue.id, "target_value": 123456789}
        )
        offering = self.env["kam.offering"].create({"name": "Teas"})
        self.env["kam.whitespace"].create(
            {"account_id": self.customer.id, "offering_id": offering.id}
        )
        plan_line = {"plan_id": plan.id, "name": "They move to one supplier for the whole group"}
        self.env["kam.risk"].create(
            {**plan_line, "probability": "5", "impact": "5", "amount": 123456789}
        )
        objective = self._create_objective(plan, name="Become their first choice in the north")
        self.env["kam.force"].create({**plan_line, "objective_id": objective.id})
        self.env["kam.relationship"].create(
            {"stakeholder_id": self.jane.id, "user_id": self.manager.id}
        )
        self.env["kam.gap"].sudo().create(
            {
                "account_id": self.customer.id,
                "company_id": plan.company_id.id,
                "kind": "silence",
                "stakeholder_id": self.jane.id,
                "date_deadline": plan.date_end,
            }
        )
        for path in PATHS:
            with self.subTest(path=path):
                self.start_tour(f"/odoo/{path}", "kam_list_whole", login="manager")
