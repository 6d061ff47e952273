from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from ..common.common import KamCommon


class TestDashboardsBrowser(KamCommon, HttpCase):
    """Both dashboards and the accounts compared, on a desk and on a phone, without an error."""

    def test_dashboards_and_their_tiles(self):
        today = fields.Date.today()
        plan = self._create_plan(
            date_start=today - timedelta(days=90), date_end=today + timedelta(days=270)
        )
        plan.with_user(self.manager).action_approve()
        for name, day in (("Late one", today - timedelta(days=9)), ("In time", today)):
            self._create_action(
                plan, name=name, date_start=today - timedelta(days=30), date_deadline=day
            )
        for size in ("1400x900", "390x844"):
            self.browser_size, self.touch_enabled = size, size.startswith("390")
            for name in ("portfolio", "rhythm"):
                dashboard = self.env.ref(f"kam_planning.dashboard_{name}")
                address = f"/odoo/dashboards?dashboard_id={dashboard.id}"
                self.start_tour(address, f"kam_dashboard_{name}", login="kam")
            self.start_tour("/odoo/kam-accounts-compared", "kam_accounts_compared", login="manager")
