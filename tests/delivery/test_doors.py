"""Doors to deliveries and to the calendar of key dates that a clever colleague would try."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import HttpCase, freeze_time

from ..common.common import TODAY
from ..strategy.common import StrategyCommon
from .test_delivery import DeliveryCommon

NUMBERS_THAT_ARE_NONE = ("x", "1; DROP", 1.5, float("nan"), 2**31, 2**70, -1, [1], {"id": 1}, True)


@freeze_time(TODAY)
class TestDeliveryDoors(DeliveryCommon):
    def test_a_note_takes_ids_only(self):
        line = self._sold()
        note = self._create_line("kam.delivery.note", res_id=line.id, name="On the way")
        for wrong in NUMBERS_THAT_ARE_NONE:
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self._create_line("kam.delivery.note", res_id=wrong, name="x")
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                note.write({"res_id": wrong})
        self.assertEqual(note.res_id, line.id)

    def test_a_note_moves_to_nothing_that_its_author_does_not_see(self):
        note = self._create_line("kam.delivery.note", res_id=self._sold().id, name="On the way")
        hidden = self._sold(user_id=self.seller.id)
        with self.assertRaises(ValidationError):
            note.res_id = hidden.id
        for model in ("project.project", "stock.picking"):
            with self.assertRaises(ValidationError):
                note.write({"res_model": model})

    def test_nobodys_deliveries_are_in_a_figure(self):
        deliveries = self.env["kam.delivery"]
        self._sold()
        self.assertTrue(self._find())
        self.assertFalse(deliveries.sudo().search(deliveries._get_measured_domain()))

    def test_names_of_orders_come_through_no_path(self):
        order = self._sold(user_id=self.seller.id).order_id
        self._sold()
        for user in (self.kam, self.mate, self.manager):
            deliveries = self.env["kam.delivery"].with_user(user)
            told = str(
                [
                    deliveries.formatted_read_group([], ["order_id"], ["__count"]),
                    deliveries.formatted_read_group([], ["name"], ["amount:max"]),
                    deliveries.search_read([], ["name", "order_id"], order="order_id"),
                    deliveries.name_search(order.name),
                    deliveries.web_search_read([], {"name": {}}),
                ]
            )
            self.assertNotIn(order.name, told, user.login)

    def test_rows_that_cannot_be_are_not_there(self):
        deliveries = self.env["kam.delivery"].with_user(self.kam)
        for number in (2**40, 2**62, 2**80):
            self.assertFalse(deliveries.search([("id", "in", [number])]))
            with self.assertRaises(AccessError):
                deliveries.browse(number).read(["name"])


@freeze_time(TODAY)
class TestKeyDateDoors(StrategyCommon):
    def test_days_beyond_the_calendar_are_refused(self):
        lines = self.env["kam.key.date"].with_user(self.kam)
        line = self._create_line("kam.key.date", name="Tender", date="2026-03-12")
        self.assertEqual(lines.search([("days_left", "=", 10)]), line)
        self.assertEqual(lines.search([("days_left", "<=", 10)]), line)
        for wrong in (10**7, -(10**7), 2**80, float("nan"), "x"):
            for operator in ("=", "<"):
                with self.subTest(wrong=wrong, operator=operator), self.assertRaises(UserError):
                    lines.search([("days_left", operator, wrong)])


@freeze_time(TODAY)
class TestMapDoors(StrategyCommon):
    def test_the_map_of_a_plan_takes_no_nonsense(self):
        plan = self.plan.with_user(self.kam)
        for args in (
            (5,),
            ("goals:" + "9" * 5000,),
            (["goals"],),
            ("goals\x00",),
            ("", {"search": "\x00"}),
            ("", {"search": ["x"]}),
            ("", {"only": "open"}),
            ("", {"only": [["open"]]}),
            ("", ["open"]),
            ("goals", {}, -1),
            ("goals", {}, 2**63),
            ("goals", {}, float("nan")),
            ("goals", {}, "1"),
        ):
            with self.subTest(args=str(args)[:60]), self.assertRaises(UserError):
                plan.get_concept_branch(*args)
        for key in ("goals/9999999999", "goals:²", "goals/1:values", "no_such", "forces:99"):
            with self.subTest(key=key):
                self.assertEqual(plan.get_concept_branch(key)["nodes"], [])

    def test_the_maps_of_a_hidden_plan_are_closed(self):
        self.plan.confidentiality = "team"
        for user in (self.reader, self.foreign, self.portal, self.outsider):
            plan = self.plan.with_user(user)
            for ask in (
                plan.get_strategy_map,
                plan.get_concept_branch,
                lambda plan=plan: plan.get_concept_branch("goals"),
                self.objective.with_user(user).get_force_field,
            ):
                self.env.invalidate_all()
                self.assertRaises(AccessError, ask)


class TestFeedDoors(StrategyCommon, HttpCase):
    def _address(self, user):
        user.with_user(user).action_renew_kam_feed()
        self.env.flush_all()
        return user.with_user(user).kam_feed_url

    def test_the_secret_is_found_by_no_search(self):
        token = self._address(self.kam).rsplit("/", 1)[1].removesuffix(".ics")
        self.assertGreaterEqual(len(token), 32)
        condition = ("kam_feed_token", "=like", f"{token[:3]}%")
        for user in (self.mate, self.manager, self.admin, self.env.ref("base.user_admin")):
            user.group_ids += self.env.ref("base.group_allow_export")
            self.env.invalidate_all()
            users = self.env["res.users"].with_user(user)
            plans = self.env["kam.plan"].with_user(user)
            for way in (
                lambda u=users: u.search([condition]),
                lambda u=users: u.search([], order="kam_feed_token"),
                lambda u=users: u.formatted_read_group([], ["kam_feed_token"], ["__count"]),
                lambda u=users: u.browse(self.kam.id).export_data(["kam_feed_token"]),
                lambda p=plans: p.search([(f"user_id.{condition[0]}", *condition[1:])]),
                lambda p=plans: p.search([("user_id", "any", [condition])]),
                lambda p=plans: p.search([(f"create_uid.{condition[0]}", *condition[1:])]),
                lambda p=plans: p.formatted_read_group([], ["user_id.kam_feed_token"], ["__count"]),
                lambda u=users: u.create({"name": "x", "login": "x", "kam_feed_token": "known"}),
            ):
                self.assertRaises(AccessError, way)
            self.assertNotIn("kam_feed_token", users.fields_get())
            told = users.browse(self.kam.id).export_data(["kam_feed_url"])
            self.assertNotIn(token, str(told))
            partners = self.env["res.partner"].with_user(user)
            with self.assertRaises(AccessError):
                partners.search([(f"user_ids.{condition[0]}", *condition[1:])])

    def test_names_make_no_lines_of_their_own(self):
        name = (
            "Ends\r\nEND:VEVENT\nBEGIN:VALARM\rACTION:AUDIO\x0b\x85\u2028X-EVIL:1;, \\n" + "é" * 90
        )
        self.customer.name = "Acme\nATTENDEE:mailto:x@y.example"
        self._create_line("kam.key.date", name=name, date=Date.today())
        text = self.kam.with_user(self.kam)._render_kam_feed()
        lines = text.split("\r\n")
        self.assertNotIn("\n", text.replace("\r\n", ""))
        self.assertFalse([one for one in text.replace("\r\n", "") if one < " "])
        starts = {line.partition(":")[0].partition(";")[0] for line in lines if line}
        for forged in ("ACTION", "ATTENDEE", "X-EVIL", "END:VEVENT"):
            self.assertNotIn(forged, starts)
        self.assertEqual(text.count("BEGIN:VEVENT\r\n"), text.count("END:VEVENT\r\n"))
        self.assertTrue(all(len(line.encode()) <= 75 for line in lines))
        # Neither do those who split lines where Unicode says so find any.
        self.assertEqual(len(text.splitlines()), len(lines) - 1)
