"""Every screen of the module, opened as each role at four widths in a real browser.

`make walk` opens all of them as every role; the suite opens each at every width, the roles in turn:
KAM_WALK=all, KAM_WALK_SEED=<number> for another turn, KAM_WALK_ONLY=<regular expression of screens'
names>, KAM_WALK_SHOTS=1 for a picture of each screen, where Odoo leaves those of failed tests.
"""

import os
import re
from collections import defaultdict

from odoo.tests import tagged

from .screens import Screens
from .walk import Visit, WalkCase, Walker
from .world import WalkWorld

SPOILT = """
    document.querySelector(".o_content").insertAdjacentHTML("afterbegin", `
        <div style="overflow: auto"><div style="width: 3000px">Too wide</div></div>
        <button class="o_spoilt" style="width: 40px; overflow: hidden; white-space: nowrap"
            >A button with a name</button>`);
    console.error("Spoilt");
"""
# The client tells of it in a dialogue, once it has found where the error was thrown.
THROWN = """
    new Promise((resolve) => {
        const look = () => document.querySelector(".o_error_dialog") && resolve();
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        setTimeout(resolve, 8000);
        setTimeout(() => { throw new Error("Nobody catches this"); });
    })
"""


class Spoiler(Walker):
    """Spoils a screen before it is looked at: its layout at the desk, its code on a phone."""

    def _look(self, visit):
        self.ask(THROWN if visit.is_phone else SPOILT)
        return super()._look(visit)


@tagged("standard", "post_install", "-at_install")
class TestWalkBrowser(WalkWorld, WalkCase):
    """Nothing is wider than its place, cut, beyond the edge or upon another; no error is told."""

    # All that is wrong is told at once.
    maxDiff = None

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
        """All visits, or each screen once at the desk and once on a phone, by roles in turn."""
        is_all = os.environ.get("KAM_WALK") == "all"
        turn = int(os.environ.get("KAM_WALK_SEED", "0"))
        only = os.environ.get("KAM_WALK_ONLY", "")
        visits = []
        for number, (key, by_role) in enumerate(screens.items()):
            if not re.search(only, key):
                continue
            for is_phone in (False, True):
                roles = list(by_role)
                if not is_all:
                    roles = [roles[(turn + number + 2 * is_phone) % len(roles)]]
                visits += [Visit(role, is_phone, by_role[role]) for role in roles]
        order = list(self.roles)
        return sorted(visits, key=lambda visit: (visit.is_phone, order.index(visit.role)))

    def test_every_screen(self):
        self.visits = self._choose(self._read_screens())
        self.assertEqual(self.walk_all(), [])

    def test_the_registry_says_which_screens(self):
        """A walk that finds no screens would find no faults: each kind is among them."""
        screens = self._read_screens()
        of_admin = [key for key, by_role in screens.items() if "admin" in by_role]
        menus = self.env["ir.ui.menu"].with_user(self.admin).load_menus(False)
        ids = [
            menu["action_id"]
            for menu in menus.values()
            if (menu.get("xmlid") or "").startswith("kam_planning.")
            and menu["action_model"] == "ir.actions.act_window"
        ]
        actions = self.env["ir.actions.act_window"].browse(ids)
        self.assertGreater(len(actions), 20)
        for action in actions:
            name = action.xml_id.removeprefix("kam_planning.")
            kinds = {kind for _view_id, kind in action.views} - {"form", "search"}
            for kind in kinds if action.target != "new" else ():
                self.assertIn(f"action {name}, {kind}", of_admin)
        for key in (
            "action kam_plan_create_action",
            "action kam_plan_action, activity",
            "form kam_plan_view_form",
            "new form kam_review_view_form",
            "button kam.plan.action_send_back",
            "button kam.plan.action_prepare_next_period",
            "button kam_target_generate_action",
            "Odoo's form base.view_partner_form",
            "Odoo's form crm.crm_lead_view_form",
            "Odoo's form base.res_config_settings_view_form",
        ):
            self.assertIn(key, of_admin)
        chapters = [key for key in screens if key.startswith("chapter ")]
        self.assertGreaterEqual(len(chapters), 13)
        for key in chapters:
            self.assertEqual(set(screens[key]), set(self.roles), key)
        self.assertNotIn("action kam_tier_action, list", self._get_keys(screens, "manager"))

    def _get_keys(self, screens, role):
        return {key for key, by_role in screens.items() if role in by_role}

    def test_an_employee_without_key_accounts_sees_none_of_it(self):
        found = Screens(self.nobody, {}).read()
        self.assertEqual([key for key in found if not key.startswith("Odoo's ")], [])

    def test_what_is_wrong_is_told(self):
        """An overflow, a cut button, an error of the console and one that nobody caught."""
        self.browser_type = Spoiler
        screens = self._read_screens()
        by_role = screens["action kam_tier_action, list"]
        self.visits = [Visit("admin", is_phone, by_role["admin"]) for is_phone in (False, True)]
        told = self.walk_all()
        where = "px, action kam_tier_action, list:"
        for fault in (
            f"admin, 1920/1400/1280 {where} cut button: <button.o_spoilt>: “A button with a name”",
            f"admin, 1920 {where} console: Spoilt",
        ):
            self.assertIn(fault, told)
        for begin, part in (
            (f"admin, 1920 {where} 3000 wide in ", "Too wide"),
            (f"admin, 390 {where} error: ", "o_error_dialog"),
            (f"admin, 390 {where} ", "Nobody catches this"),
        ):
            found = [fault for fault in told if fault.startswith(begin) and part in fault]
            self.assertTrue(found, (begin, part, told))
