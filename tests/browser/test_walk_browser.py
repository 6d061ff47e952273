"""Every screen of the module, opened as each role at four widths in a real browser.

`make walk` opens all of them as every role at every width (KAM_WALK=all). The suite opens each
once: roles and widths take turns, and the seed says who begins (`tests/common/samples.py`).
KAM_WALK_ONLY=<regular expression of screens' names>, KAM_WALK_SHOTS=1 for a picture of each
screen, where Odoo leaves those of failed tests.
"""

import itertools
import os
import re
from collections import defaultdict

from odoo.tests import tagged

from ..common.samples import IS_ALL, read_seed, tell_seed
from .screens import Screens
from .walk import DESKS, ON_PHONE, PHONE, Visit, WalkCase, Walker
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

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screens = cls._read_screens()

    @classmethod
    def _read_screens(cls):
        """:return: {screen's key: {role: screen}}"""
        lead = cls.env["crm.lead"].search([("kam_plan_id", "=", cls.plan.id)], limit=1)
        first = {
            "kam.plan": cls.plan,
            "kam.stakeholder": cls.person,
            "kam.objective": cls.plan.objective_ids[0],
            "kam.action": cls.plan.action_ids[0],
            "kam.review": cls.plan.review_ids.sorted("id")[0],
            "kam.target": cls.plan.target_ids[0],
            "kam.plan.template": cls.full,
            "res.partner": cls.customer,
            "crm.lead": lead,
        }
        found, silent = defaultdict(dict), ()
        for role, user in cls.roles.items():
            screens = Screens(user, first, silent)
            for key, screen in screens.read().items():
                found[key][role] = screen
            # What opens nothing for the administrator: others try it in `make walk`.
            silent = silent or (() if IS_ALL else screens.silent)
        return found

    def _choose(self):
        """All visits, or one of each screen."""
        only = os.environ.get("KAM_WALK_ONLY", "")
        visits = []
        for number, (key, by_role) in enumerate(self.screens.items()):
            if not re.search(only, key):
                continue
            if IS_ALL:
                turns = itertools.product(by_role, (DESKS, ON_PHONE))
            else:
                turns = [self._take_turn(read_seed() + number, list(by_role))]
            visits += [Visit(role, sizes, by_role[role]) for role, sizes in turns]
        order = list(self.roles)
        return sorted(visits, key=lambda v: (v.is_phone, order.index(v.role), v.sizes))

    def _take_turn(self, turn, roles):
        """After as many turns as there are pairs, each role had each width."""
        size = (*DESKS, PHONE)[turn % 4]
        return roles[turn // 4 % len(roles)], (size,)

    def test_every_screen(self):
        self.visits = self._choose()
        self.assertEqual(self.walk_all(), [], tell_seed())

    def test_the_registry_says_which_screens(self):
        """A walk that finds no screens would find no faults: each kind is among them."""
        screens = self.screens
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
        screen = self.screens["action kam_tier_action, list"]["admin"]
        self.visits = [Visit("admin", sizes, screen) for sizes in (DESKS, ON_PHONE)]
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
