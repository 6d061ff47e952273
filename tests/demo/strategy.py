"""The example plans with their strategy; no tests of its own."""

from northwind_loader.figures import load_figures
from northwind_loader.people import load_people
from northwind_loader.plans import load_plans
from northwind_loader.strategy import load_strategy

from .common import NorthwindCase

MODELS = (
    *("kam.customer.goal", "kam.appraisal", "kam.investment", "kam.competitor.position"),
    *("kam.risk", "kam.risk.reading", "kam.force", "kam.force.reading", "kam.force.effect"),
    *("kam.value", "kam.value.reading", "kam.value.answer", "kam.value.rating"),
    *("kam.delivery.note", "kam.key.date", "kam.objective", "kam.action", "kam.target"),
    *("kam.measure", "kam.measure.entry", "kam.stakeholder", "kam.whitespace", "sale.order"),
    *("res.partner", "crm.lead", "mail.activity", "mail.message", "ir.attachment"),
    "ir.model.data",
)


class Killed(Exception):
    """What ends a run in its middle."""


class StrategyCase(NorthwindCase):
    """Everything loaded, by a first run that is killed and a second one that goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_plans(cls.loaded)
        load_figures(cls.loaded)
        load_people(cls.loaded)
        cls.mails_before = cls.env["mail.mail"].search_count([])
        cls.killed = cls._run_and_kill(steps=7)
        load_strategy(cls.loaded)
        cls.plans = {
            kind: cls.loaded.ref(f"plan_{kind}") for kind in ("running", "submitted", "renewed")
        }
        cls.running, cls.submitted, cls.renewed = cls.plans.values()

    @classmethod
    def _run_and_kill(cls, steps):
        commits, commit = [], cls.loaded.commit

        def commit_until_killed():
            commits.append(len(commits))
            if len(commits) == steps:
                raise Killed

        cls.loaded.commit = commit_until_killed
        try:
            load_strategy(cls.loaded)
        except Killed:
            return True
        finally:
            cls.loaded.commit = commit
        return False

    def _lines(self, model, kind):
        line, plan = self.env[model], self.plans[kind]
        if "plan_id" in line._fields:
            return line.search([("plan_id", "=", plan.id)])
        return line.search([("account_id", "=", plan.partner_id.id)])

    def _count(self):
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in MODELS
        }
