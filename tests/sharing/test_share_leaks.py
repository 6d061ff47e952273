import os
import re

from lxml import html

from odoo.http import root
from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY, KamCommon
from .leak_marks import MODULE, find_marks, read_answer
from .leak_tries import PATH, Tries
from .leak_world import LeakWorld

# In the suite a sample; `make leaks` asks for ten thousand.
TRIES = int(os.environ.get("KAM_LEAK_TRIES", "160"))
SEED = int(os.environ.get("KAM_LEAK_SEED", "7"))
# What the page puts into a form by itself, and the acts that it offers.
KEPT = ("line", "check")
OFFERED = {"agree", "changes", "comment", "done", "confirm", "survey", "mails"}
SILENT = ("odoo.http", "odoo.addons.base.models.ir_qweb", "odoo.sql_db", "werkzeug")
SILENT += ("odoo.addons.web.controllers.report", "odoo.addons.base.models.ir_actions_report")
SILENT += ("odoo.addons.web.controllers.export", "odoo.addons.rpc", "odoo.models", "py.warnings")


@freeze_time(TODAY)
class TestShareLeaks(LeakWorld, HttpCase):
    """Whatever somebody outside tries, he sees what was released to him and nothing else."""

    @mute_logger(*SILENT)
    def test_nothing_leaks_to_whoever_tries_whatever(self):
        allowed = self._make_world()
        self.assertGreater(len(self.origins), 400)
        self.assertGreater(self.halves, 8)
        self.assertEqual(self._find_wrongly_released(set().union(*allowed.values())), [])
        with self.mock_mail_gateway():
            self._write_mails()
            leaks, count = self._find_in_mails(allowed)
            self.assertGreater(count, 3)
            # The server lists its routes with its first answer.
            self.url_open("/web/login")
            forms = self._open_page(allowed["live"])
            self.assertEqual({address.rpartition("/")[2] for address, _said in forms}, OFFERED)
            tries = Tries(self.env, SEED, forms)
            seen = set()
            for name in self.visitors:
                seen |= self._try_as(name, tries, allowed[name], leaks)
            leaks += self._find_in_mails(allowed)[0]
        self.assertEqual(leaks, [])
        self.assertTrue(seen, "The marks are found where they may be seen")
        self._open_page(allowed["live"])

    def _open_page(self, allowed):
        """The page of the one who may see it: what he is shown can be found at all.

        :return: list of tuples (address, what stands in it) of its forms
        """
        self.authenticate("live.visitor", "live.visitor")
        response = self.url_open(f"{PATH}/{self.share.id}")
        found = find_marks(read_answer(response))
        self.assertTrue(found)
        self.assertEqual([self.origins[mark] for mark in found - allowed], [])
        forms = html.fromstring(response.content).xpath("//form[contains(@action, 'plans/')]")
        # Words and choices are drawn.
        return [
            (one.get("action"), {n: v for n, v in one.form_values() if n.startswith(KEPT)})
            for one in forms
        ]

    def _try_as(self, name, tries, allowed, leaks):
        """All tries of one visitor.

        :param leaks: list of texts, to which what he may not see is added
        :return: set of the marks that he saw
        """
        visitor, seen = self.visitors[name], set()
        self.authenticate(visitor and visitor.login, visitor and visitor.login)
        entry = self.url_open("/my" if visitor else "/web/login").text
        self.token = re.search(r'csrf_token: "(\w+)"', entry)[1]
        before = self._read_deeds()
        for number in range(TRIES // len(self.visitors)):
            one = tries.draw_try(number)
            found = find_marks(self._ask(one, name))
            seen |= found
            leaks += [f"{name}: {one}: {self.origins[mark]}" for mark in found - allowed]
        session = root.session_store.get(self.session.sid)
        self.assertEqual(session.uid, visitor.id if visitor else None, f"{name} was logged out")
        if name != "live" and self._read_deeds() != before:
            leaks.append(f"{name} changed what is shared with somebody else")
        return seen

    def _ask(self, one, name):
        """One try over the wire: the text of all that comes back, whatever it is."""
        sent = {"timeout": 120}
        if one.form is not None:
            sent["data"] = {**one.form, "csrf_token": self.token}
        if one.json is not None:
            sent["json"] = one.json
        if one.has_key:
            sent["headers"] = {"Authorization": f"bearer {self.keys[name]}"}
        return read_answer(self.url_open(one.address, **sent))


class TestFieldsOfOurs(KamCommon):
    """Nobody outside reads, searches or sorts by what we add to Odoo's records."""

    # Marks of messages that he reads anyway, his own company, and attendees, whom he may not read;
    # of users he reads himself.
    HARMLESS = {"mail.message.kam_for_customer", "mail.message.kam_is_automatic"}
    HARMLESS |= {"sale.order.kam_customer_id", "calendar.event.kam_attending_ids"}

    def test_no_field_of_ours_is_open_to_people_outside(self):
        walked, public = 0, self.env.ref("base.public_user")
        for user in (self.portal, public):
            for name, records in self.env(user=user).items():
                if name == "res.users" or not records.has_access("read"):
                    continue
                self.assertFalse(name.startswith("kam."), name)
                for field in records._fields.values():
                    if MODULE in field._modules and f"{name}.{field.name}" not in self.HARMLESS:
                        walked += 1
                        self.assertFalse(records._has_field_access(field, "read"), field)
        self.assertGreater(walked, 20)
