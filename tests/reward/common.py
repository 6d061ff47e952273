"""The worked example of a reward: a team of two, five components, one statement each."""

from odoo import Command

from ..common.common import KamCommon

YEAR = {"date_start": "2026-01-01", "date_end": "2026-12-31"}


def make_statement(case):
    """A keeper of schemes, and a draft that he made: tuple (res.users, kam.reward.statement)."""
    keeper = case._create_user("keeper", "group_kam_reward", "group_kam_use_reward")
    scheme = case.env["kam.reward.scheme"].with_user(keeper).create({"name": "Bonus"})
    values = {"scheme_id": scheme.id, "user_id": case.kam.id, "target_amount": 20000}
    return keeper, case.env["kam.reward.statement"].with_user(keeper).create(values)


class RewardCommon(KamCommon):
    """Team 40·96 + 40·104 + 20·110 = 102; own of `kam` 50·100 + 50·70 = 85: 91 % of 20,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.config.settings"].create({"group_kam_use_reward": True}).execute()
        cls.keeper = cls._create_user("keeper", "group_kam_reward")
        cls.plan = cls._activate(cls._create_plan())
        cls.targets = cls.env["kam.target"].concat(
            *(cls._make_target(f"T{actual}", actual) for actual in (96, 104, 110))
        )
        cls.objective = cls._create_objective(
            cls.plan, progress_mode="manual", progress_manual=70, progress_reason="Counted"
        )
        cls.scheme = cls._make_scheme("Bonus", cls.kam)

    @classmethod
    def _make_target(cls, name, actual, wanted=100):
        measure = cls.env["kam.measure"].create(
            {"name": name, "source": "manual", "unit": "count", "entry_mode": "sum"}
        )
        cls._enter(measure, actual)
        values = {"plan_id": cls.plan.id, "measure_id": measure.id, "target_value": wanted}
        return cls.env["kam.target"].with_user(cls.kam).create({**values, **YEAR})

    @classmethod
    def _enter(cls, measure, value, day="2026-02-01"):
        entry = {"account_id": cls.customer.id, "measure_id": measure.id, "date": day}
        cls.env["kam.measure.entry"].with_user(cls.kam).create({**entry, "value": value})

    @classmethod
    def _make_scheme(cls, name, *members, **values):
        """A draft with the components of the example, and a statement of each member."""
        weights = zip((40, 40, 20), cls.targets, strict=True)
        lines = [{"weight": weight, "target_id": target.id} for weight, target in weights]
        for user in members:
            own = {"component": "own", "user_id": user.id, "weight": 50}
            judged = {"kind": "judged", "name": "Contract", "step": "100", "step_reason": "Signed"}
            source = {"kind": "objective", "objective_id": cls.objective.id}
            lines += [{**own, **judged}, {**own, **source}]
        statements = [{"user_id": user.id, "target_amount": 20000} for user in members]
        return (
            cls.env["kam.reward.scheme"]
            .with_user(cls.keeper)
            .create(
                {
                    "name": name,
                    "line_ids": [Command.create(line) for line in lines],
                    "statement_ids": [Command.create(one) for one in statements],
                    **YEAR,
                    **values,
                }
            )
        )
