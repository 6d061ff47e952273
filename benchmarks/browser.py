"""Odoo's web client in a headless Chromium, driven over the DevTools protocol."""

import contextlib
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import requests
import websocket

WAIT = 180
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--window-size=1400,900",
    "--remote-debugging-address=127.0.0.1",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def serve(database):
    """Serve a database with one process of its own.

    :return: str, the address of the server
    """
    url = f"http://127.0.0.1:{_free_port()}"
    command = [sys.executable, os.environ["ODOO_BIN"], "server", "-d", database]
    command += ["--http-port", url.rpartition(":")[2], "--log-level", "error"]
    command += ["--db-filter", f"^{database}$", "--max-cron-threads", "0"]
    with subprocess.Popen(command) as server:
        try:
            _wait_for(lambda: requests.get(f"{url}/web/health", timeout=60).ok)
            yield url
        finally:
            server.terminate()


def _wait_for(condition):
    end = time.monotonic() + WAIT
    while True:
        try:
            if condition():
                return
        except OSError:
            if time.monotonic() > end:
                raise
        time.sleep(0.3)


class Browser:
    """One page of a Chromium that ends with the block in which it is used."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="kam-bench-")
        self.numbers = itertools.count(1)

    def __enter__(self):
        program = shutil.which("chromium") or shutil.which("google-chrome")
        command = [program, *SWITCHES, f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ports = Path(self.folder, "DevToolsActivePort")
        _wait_for(lambda: ports.exists() and ports.read_text().strip())
        port = ports.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            page = next(target for target in json.load(answer) if target["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=WAIT)
        return self

    def __exit__(self, *exc):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, **parameters):
        """Send one command of the protocol and give its result."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def run(self, script):
        """Run a script in the page, as the body of an asynchronous function.

        :return: what it returns
        """
        result = self.call(
            "Runtime.evaluate",
            expression=f"(async () => {{ {script} }})()",
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description"))
        return result["result"].get("value")

    def log_in(self, url, database, login, password):
        """Open the web client as a user, and wait until it is there."""
        session = requests.Session()
        params = {"db": database, "login": login, "password": password}
        answer = session.post(
            f"{url}/web/session/authenticate", json={"params": params}, timeout=60
        )
        if not answer.json().get("result", {}).get("uid"):
            raise RuntimeError(f"{login} could not log in")
        self.call(
            "Network.setCookie", name="session_id", value=session.cookies["session_id"], url=url
        )
        self.call("Page.navigate", url=f"{url}/odoo/discuss")
        self.wait("window.odoo?.isReady && document.querySelector('.o_main_navbar')")

    def wait(self, condition):
        """Wait until an expression holds in the page."""
        _wait_for(lambda: self.run(f"return Boolean({condition});"))
