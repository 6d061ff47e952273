"""Builders for the strategy of an account; no tests of its own."""

from contextlib import contextmanager

from odoo import Command

from ..measure.common import FiguresCommon

SHOWN = (
    *("show_goals", "show_appraisal", "show_competitors", "show_investments", "show_forces"),
    *("show_risks", "show_values", "show_deliveries", "show_key_dates", "show_strategy_map"),
)


class StrategyCommon(FiguresCommon):
    """Acme with a plan that shows every block, and an objective."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write(dict.fromkeys(SHOWN, True))
        cls.objective = cls._create_objective(cls.plan)

    @classmethod
    def _create_line(cls, model, user=None, **values):
        """A line about Acme, made by `kam`."""
        line = cls.env[model].with_user(user or cls.kam)
        owner = "plan_id" if "plan_id" in line._fields else "account_id"
        place = {owner: cls.plan.id if owner == "plan_id" else cls.customer.id}
        return line.create({**place, **values})

    @classmethod
    def _join_team(cls, *users):
        """Have them work on the plan as well."""
        cls.plan.with_user(cls.kam).member_ids = [
            Command.create({"user_id": user.id, "role_id": cls.role_sales.id}) for user in users
        ]

    @classmethod
    def _goal(cls, user=None, **values):
        return cls._create_line("kam.customer.goal", user, **{"name": "Less waste", **values})

    @contextmanager
    def _refused(self, error, text):
        """What is done in it is refused in these words, and leaves nothing behind."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), text)
