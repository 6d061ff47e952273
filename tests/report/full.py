"""A plan with a strategy, of any size; no tests of its own."""

from odoo import Command
from odoo.tests import freeze_time

from ..common.common import TODAY
from ..common.paper import PaperMixin
from ..strategy.common import StrategyCommon

FULL = "kam_planning.action_report_kam_plan_full"
APPRAISAL = ("trend", "opportunity", "strength", "vulnerability", "threat")


@freeze_time(TODAY)
class FullPlanCommon(PaperMixin, StrategyCommon):
    """Acme with a plan to which lines of every block are added."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contacts = cls.contact | cls.env["res.partner"].create(
            [{"name": f"Person {number}", "parent_id": cls.customer.id} for number in range(3)]
        )

    def _fill_strategy(self, plan, count, name="Line"):
        """So many lines of each kind, so many objectives, and seven times as many findings at most
        as a quarter of the picture holds.
        """
        account = {"account_id": plan.partner_id.id, "company_id": plan.company_id.id}
        own = {"plan_id": plan.id}
        numbers = range(count)
        make = self._make_all
        offerings = self.env["kam.offering"].create(
            [{"name": f"{name} {plan.id} offering {n}"[-120:]} for n in numbers]
        )
        goals = make("kam.customer.goal", account, [{"name": f"{name} goal {n}"} for n in numbers])
        objectives = make(
            "kam.objective",
            own,
            [
                {
                    "name": f"{name} objective {n}",
                    "goal_ids": [Command.set(goals[n].ids)],
                    "offering_ids": [Command.set(offerings[n].ids)],
                }
                for n in numbers
            ],
        )
        make(
            "kam.value",
            own,
            [
                {
                    "name": f"{name} value {n}",
                    "objective_id": objectives[n].id,
                    "offering_id": offerings[n].id,
                    "baseline_value": 10,
                    "target_value": 5,
                    "volume": 1000,
                    "unit_value": 12,
                }
                for n in numbers
            ],
        )
        make(
            "kam.force",
            own,
            [
                {"name": f"{name} force {n} {kind}", "objective_id": objectives[n].id, "kind": kind}
                for n in numbers
                for kind in ("driving", "restraining")
            ],
        )
        risks = [{"name": f"{name} risk {n}", "probability": "4", "impact": "3"} for n in numbers]
        make("kam.risk", own, risks)
        rows = [{"name": f"{name} investment {n}", "amount": 1000 + n} for n in numbers]
        make("kam.investment", own, rows)
        rivals = self.env["res.partner"].create(
            [{"name": f"{name} rival {plan.id} {n}", "is_company": True} for n in numbers]
        )
        rows = [{"competitor_id": one.id, "our_answer": f"{name} answer"} for one in rivals]
        make("kam.competitor.position", account, rows)
        rows = [{"name": f"{name} day {n}", "date": "2026-09-01"} for n in numbers]
        make("kam.key.date", account, rows)
        return objectives

    def _fill_appraisal(self, plan, count, name="Finding"):
        """So many findings, of all kinds in turns."""
        account = {"account_id": plan.partner_id.id, "company_id": plan.company_id.id}
        rows = [
            {"name": f"{name} {n}", "kind": APPRAISAL[n % 5], "effect": 2 if n % 5 < 3 else -2}
            for n in range(count)
        ]
        return self._make_all("kam.appraisal", account, rows)

    def _make_all(self, model, place, rows):
        lines = self.env[model].with_user(self.kam)
        return lines.create([{**place, **row} for row in rows])

    def _fill_scorecard(self, plan):
        criteria = self.env["kam.value.criterion"]._get_of_templates(plan.template_id)
        self.env["kam.value.rating"].with_user(self.kam).create(
            [
                {
                    "plan_id": plan.id,
                    "contact_id": contact.id,
                    "criterion_id": criterion.id,
                    "importance": 4,
                    "us": 4,
                    "next_best": 3,
                }
                for contact in self.contacts[:3]
                for criterion in criteria[plan.template_id][:3]
            ]
        )

    def _normal_plan(self, name="Line"):
        """A plan of normal size: six lines of each kind, 28 findings, answers to the scorecard."""
        self._fill_strategy(self.plan, 6, name)
        self._fill_appraisal(self.plan, 28, name)
        self._fill_scorecard(self.plan)
        return self.plan

    def _prepare(self, user=None, names=None):
        """What is printed of the plan: {template or name of the block: part}, and the pages."""
        plan = self.plan.with_user(user or self.kam)
        self.env.invalidate_all()
        return plan._prepare_full_plans(names)[plan]

    @staticmethod
    def _all_parts(page):
        return [*page["parts"], *(p for sheet in page["sheets"] for band in sheet for p in band)]

    def _headings(self, page):
        return [part["heading"] for part in self._all_parts(page) if part["heading"]]
