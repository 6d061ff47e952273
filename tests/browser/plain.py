"""Chromium as a person moves it: by mouse and keys, whether pages may run scripts or not."""

import json
import time

from odoo.tests.common import ChromeBrowser, ChromeBrowserException

# The middle of what is found, brought into view, and whether a click there would reach it.
FIND = """(() => {
    const node = document.querySelector(%s);
    if (!node) { return null; }
    node.scrollIntoView({ block: "center", behavior: "instant" });
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return { x, y, isFree: node.contains(document.elementFromPoint(x, y)) };
})()"""
# How much wider than the window the page is.
EXCESS = """Math.max(...["html", "#wrapwrap"].map((name) => {
    const node = document.querySelector(name);
    return node ? node.scrollWidth - node.clientWidth : 0;
}))"""
# Seconds between two looks; clocks stand still in some tests.
PAUSE, MOST_LOOKS = 0.02, 1500


class PlainBrowser(ChromeBrowser):
    """One window. Pages that are opened before `allow_scripts` keep what they had."""

    def allow_scripts(self, is_allowed):
        self._websocket_request(
            "Emulation.setScriptExecutionDisabled", params={"value": not is_allowed}
        )

    def go_to(self, address):
        """Open an address, and wait for its page."""
        self.navigate_to(address)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def evaluate(self, code):
        """What an expression gives in the page that is open; scripts of the page run or do not."""
        asked = {"expression": code, "returnByValue": True}
        answer = self._websocket_request("Runtime.evaluate", params=asked)
        if "exceptionDetails" in answer:
            raise ChromeBrowserException(f"{code}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait_for(self, code):
        """Wait until an expression is true; while a page goes, none is asked."""
        for _time in range(MOST_LOOKS):
            try:
                if self.evaluate(code):
                    return
            except ChromeBrowserException:
                self._logger.debug("The page is on its way")
            time.sleep(PAUSE)
        self.take_screenshot()
        raise ChromeBrowserException(f"Waited in vain for {code}")

    def click(self, selector):
        """Click in the middle of the first one that is found, where nothing lies upon it."""
        found = self.evaluate(FIND % json.dumps(selector))
        if not found or not found["isFree"]:
            self.take_screenshot()
            raise ChromeBrowserException(f"{selector} cannot be clicked: {found}")
        place = {"x": found["x"], "y": found["y"], "button": "left", "clickCount": 1}
        for step in ("mousePressed", "mouseReleased"):
            self._websocket_request("Input.dispatchMouseEvent", params={"type": step, **place})

    def send(self, selector):
        """Click what leads to another page, and wait for that."""
        self.evaluate("window.isLeft = true")
        self.click(selector)
        self.wait_for("!window.isLeft && document.readyState === 'complete'")

    def type(self, selector, text):
        """Type into a field, in the place of what stands there."""
        self.click(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).select()")
        self._websocket_request("Input.insertText", params={"text": text})

    def read(self, selector="#wrap"):
        """What can be read, in one line."""
        code = f"document.querySelector({json.dumps(selector)})?.innerText"
        return " ".join((self.evaluate(code) or "").split())

    def get_excess(self):
        """By how many pixels the page is wider than the window."""
        return self.evaluate(EXCESS)
