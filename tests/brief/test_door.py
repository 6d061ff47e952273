"""Other programs come in by JSON-2 with a key of the user's, and read what he may read."""

import json
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..common.common import TODAY
from .brief_common import BriefCommon

DOORS = ("get_plan_summary", "get_changes", "get_brief")


@freeze_time(TODAY)
class TestAnswers(BriefCommon):
    def test_the_plan(self):
        answer = self.as_kam.get_plan_summary()
        self.assertEqual(
            {name: answer[name] for name in ("customer", "state", "date_start", "date_end")},
            {
                "customer": "Acme",
                "state": "active",
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            },
        )
        self.assertEqual((answer["manager"], answer["sponsor"]), ("Kim", ""))
        self.assertIn("changes", [part["name"] for part in answer["parts"]])
        for part in answer["parts"]:
            self.assertTrue({"refresh", "rank", "chapter"}.isdisjoint(part))

    def test_what_changed(self):
        first = self._change("First")
        self._change("Second")
        answer = self.as_kam.get_changes()
        self.assertEqual(answer["total"], 2)
        line = next(one for one in answer["lines"] if one["change_id"] == first.id)
        self.assertIn("Order lost: First", line["text"])
        self.assertEqual(
            (line["kind"], line["date"], line["res_model"], line["res_id"]),
            ("order_lost", "2026-02-27", "crm.lead", first.res_id),
        )
        self.assertEqual(len(self.as_kam.get_changes(1)["lines"]), 1)
        self.assertEqual(self.as_kam.get_changes(5, 1)["lines"], answer["lines"][1:])
        self.assertEqual(self.as_kam.get_changes(0), {"total": 2, "lines": []})
        self.plan.show_changes = False
        self.assertEqual(self.as_kam.get_changes(), {"total": 0, "lines": []})

    def test_wrong_numbers(self):
        for values in ((-1,), ("x",), (1.5,), (2, -1), (True,), (2**40,)):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.as_kam.get_changes(*values)

    def test_all_are_read_only(self):
        for name in (*DOORS, "get_capture_kinds"):
            self.assertTrue(getattr(type(self.plan), name)._readonly)


@tagged("standard", "post_install", "-at_install")
class TestOverHttp(BriefCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {
            user: cls._make_key(user) for user in cls.kam | cls.outsider | cls.portal | cls.reader
        }

    @classmethod
    def _make_key(cls, user):
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        # The database has its own clock.
        return keys._generate("rpc", "test", datetime(2099, 1, 1))

    def _ask(self, method, user=None, plan=None, **values):
        self.env.flush_all()
        return self.url_open(
            f"/json/2/kam.plan/{method}",
            data=json.dumps({"ids": (plan or self.plan).ids, **values}),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"bearer {self.keys[user or self.kam]}",
            },
        )

    def test_as_key_account_manager(self):
        self._fill()
        for method in DOORS:
            with self.subTest(method=method):
                response = self._ask(method)
                self.assertEqual(response.status_code, 200, response.text)
                self.assertIsInstance(response.json(), dict)
        brief = self._ask("get_brief", contact_ids=self.contact.ids).json()
        self.assertEqual(brief["contact_ids"], self.contact.ids)
        self.assertIn("person", [line["kind"] for line in brief["lines"]])
        changes = self._ask("get_changes", limit=1).json()
        self.assertEqual(changes["total"], 1)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_who_is_refused(self):
        for user in (self.outsider, self.portal):
            for method in DOORS:
                with self.subTest(user=user.login, method=method):
                    response = self._ask(method, user)
                    self.assertEqual(response.status_code, 403)
                    self.assertNotIn("Acme", response.text)
        response = self.url_open(
            "/json/2/kam.plan/get_brief",
            data=json.dumps({"ids": self.plan.ids}),
            headers={"Content-Type": "application/json", "Authorization": "bearer nonsense"},
        )
        self.assertEqual(response.status_code, 401)

    @mute_logger("odoo.http")
    def test_wrong_arguments_get_words(self):
        response = self._ask("get_brief", contact_ids="x")
        self.assertEqual(response.status_code, 422)
        self.assertIn("contact_ids", response.json()["message"])

    def test_the_doors_cursor_only_reads(self):
        """Odoo gives what is read-only a cursor that cannot write, and would come again with
        another one if the method needed it.
        """
        seen, say = [], type(self.plan)._in_language_of_user

        def look(plan):
            seen.append(plan.env.cr.readonly)
            return say(plan)

        with patch.object(type(self.plan), "_in_language_of_user", look):
            for method in DOORS:
                self.assertEqual(self._ask(method).status_code, 200)
        self.assertEqual(seen, [True] * 3)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_who_reads_writes_nothing_by_the_door(self):
        response = self._ask("write", self.reader, vals={"name": "Mine"})
        self.assertEqual(response.status_code, 403)
        response = self._ask("capture_note", self.reader, text="x", kinds=[], token="token-1234")
        self.assertEqual(response.status_code, 403)
        self.plan.invalidate_recordset()
        self.assertNotEqual(self.plan.name, "Mine")
