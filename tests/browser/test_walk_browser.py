"""Every screen of the module, opened as each role at four widths in a real browser.

`make walk` opens all of them as every role; the suite opens each at every width, the roles in turn:
KAM_WALK=all, KAM_WALK_SEED=<number> for another turn, KAM_WALK_ONLY=<part of a screen's name>.
"""

import os
from collections import defaultdict

from odoo.tests import tagged

from .screens import Screens
from .walk import Visit, WalkCase
from .world import WalkWorld


@tagged("standard", "post_install", "-at_install")
class TestWalkBrowser(WalkWorld, WalkCase):
    """Nothing is wider than its place, cut, beyond the edge or upon another, and no error is told."""

    def _read_screens(self):
        """:return: {screen's key: {role: screen}}"""
        first = {
            "kam.plan": self.plan,
            "kam.stakeholder": self.person,
            "kam.objective": self.plan.objective_ids[0],
            "kam.action": self.plan.action_ids[0],
            "kam.review": self.plan.review_ids.sorted("id")[0],
            "kam.target": self.plan.target_ids[0],
            "kam.plan.template": self.full,
            "res.partner": self.customer,
            "crm.lead": self.env["crm.lead"].search([("kam_plan_id", "=", self.plan.id)], limit=1),
        }
        found = defaultdict(dict)
        for role, user in self.roles.items():
            for key, screen in Screens(user, first).read().items():
                found[key][role] = screen
        return found

    def _choose(self, screens):
        """The visits: all, or each screen once at the desk and once on a phone, by roles in turn."""
        is_all = os.environ.get("KAM_WALK") == "all"
        turn = int(os.environ.get("KAM_WALK_SEED", "0"))
        only = os.environ.get("KAM_WALK_ONLY", "")
        visits = []
        for number, (key, by_role) in enumerate(screens.items()):
            if only not in key:
                continue
            for is_phone in (False, True):
                roles = list(by_role)
                if not is_all:
                    roles = [roles[(turn + number + 2 * is_phone) % len(roles)]]
                visits += [Visit(role, is_phone, by_role[role]) for role in roles]
        order = list(self.roles)
        return sorted(visits, key=lambda visit: (visit.is_phone, order.index(visit.role)))

    def test_every_screen(self):
        screens = self._read_screens()
        self.visits = self._choose(screens)
        self.walk_all()
