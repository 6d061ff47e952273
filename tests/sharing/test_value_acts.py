"""The customer confirms values by his own hand, or disputes them."""

from datetime import date

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from ..strategy.value import RETURNS
from .acts import ActsCommon


class TestValueActs(ActsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.EUR").active = True
        cls.plan.show_values = True
        cls.value = (
            cls.env["kam.value"]
            .with_user(cls.kam)
            .create(
                {**RETURNS, "plan_id": cls.plan.id, "is_shared": True}
                | {"currency_id": cls.env.ref("base.EUR").id, "date_deadline": "2026-02-01"}
            )
        )

    def _claim(self, current=2.1):
        if self.value.state == "proposed":
            self.value.action_agree()
        self.env["kam.value.reading"].with_user(self.kam).create(
            {"value_id": self.value.id, "current_value": current}
        )
        if self.value.state == "agreed":
            self.value.action_deliver()

    def _answer(self, decision="full", amount="", reason="", access=None):
        answer = self.seen._answer_value_sudo
        return answer(access or self.access, self.value.id, decision, amount, reason)

    def _read_health(self):
        confirmed = self.env.ref("kam_planning.health_input_confirmed")
        return confirmed._read_confirmed(self.plan, TODAY)[self.plan][0]

    def test_in_part(self):
        """5,544 € are claimed, 4,158 € confirmed: confirmed moves by that, and health with it."""
        self._claim()
        self.assertEqual((self._read_health() or 0.0, self.value.confirmed_total), (0.0, 0.0))
        with self.mock_mail_gateway():
            answer = self._answer("partly", "4,158.00 €", "Half a month was ours")
            self.env.flush_all()
        self.assertEqual(
            (answer.channel, answer.date, answer.version, answer.claimed_amount),
            ("portal", TODAY, 1, 5544),
        )
        self.assertEqual((answer.contact_id, answer.create_uid), (self.contact, self.buyer))
        self.assertEqual(self.value.state, "partly")
        self.assertEqual(answer.confirmed_amount, 4158)
        self.assertEqual(self.value.confirmation_rate, 75)
        self.assertAlmostEqual(self._read_health(), 75)
        self.assertIn("in part: 4,158.00", self._history().replace("\N{NO-BREAK SPACE}", " "))
        self.assertNotIn("Half a month", self._history())
        with self._refused(UserError, "answered already"):
            self._answer("full")
        self._claim(2.0)
        self.assertAlmostEqual(self._read_health(), 75, msg="Delivered moves nothing")
        self._answer("disputed", reason="Counted twice")
        self.assertEqual((self.value.state, self.value.confirmed_total), ("disputed", 0))
        self.value.action_new_version()
        with self._refused(UserError, "not delivered yet"):
            self._answer()
        self._claim()
        self.assertEqual(self._answer().version, 2)

    def test_what_is_no_answer(self):
        with self._refused(UserError, "not delivered yet"):
            self._answer()
        self._claim()
        for vals, text in (
            (("disputed",), "Say why"),
            (("disputed", "", " \x00"), "Say why"),
            (("maybe",), "Choose"),
            (("full", "", "x" * 5001), "too long"),
            *((("partly", a), "above 0 and below") for a in ("", "0", "-5", "5544", "6,000", "x")),
            (("partly", "12.345"), "above 0 and below"),
        ):
            with self.subTest(vals=vals), self._refused(UserError, text):
                self._answer(*vals)
        with self._refused(AccessError, "not do this"):
            self._answer(access=self.looking)
        self.value.is_shared = False
        with self._refused(MissingError, "not there any more"):
            self._answer()
        self.assertEqual((self.value.state, len(self.value.answer_ids)), ("delivered", 0))

    def _read_entry(self):
        self.env.flush_all()
        [entry] = self.share.sudo()._prepare_page_sudo(self.access.sudo())["values"]
        return entry

    def test_on_the_page(self):
        """No new baseline stands beside the text that was agreed; each claim is answered once."""
        self.share._propose_sudo()
        self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        entry = self._read_entry()
        self.assertIn("3.2", entry["formula"])
        self.assertFalse(entry["may_answer"])
        self.value.baseline_value = 4.5
        self.assertEqual(self._read_entry()["formula"], entry["formula"])
        self.value.baseline_value = 3.2
        self._claim(2.3)
        entry = self._read_entry()
        self.assertIn("2.3", entry["formula"])
        self.assertTrue(entry["may_answer"])
        self._answer()
        self.assertFalse(self._read_entry()["may_answer"])
        self._claim(2.2)
        self.assertTrue(self._read_entry()["may_answer"])
        self.value.is_shared = False
        entry = self._read_entry()
        self.assertFalse(entry["may_answer"])
        self.assertIn("3.2", entry["formula"])
        with self._refused(MissingError, "not there any more"):
            self._answer()

    def test_amounts_of_his_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self._claim()
        there = self.seen.with_context(lang="de_DE")
        for amount in ("4,158.00", "12.5"):
            with self._refused(UserError, "5"):
                there._answer_value_sudo(self.access, self.value.id, "partly", amount)
        answer = there._answer_value_sudo(self.access, self.value.id, "partly", "4.158,50")
        self.assertEqual(answer.confirmed_amount, 4158.5)

    def test_where_the_company_is_a_day_ahead(self):
        self.plan.company_id.partner_id.tz = "Pacific/Auckland"
        self.buyer.tz = "America/Los_Angeles"
        with freeze_time("2026-03-02 12:00:00"):
            self._claim()
            self.assertEqual(self._answer().date, date(2026, 3, 3))

    def test_nobody_of_ours_answers_for_the_portal(self):
        self._claim()
        with self._refused(AccessError, "kept by the system"):
            self.env["kam.value.answer"].with_user(self.kam).create(
                {"value_id": self.value.id, "contact_id": self.contact.id, "channel": "portal"}
            )
        forged = self.env["kam.value.answer"].with_user(self.kam)
        with self._refused(UserError, "evidence"):
            forged.with_context(default_channel="portal").create(
                {"value_id": self.value.id, "contact_id": self.contact.id}
            )
