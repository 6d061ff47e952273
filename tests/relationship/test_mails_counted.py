"""Which mails count for the strength of a relationship: as Odoo's mail gateway records them."""

from datetime import datetime, time, timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import WroteCommon


@freeze_time(TODAY)
class TestMailsCounted(WroteCommon):
    def setUp(self):
        super().setUp()
        self.asked = self._post(self.kam)

    def _answer(self, number, sender, to):
        """Receive an answer, which only what it answers leads to the deal."""
        answers = f"In-Reply-To: {self.asked.message_id}\n"
        self._receive(number, sender, to, answers, model=False)

    def test_a_mail_from_odoo_is_one_contact(self):
        self.assertEqual(self._counts(), {"mail_out": 1})

    def test_an_answer_to_us_in_person_counts_though_nobody_is_told_again(self):
        self._answer("a1", self.contact.email, f"{self.kam.email}, sales@kam.example")
        self.assertEqual(self._counts(), {"mail_out": 1, "mail_in": 1})
        self.assertEqual(self.relationship.last_two_way_date, TODAY)

    def test_an_answer_reaches_who_asked_whoever_is_responsible_today(self):
        self.lead.message_unsubscribe(self.kam.partner_id.ids)
        self._answer("a2", self.contact.email, "sales@kam.example")
        self.assertEqual(self._counts(), {"mail_out": 1, "mail_in": 1})
        self.lead.user_id = self.mate
        self.assertEqual(self._counts(), {"mail_out": 1, "mail_in": 1})
        self.assertEqual(self._counts(self.other), {})

    def test_our_own_mail_with_them_in_to_counts(self):
        self._answer("a3", self.kam.email, f"{self.contact.email}, sales@kam.example")
        self.assertEqual(self._counts(), {"mail_out": 2})

    def test_received_mails_are_noted(self):
        notes = self.env["kam.relationship.traffic"]
        notes.search([]).unlink()
        self._answer("a4", self.contact.email, "sales@kam.example")
        self.assertTrue(notes.search([]))

    def test_what_odoo_forgets_after_half_a_year_is_remembered(self):
        day = TODAY - timedelta(days=190)
        with freeze_time(day + timedelta(days=1)):
            old = self._mail(self.contact, self.kam.partner_id, days=190)
            self.relationship._refresh_strength_sudo()
        self.assertEqual(self.relationship.last_two_way_date, day)
        read = datetime.combine(day, time(12))
        old.notification_ids.is_read = True
        old.notification_ids.read_date = read
        self.env["mail.notification"]._gc_notifications()
        self.assertFalse(old.notification_ids)
        self._counts()
        self.assertEqual(self.relationship.last_two_way_date, day)

    def test_a_meeting_that_was_called_off_is_not_remembered(self):
        meeting = self._meeting(self.kam, self.contact, days=10)
        self._counts()
        self.assertEqual(self.relationship.last_two_way_date, TODAY - timedelta(days=10))
        meeting.unlink()
        self._counts()
        self.assertFalse(self.relationship.last_two_way_date)

    def test_calls_on_the_person_count(self):
        call = self.jane.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam.id, summary="Prices"
        )
        call.with_user(self.kam).action_feedback(feedback="Done")
        self.assertEqual(self._counts(), {"mail_out": 1, "call": 1})

    def test_what_colleagues_write_to_each_other_is_nobodys_business(self):
        with self.assertRaises(ValidationError):
            self._person(partner_id=self.mate.partner_id.id)
        former = self.env["res.partner"].create({"name": "Former colleague"})
        relationship = self._relationship(self._person(partner_id=former.id))
        self.env["res.users"].create(
            {
                "name": "Again",
                "login": "again",
                "partner_id": former.id,
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        self.assertFalse(former.partner_share)
        self._mail(former, self.kam.partner_id, days=1)
        relationship._refresh_strength_sudo()
        self.assertFalse(relationship.traffic)

    def test_strength_is_not_written_by_hand(self):
        traffic = {"call": [9, 9.0, "2026-03-01"]}
        for name, value in (("strength", 99), ("health", "healthy"), ("traffic", traffic)):
            with self.assertRaises(AccessError, msg=name):
                self.relationship.with_user(self.judge).write({name: value})
        with self.assertRaises(AccessError):
            self._relationship(self.head, strength=50)

    def test_other_weights_measure_everything_anew(self):
        self.relationship._refresh_strength_sudo()
        before = self.relationship.strength
        self.env["res.config.settings"].create({"kam_strength_depth": 500.0}).execute()
        self.assertFalse(self.relationship.strength_date)
        self._run_map_job()
        self.assertLess(self.relationship.strength, before - 5)
        explained = self.relationship.with_user(self.kam).get_score_explanation("strength")
        self.assertAlmostEqual(explained["total"], self.relationship.strength, places=1)

    def test_messages_elsewhere_cost_no_query(self):
        plain = self.env["res.partner"].create({"name": "Plain"})
        self.env["kam.stakeholder"]._get_mapped_partner_ids()
        message = self.env["mail.message"].create({"body": "x", "author_id": plain.id})
        notes = self.env["kam.relationship.traffic"]
        self.assertEqual(self._count_queries(lambda: notes._note_sudo(message.author_id._ids)), 1)
        self.assertEqual(self._count_queries(lambda: notes._note_sudo([plain.id])), 0)
