"""Builders for the three numbers of a plan; no tests of its own."""

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import freeze_time

from ..common.common import TODAY
from ..strategy.common import StrategyCommon


@freeze_time(TODAY)
class ScoreCommon(StrategyCommon):
    """Acme of the worked example: what it buys, pays, decides and confirms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = cls._create_user("judge", "group_kam_user", "group_kam_people")
        cls.plan.member_ids = [
            Command.create({"user_id": user.id, "role_id": cls.role_sales.id})
            for user in (cls.judge, cls.mate)
        ]
        cls._activate(cls.plan)
        cls.inputs = {
            name: cls.env.ref(f"kam_planning.health_input_{name}")
            for name in (
                *("growth", "margin", "overdue", "heard", "win_rate", "confirmed"),
                "satisfaction",
            )
        }

    @classmethod
    def _sell(cls, amount, cost, months_ago, **values):
        """An invoice that is not due yet, of a product with a cost."""
        product = cls.env["product.product"].create(
            {"name": f"Tea of {cost}", "standard_price": cost, "taxes_id": False}
        )
        values = {"invoice_date_due": "2027-01-01", **values}
        return cls._invoice(amount, product=product, months_ago=months_ago, **values)

    @classmethod
    def _make_trade(cls):
        """Revenue −8 %, margin rate −1 point, 4 % of the revenue overdue, two deals decided."""
        cls._sell(100000, 70000, 14)
        cls._sell(88320, 62707.2, 3)
        cls._sell(3680, 2612.8, 2, invoice_date_due="2026-02-01")
        cls._lead(10, user_id=cls.kam.id).action_set_won()
        cls._lead(10, user_id=cls.kam.id).action_set_lost()

    @classmethod
    def _make_people(cls, heard=3, count=5):
        """Key people of whom some were heard of within three months."""
        people = (
            cls.env["kam.stakeholder"]
            .with_user(cls.judge)
            .create(
                [
                    {"account_id": cls.customer.id, "name": f"Person {n}", "influence": "3"}
                    for n in range(count)
                ]
            )
        )
        for person in people[:heard]:
            tie = {"stakeholder_id": person.id, "user_id": cls.kam.id}
            relationship = cls.env["kam.relationship"].with_user(cls.judge).create(tie)
            relationship.sudo().last_two_way_date = TODAY - relativedelta(months=2)
        return people

    @classmethod
    def _make_value(cls, promised=80, confirmed=50, deadline="2026-02-01"):
        value = cls._create_line("kam.value", name="Fewer returns")
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE kam_value SET state = 'confirmed', promised_total = %s, delivered_total = %s, "
            "confirmed_total = %s, date_deadline = %s WHERE id = %s",
            (promised, promised, confirmed, deadline, value.id),
        )
        value.invalidate_recordset()
        return value

    @classmethod
    def _enter_satisfaction(cls, value, day="2026-02-01"):
        entry = {"account_id": cls.customer.id, "value": value, "date": day}
        entry["measure_id"] = cls._measure("satisfaction").id
        return cls.env["kam.measure.entry"].with_user(cls.kam).create(entry)

    @classmethod
    def _make_example(cls):
        cls._make_trade()
        cls._make_people()
        cls._make_value()

    def _score(self, plans=None, day=None):
        """Find the numbers anew, as the job does on a day."""
        with freeze_time(day or TODAY):
            plans = plans or self.plan
            plans.sudo()._refresh_scores()
            self.env.flush_all()
        return plans

    def _kept(self, kind="health", plan=None):
        """What is kept of a plan's number, oldest first."""
        plan = plan or self.plan
        return self.env["kam.score"].search(
            [("res_model", "=", "kam.plan"), ("res_id", "=", plan.id), ("kind", "=", kind)],
            order="date, id",
        )

    def _explain(self, kind="health", user=None):
        return self.plan.with_user(user or self.kam).get_score_explanation(kind)

    def _part(self, name, kind="health", user=None):
        """One component of a number's explanation."""
        key = self.inputs[name]._get_key() if name in self.inputs else name
        parts = self._explain(kind, user)["components"]
        return next(part for part in parts if part["key"] == key)

    def _points(self, name):
        """The points of a test, made now."""
        (score,) = self.plan._get_hygiene_scores().values()
        return {part.key: part.points for part in score.components}.get(name, "dropped")

    @staticmethod
    def _moment(days_ago):
        return fields.Datetime.to_datetime(TODAY) - relativedelta(days=days_ago)
