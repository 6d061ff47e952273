"""What the customer's people are told of a review, and what stays among us."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common import PLANNED_ON, MeetingCommon


@freeze_time(PLANNED_ON)
class MailsCommon(MeetingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(PLANNED_ON):
            cls.review.write(
                {
                    "kind": "customer",
                    "contact_ids": [Command.set(cls.contact.ids)],
                    "user_ids": [Command.set((cls.kam | cls.mate | cls.outsider).ids)],
                    "agenda": "<p>Price increase</p>",
                    "customer_agenda": "<p>Delivery times</p>",
                }
            )


class TestInvitation(MailsCommon):
    def test_the_customer_reads_what_is_for_him(self):
        event = self._schedule_meeting(self.review)
        self.assertIn("Delivery times", event.description)
        self.assertNotIn("Price", event.description)
        attendee = event.attendee_ids.filtered(lambda one: one.partner_id == self.contact)
        self.assertTrue(attendee)

    def test_among_ourselves_the_agenda_is_told(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        event = self._schedule_meeting(self.review)
        self.assertIn("Price increase", event.description)

    def test_inviting_the_customer_later_takes_our_agenda_away(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        event = self._schedule_meeting(self.review)
        self.review.write({"kind": "customer", "contact_ids": [Command.set(self.contact.ids)]})
        self.assertNotIn("Price", event.description)
        self.assertIn("Delivery times", event.description)

    def test_also_where_somebody_wrote_into_the_meeting(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        event = self._schedule_meeting(self.review)
        event.description = "<p>Price increase of 5 %</p>"
        self.review.kind = "customer"
        self.assertNotIn("Price", event.description)

    def test_who_is_invited_in_the_calendar_reads_no_more(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        event = self._schedule_meeting(self.review)
        event.partner_ids = [Command.link(self.mate.partner_id.id)]
        self.assertIn("Price increase", event.description)
        event.partner_ids = [Command.link(self.contact.id)]
        self.assertNotIn("Price increase", event.description)
        self.assertIn("Delivery times", event.description)
        self.review.agenda = "<p>Our margin</p>"
        self.assertNotIn("margin", event.description)

    def test_the_description_follows_the_agenda(self):
        event = self._schedule_meeting(self.review)
        self.review.customer_agenda = "<p>Stocks</p>"
        self.assertIn("Stocks", event.description)
        self.review.agenda = "<p>Our margin</p>"
        self.assertNotIn("margin", event.description)
        event.description = "<p>By hand</p>"
        self.review.customer_agenda = "<p>Quality</p>"
        self.assertIn("By hand", event.description)


class TestInvitedItems(MailsCommon):
    def _item(self, **values):
        items = self.env["kam.review.item"].with_user(self.kam)
        return items.create({"review_id": self.review.id, **values})

    def test_the_invitation_has_the_customers_items_only(self):
        event = self._schedule_meeting(self.review)
        self._item(title="Service level", visibility="customer")
        own = self._item(title="Our margin")
        self.assertIn("<li>Service level</li>", event.description)
        self.assertNotIn("margin", event.description)
        own.write({"title": "Conditions", "visibility": "customer"})
        self.assertIn("<li>Conditions</li>", event.description)
        own.unlink()
        self.assertNotIn("Conditions", event.description)
        self.assertIn("Delivery times", event.description)

    def test_what_is_called_by_our_own_words_is_named_for_the_customer_first(self):
        deal = self.env["crm.lead"].create({"name": "Spring range", "user_id": self.kam.id})
        about = {"res_model": deal._name, "res_id": deal.id, "bucket": "1"}
        values = {"review_id": self.review.id, "kind": "change", **about}
        item = self.env["kam.review.item"].create(values).with_user(self.kam)
        with self.assertRaisesRegex(UserError, "type in its name for the customer"):
            item.visibility = "customer"
        item.write({"visibility": "customer", "name": "What we can do better"})
        self.assertEqual(self.review._get_customer_items().mapped("name"), [item.name])


class TestMinutes(MailsCommon):
    def setUp(self):
        super().setUp()
        self.review.write(
            {
                "minutes": "<p>They will pay more</p>",
                "customer_minutes": "<p>Two days faster</p>",
                "decision_ids": [Command.create({"name": "Send samples"})],
            }
        )

    def _send(self, again=False):
        """Send the minutes: mails to the customer, and messages to us."""
        domain = [("subject", "like", "Minutes:")]
        mails, messages = self.env["mail.mail"].sudo(), self.env["mail.message"].sudo()
        before = mails.search([]), messages.search(domain)
        review = self.review.with_user(self.kam)
        result = review.action_send_minutes_again() if again else review.action_send_minutes()
        self.env.flush_all()
        outside = (mails.search([]) - before[0]).filtered("recipient_ids")
        outside = outside.filtered(lambda mail: not mail.model)
        ours = (messages.search(domain) - before[1]).filtered("model")
        return result["params"], outside, ours

    def test_each_gets_what_is_for_him(self):
        self._hold(self.review, "2026-06-01")
        _told, outside, ours = self._send()
        self.assertEqual(outside.recipient_ids, self.contact)
        self.assertIn("Two days faster", outside.body_html)
        for text in ("pay more", "Send samples"):
            self.assertNotIn(text, outside.body_html)
            self.assertIn(text, ours.body)
        self.assertEqual(outside.reply_to, self.kam.email_formatted)
        self.assertFalse(outside.res_id)
        self.assertEqual(ours.partner_ids, (self.kam | self.mate).partner_id)
        self.assertEqual((ours.model, ours.res_id), ("kam.review", self.review.id))

    def test_what_was_said_of_items_reaches_who_may_read_them(self):
        deal = self.env["crm.lead"].create({"name": "Spring range", "user_id": self.kam.id})
        of_deal = {"kind": "change", "res_model": deal._name, "res_id": deal.id, "bucket": "1"}
        self.env["kam.review.item"].create(
            [
                {"review_id": self.review.id, "minutes": "<p>Lost by price</p>", **of_deal},
                {
                    "review_id": self.review.id,
                    "title": "Service level",
                    "visibility": "customer",
                    "minutes": "<p>Every quarter</p>",
                },
            ]
        )
        self._hold(self.review, "2026-06-01")
        _told, outside, ours = self._send()
        self.assertIn("Service level", outside.body_html)
        self.assertIn("Every quarter", outside.body_html)
        self.assertNotIn("Lost by price", outside.body_html)
        read = {partner: message.body for message in ours for partner in message.partner_ids}
        self.assertEqual(set(read), set((self.kam | self.mate).partner_id))
        self.assertIn("Lost by price", read[self.kam.partner_id])
        self.assertNotIn("Lost by price", read[self.mate.partner_id])
        self.assertIn("Every quarter", read[self.mate.partner_id])

    def test_who_may_not_read_the_plan_is_named(self):
        self._hold(self.review, "2026-06-01")
        told, _outside, _ours = self._send()
        self.assertEqual(told["type"], "warning")
        self.assertIn("outsider", told["message"])

    def test_once_only_unless_asked_again(self):
        self._hold(self.review, "2026-06-01")
        self._send()
        with self.assertRaisesRegex(UserError, "were sent on"):
            self._send()
        _told, outside, ours = self._send(again=True)
        self.assertEqual((len(outside), len(ours)), (1, 1))

    def test_without_minutes_for_the_customer_he_gets_none(self):
        self.review.customer_minutes = "<p><br></p>"
        self._hold(self.review, "2026-06-01")
        told, outside, ours = self._send()
        self.assertFalse(outside)
        self.assertEqual(len(ours), 1)
        self.assertIn("Jane Buyer", told["message"])

    def test_each_in_his_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.env.ref("kam_planning.mail_template_review_minutes_customer")
        template.with_context(lang="de_DE").subject = "Protokoll: {{ object.name }}"
        other = self.contact.copy({"name": "Karl", "email": "karl@acme.example", "lang": "de_DE"})
        self.contact.lang = "en_US"
        self.review.contact_ids |= other
        self._hold(self.review, "2026-06-01")
        _told, outside, _ours = self._send()
        subjects = {mail.recipient_ids.name: mail.subject.split(":")[0] for mail in outside}
        self.assertEqual(subjects, {"Jane Buyer": "Minutes", "Karl": "Protokoll"})

    def test_what_was_not_held_or_not_written_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "not been held"):
            self._send()
        empty = self._plan_review()
        self._hold(empty, "2026-06-01")
        with self.assertRaisesRegex(UserError, "no minutes yet"):
            empty.action_send_minutes()

    def test_who_may_not_write_the_review_sends_nothing(self):
        self._hold(self.review, "2026-06-01")
        for user in (self.reader, self.foreign, self.portal):
            review = self.review.with_user(user)
            for way in (review.action_send_minutes, review.action_send_minutes_again):
                with self.assertRaises(AccessError):
                    way()
        with self.assertRaises(AccessError):
            self.review.with_user(self.kam).minutes_sent_date = "2026-06-01"
