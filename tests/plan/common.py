"""A plan that runs today, for what is late, due or to confirm; no tests of its own."""

from odoo.fields import Date

from ..common.common import KamCommon


class RunningCommon(KamCommon):
    """A draft of a plan of Acme, of whose period half is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = Date.context_today(cls.env.user)
        cls.plan = cls._create_plan(
            date_start=Date.subtract(cls.today, months=6), date_end=Date.add(cls.today, months=6)
        )

    def _day(self, days):
        return Date.add(self.today, days=days)

    def _act(self, days, **values):
        """An action that began, with its deadline in so many days."""
        return self._create_action(
            self.plan, date_start=self._day(-20), date_deadline=self._day(days), **values
        )

    def _stale(self, lines):
        lines.sudo().confirmed_date = "2020-01-01 08:00:00"
        return lines
