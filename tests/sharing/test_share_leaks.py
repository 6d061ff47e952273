import json
import os

from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from .leak_world import TOKEN, LeakWorld, Tries

# In the suite a sample; `make leaks` asks for ten thousand.
TRIES = int(os.environ.get("KAM_LEAK_TRIES", "160"))
SEED = int(os.environ.get("KAM_LEAK_SEED", "7"))


@freeze_time(TODAY)
class TestShareLeaks(LeakWorld, HttpCase):
    """Whatever somebody outside tries, he sees what was released to him and nothing else."""

    def _open_page(self, allowed):
        """The page of the one who may see it: what he is shown can be found at all."""
        self.authenticate("live.visitor", "live.visitor")
        share = self.plan.share_ids
        found = set(TOKEN.findall(self.url_open(f"/my/account-plans/{share.id}").text))
        self.assertTrue(found and found <= allowed)
        return found

    def _ask(self, draw, tries):
        """One try over the wire, whatever comes back.

        :return: tuple (what was tried, text of the answer)
        """
        if draw.random() < 0.5:
            address = tries.draw_address()
            return address, self.url_open(address, timeout=60).text
        model, method, args = tries.draw_call()
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {"params": {"model": model, "method": method, "args": args, "kwargs": {}}}
            ),
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        return f"{model}.{method}{args}", answer.text

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb", "odoo.sql_db", "werkzeug")
    def test_nothing_leaks_to_whoever_tries_whatever(self):
        allowed = self._make_world()
        # The server lists its routes with its first answer.
        self.url_open("/web/login")
        tries = Tries(self.env, SEED)
        self.assertGreater(self.marks, 200)
        self.assertTrue(allowed["live"])
        seen, leaks = self._open_page(allowed["live"]), []
        for name, visitor in self.visitors.items():
            self.authenticate(visitor and visitor.login, visitor and visitor.login)
            for _try in range(TRIES // len(self.visitors)):
                tried, text = self._ask(tries.draw, tries)
                found = set(TOKEN.findall(text))
                seen |= found
                leaks += [f"{name}: {tried}: {token}" for token in found - allowed[name]]
        self.assertEqual(leaks, [])
        self.assertTrue(seen, "The tokens are found where they may be seen")
