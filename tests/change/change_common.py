"""A plan in force with a year of revenue; no tests of its own."""

from datetime import timedelta

from ..strategy.common import StrategyCommon


class ChangeCommon(StrategyCommon):
    """Acme bought for 400,000 in 12 months; the plan is in force, with a running target."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls._set_revenue(400000)
        cls.target = cls._create_line(
            "kam.target",
            measure_id=cls._measure("revenue").id,
            target_value=500000,
            objective_id=cls.objective.id,
            date_start=cls.today,
            date_end=cls.today + timedelta(days=300),
        )
        cls.accountant = cls._create_user(
            "accountant", "group_kam_user", "account.group_account_invoice"
        )

    @classmethod
    def _set_revenue(cls, amount, plan=None):
        """What Acme, or the customer of another plan, bought in 12 months, as the figures keep it;
        None while they are not read.
        """
        plan = plan or cls.plan
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE kam_plan SET revenue = %s WHERE id = %s", [amount, plan.id])
        plan.invalidate_recordset()

    @classmethod
    def _find(cls, plans=None):
        """Look for changes, as the job does."""
        cls.env.flush_all()
        (plans or cls.plan).sudo()._find_changes()
        cls.env.invalidate_all()

    @classmethod
    def _changes(cls, kind=None, user=None, **values):
        """Changes of a kind in any state, as somebody reads them."""
        domain = [("kind", "=", kind)] if kind else []
        domain += [(name, "=", value) for name, value in values.items()]
        changes = cls.env["kam.change"].with_user(user) if user else cls.env["kam.change"]
        return changes.search(domain, order="id")

    @classmethod
    def _touched(cls, change):
        return {(line.res_model, line.res_id) for line in change.sudo().line_ids}

    @classmethod
    def _deal(cls, amount=12000, **values):
        """An open opportunity of Acme, of `kam`."""
        return cls._lead(amount, **{"user_id": cls.kam.id, **values})
