"""The calendar of key dates that anybody with its secret address reads, as its user."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import HttpCase

from ..strategy.common import StrategyCommon


class TestFeed(StrategyCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._create_line(
            "kam.key.date",
            name="Contract; ends, soon",
            date=cls._day(90),
            note="Our lowest price",
        )
        cls.review = (
            cls.env["kam.review"]
            .with_user(cls.kam)
            .create({"plan_id": cls.plan.id, "date_planned": cls._day(30)})
        )

    @classmethod
    def _day(cls, days):
        return Date.today() + timedelta(days=days)

    def _starts(self, day):
        return f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n"

    def _address(self, user):
        user.with_user(user).action_renew_kam_feed()
        url = user.with_user(user).kam_feed_url
        self.assertIn(f"/kam/key-dates/{user.id}/", url)
        return url[url.index("/kam/") :]

    def _read(self, path, status=200):
        self.env.flush_all()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def test_its_user_sees_what_he_may_read(self):
        answer = self._read(self._address(self.kam))
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertNotIn("session_id", answer.cookies)
        text = answer.text.replace("\r\n ", "")
        self.assertIn("SUMMARY:Acme: Contract\\; ends\\, soon\r\n", text)
        self.assertIn(self._starts(self._day(90)), text)
        self.assertIn(self._starts(self._day(30)), text)
        self.assertIn(f"UID:kam.key.date-{self.line.id}@", text)
        self.assertNotIn("lowest", text)

    def test_the_name_of_an_entry_stays(self):
        path = self._address(self.kam)
        first = self._read(path).text
        self.line.date = self._day(100)
        second = self._read(path).text
        uid = next(line for line in first.split("\r\n") if "kam.key.date-" in line)
        self.assertIn(uid, second)
        self.assertIn(self._starts(self._day(100)), second)

    def test_another_address_is_nobodys(self):
        path = self._address(self.kam)
        others = self._address(self.mate)
        token = path.rsplit("/", 1)[1]
        for wrong in (
            f"/kam/key-dates/{self.mate.id}/{token}",
            f"/kam/key-dates/{self.reader.id}/{token}",
            f"/kam/key-dates/{self.kam.id}/False.ics",
            f"/kam/key-dates/{self.kam.id}/x{token}",
            f"/kam/key-dates/{self.kam.id}/{token[:-5]}.ics",
            f"/kam/key-dates/{self.kam.id}/%C3%A4.ics",
            f"/kam/key-dates/{self.kam.id}/{token}".replace(".ics", ""),
            f"/kam/key-dates/{2**31 - 1}/{token}",
            f"/kam/key-dates/{2**70}/{token}",
            f"/kam/key-dates/0/{token}",
            f"/kam/key-dates/-1/{token}",
        ):
            self._read(wrong, 404)
        self._read(others)

    def test_a_user_without_an_address_has_none(self):
        self.assertFalse(self.reader.with_user(self.reader).kam_feed_url)
        for token in ("", "False", "None", "0"):
            self._read(f"/kam/key-dates/{self.reader.id}/{token}.ics", 404)

    def test_it_is_renewed_and_revoked(self):
        old = self._address(self.kam)
        new = self._address(self.kam)
        self.assertNotEqual(old, new)
        self._read(old, 404)
        self._read(new)
        self.kam.with_user(self.kam).action_revoke_kam_feed()
        self.assertFalse(self.kam.with_user(self.kam).kam_feed_url)
        self._read(new, 404)

    def test_its_address_is_shown_once_it_is_made(self):
        """The preferences close with any of their buttons: the address stands in a dialogue."""
        user = self.kam.with_user(self.kam)
        for press, url in (
            (user.action_renew_kam_feed, True),
            (user.action_revoke_kam_feed, False),
        ):
            action = press()
            self.assertEqual(
                (action["res_model"], action["res_id"], action["target"]),
                ("res.users", user.id, "new"),
            )
            view_id = action["view_id"][0]
            arch = user.get_view(view_id, "form")["arch"]
            self.assertIn("kam_feed_url", arch)
            shown = user.web_read({"kam_feed_url": {}})[0]["kam_feed_url"]
            self.assertEqual(bool(shown), url)

    def test_who_leaves_shows_nothing_any_more(self):
        path = self._address(self.mate)
        self._read(path)
        self.mate.group_ids = [Command.unlink(self.env.ref("kam_planning.group_kam_user").id)]
        self._read(path, 404)
        self.mate.group_ids = [Command.link(self.env.ref("kam_planning.group_kam_user").id)]
        self._read(path)
        self.mate.active = False
        self._read(path, 404)

    def test_hidden_plans_are_not_shown(self):
        path = self._address(self.reader)
        self.assertIn("Contract", self._read(path).text)
        self.plan.confidentiality = "team"
        text = self._read(path).text
        self.assertNotIn("Contract", text)
        self.assertNotIn("BEGIN:VEVENT", text)
        self.assertNotIn("Contract", self._read(self._address(self.foreign)).text)

    def test_what_is_over_or_far_or_archived_is_not_shown(self):
        path = self._address(self.kam)
        for name, day in (("Long ago", self._day(-60)), ("Far off", self._day(3000))):
            self._create_line("kam.key.date", name=name, date=day)
        self._create_line("kam.key.date", name="Put away", date=self._day(40), active=False)
        text = self._read(path).text
        for name in ("Long ago", "Far off", "Put away"):
            self.assertNotIn(name, text)

    def test_nobody_else_sees_or_makes_an_address(self):
        self._address(self.kam)
        for user in (self.admin, self.manager, self.mate):
            self.assertFalse(self.kam.with_user(user).kam_feed_url)
        for user in (self.kam, self.mate, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self.kam.with_user(user).read(["kam_feed_token"])
        with self.assertRaises(AccessError):
            self.kam.with_user(self.manager).action_renew_kam_feed()
        with self.assertRaises(AccessError):
            self.kam.with_user(self.mate).action_revoke_kam_feed()
        with self.assertRaises(AccessError):
            self.outsider.with_user(self.outsider).action_renew_kam_feed()
        with self.assertRaises(AccessError):
            self.kam.with_user(self.kam).write({"kam_feed_token": "known"})
        self.assertTrue(self.kam.with_user(self.kam).kam_feed_url)
        self.kam.with_user(self.env.ref("base.user_admin")).action_revoke_kam_feed()
        self.assertFalse(self.kam.with_user(self.kam).kam_feed_url)
        self.assertFalse(self.kam.copy().sudo().kam_feed_token)

    def test_a_year_of_dates_costs_no_more_queries_than_one(self):
        feed = self.kam.with_user(self.kam)
        one = self._count_queries(feed._render_kam_feed)
        for number in range(50):
            self._create_line("kam.key.date", name=f"No. {number}", date=self._day(50))
        many = self._count_queries(feed._render_kam_feed)
        self.assertLessEqual(many, one + 2)
