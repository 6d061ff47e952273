"""One browser that walks through screens, as one user after another, at one width after another."""

import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from unittest.mock import patch

import odoo
from odoo.tests import HttpCase
from odoo.tests import common as odoo_tests
from odoo.tests.common import HOST, ChromeBrowser

DESKS = ((1920, 1080), (1400, 900), (1280, 900))
PHONE = (390, 844)
ON_PHONE = (PHONE,)
READY = "Boolean(odoo.kamWalk?.isReady())"
# Seconds that one screen may take to stand.
PATIENCE = 30


@dataclass(frozen=True)
class Visit:
    """A screen that a role opens once, and looks at in some sizes: of the desk, or of a phone."""

    role: str
    sizes: tuple
    screen: object

    @property
    def is_phone(self):
        return self.sizes == ON_PHONE


class Walker(ChromeBrowser):
    """Chromium, whose console is noted instead of ending the test: the walk goes on."""

    def __init__(self, test_case, **options):
        self.noted, self.size = [], None
        super().__init__(test_case, **options)

    def _handle_console(self, type, args=None, **details):  # noqa: A002  named so by Odoo
        if type == "error":
            told = (str(self._from_remoteobject(argument)) for argument in args or [])
            self.noted.append(f"console: {' '.join(told)[:400]}")
        else:
            super()._handle_console(type, args=args, **details)

    def _handle_exception(self, exceptionDetails, timestamp):  # noqa: N803  as the browser names it
        told = self._from_remoteobject(exceptionDetails.get("exception", {"type": "undefined"}))
        self.noted.append(f"uncaught: {exceptionDetails['text']} {str(told)[:400]}")

    def _wait_code_ok(self, code, timeout, error_checker=None):
        """Odoo's own preparations are over: walk instead of running one script."""
        self.test_case.walk(self)
        self._result.set_result(True)

    def ask(self, expression):
        """:return: what an expression of JavaScript comes to; where it throws, that is noted."""
        request = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        try:
            answer = self._websocket_request("Runtime.evaluate", params=request, timeout=PATIENCE)
        except TimeoutError:
            self.noted.append(f"does not answer in {PATIENCE} s")
            return None
        if details := answer.get("exceptionDetails"):
            told = details.get("exception", {}).get("description") or details["text"]
            self.noted.append(f"does not open: {told[:400]}")
            return None
        return answer["result"].get("value")

    def resize(self, size):
        if size == self.size:
            return
        width, height = self.size = size
        shape = {"width": width, "height": height, "deviceScaleFactor": 1}
        self._websocket_request(
            "Emulation.setDeviceMetricsOverride", params=shape | {"mobile": size == PHONE}
        )

    def load(self, sid, is_phone):
        """Load the client for a session; a phone is one from the start."""
        self.set_cookie("session_id", sid, "/", HOST)
        touch = {"enabled": is_phone} | ({"maxTouchPoints": 5} if is_phone else {})
        self._websocket_request("Emulation.setTouchEmulationEnabled", params=touch)
        self.resize(PHONE if is_phone else DESKS[0])
        self.navigate_to("about:blank")
        self.navigate_to(f"{self.test_case.base_url()}{self.test_case.start}", wait_stop=True)
        self.test_case.assertTrue(self._wait_ready(READY), "the client does not load")

    def visit(self, visit):
        """Open a screen and each of its pages.

        :return: list of tuple (width, page or None, problem)
        """
        found = []
        if self.size not in visit.sizes:
            self.resize(visit.sizes[0])
        self.ask(f"odoo.kamWalk.open({visit.screen.json})")
        pages = self.ask("odoo.kamWalk.pages") or []
        for page in [None, *pages[1:]]:
            if page:
                self.ask(f"odoo.kamWalk.openPage({json.dumps(page)})")
            found += [(width, page, fault) for width, fault in self._look(visit)]
        return found

    def _look(self, visit):
        """Look at what stands at each width, first at the one that is set.

        So every other screen is opened at the narrowest desk and widened, as lists remember the
        widths of their columns.

        :return: list of tuple (width, problem)
        """
        found, only = [], json.dumps(visit.screen.only)
        sizes = visit.sizes if self.size == visit.sizes[0] else visit.sizes[::-1]
        for size in sizes:
            self.resize(size)
            faults = self.ask(f"odoo.kamWalk.check({size[0]}, {only})") or []
            faults, self.noted = self.noted + faults, []
            if faults or os.environ.get("KAM_WALK_SHOTS"):
                self._shoot(visit, size[0])
            found += [(size[0], fault) for fault in faults]
        return found

    def _shoot(self, visit, width):
        name = re.sub(r"\W+", "_", f"walk_{visit.role}_{width}_{visit.screen.key}_")
        self.take_screenshot(prefix=name[:120].rstrip("_") + "_").result(10)


class WalkCase(HttpCase):
    """Walks through `visits`; those of one role at the desk, or on a phone, follow one another."""

    start = "/odoo/kam-plans"
    browser_type = Walker
    visits = ()

    def walk_all(self):
        """Walk through the visits.

        :return: list of what is wrong, each with its role, widths, screen and element
        """
        self.faults = []
        self.sids = {role: self._log_in(user) for role, user in self.roles.items()}
        with patch.object(odoo_tests, "ChromeBrowser", self.browser_type):
            first = next(iter(self.roles.values())).login
            self.browser_js(self.start, "", READY, login=first, timeout=120)
        return self.faults

    def _log_in(self, user):
        """A session of its own: Odoo keeps one at a time."""
        sid = self.authenticate(user.login, user.login).sid
        self.addCleanup(self._forget, self.session)
        self.session = None
        return sid

    def _forget(self, session):
        odoo.http.root.session_store.delete(session)

    def walk(self, browser):
        """Called by the browser when the client is loaded."""
        loaded = None
        for visit in self.visits:
            place = (visit.role, visit.is_phone)
            if place != loaded:
                browser.load(self.sids[visit.role], visit.is_phone)
                loaded = place
            found = defaultdict(list)
            for width, page, fault in browser.visit(visit):
                found[page, fault].append(width)
            for (page, fault), widths in found.items():
                where = f"{visit.screen.key}{f', page {page}' if page else ''}"
                told = "/".join(str(width) for width in sorted(widths, reverse=True))
                self.faults.append(f"{visit.role}, {told} px, {where}: {fault}")
