"""What the customer's people are told of a review, and what stays among us."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time

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

    def _outside(self, **values):
        """Somebody from outside whom a colleague invites."""
        return self.env["res.partner"].create({"name": "Guest", "email": "g@x.example", **values})

    def test_who_is_invited_with_a_new_meeting_reads_no_more(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        dialogue = Form.from_action(self.review.env, self.review.action_schedule_meeting())
        self.assertIn("Price increase", dialogue.description)
        dialogue.partner_ids.add(self._outside())
        mails = self.env["mail.message"].search([]).ids
        event = dialogue.save()
        sent = self.env["mail.message"].search([("id", "not in", mails)])
        for told in (event.description, *sent.mapped("body")):
            self.assertNotIn("Price increase", told or "")
        self.assertIn("Delivery times", event.description)
        self.assertEqual(self.review.event_id, event)

    def test_however_he_is_invited(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        guest = self._outside()
        values = {
            **self.review._prepare_event_values(),
            "description": "<div>Hello</div><div>Price\n  increase</div>",
        }
        events = self.env["calendar.event"].with_user(self.kam)
        for invited in (
            {"partner_ids": [Command.set(guest.ids)]},
            {"partner_ids": [Command.create({"name": "New guest"})]},
            {"attendee_ids": [Command.create({"partner_id": guest.id})]},
        ):
            event = events.create({**values, **invited})
            self.assertNotIn("increase", event.description or "")
            event.unlink()
        ours = events.create({**values, "partner_ids": [Command.set(self.mate.partner_id.ids)]})
        self.assertIn("increase", ours.description)

    def test_nor_does_an_attendee_who_is_added(self):
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        event = self._schedule_meeting(self.review)
        self.assertIn("Price increase", event.description)
        added = [Command.create({"partner_id": self._outside().id})]
        event.write({"attendee_ids": added, "description": "<p>Hello</p><p>Price increase</p>"})
        self.assertNotIn("Price increase", event.description)
        self.review.agenda = "<p>Our margin</p>"
        self.assertNotIn("margin", event.description)

    def test_nor_one_who_is_invited_beside_the_meeting(self):
        """By another program, in the place of a colleague too."""
        self.review.write({"contact_ids": [Command.clear()], "kind": "internal"})
        guest = {"partner_id": self._outside().id}
        for invite in (
            lambda event: event.attendee_ids.create({**guest, "event_id": event.id}),
            lambda event: event.attendee_ids[:1].write(guest),
        ):
            event = self._schedule_meeting(self.review)
            self.assertIn("Price increase", event.description)
            invite(event.with_user(self.kam))
            self.assertNotIn("Price increase", event.description)
            self.assertIn("Delivery times", event.description)
            event.sudo().unlink()

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
        self.assertEqual(self.review._get_customer_items(), {item: "What we can do better"})

    def test_what_is_not_shared_is_not_for_the_customer(self):
        self.plan.is_shared = True
        objective = self._create_objective(self.plan, name="Grow")
        about = {"kind": "confirm", "res_model": objective._name, "res_id": objective.id}
        values = {"review_id": self.review.id, "bucket": "1", **about}
        item = self.env["kam.review.item"].create(values).with_user(self.kam)
        with self.assertRaisesRegex(UserError, "is not shared"):
            item.visibility = "customer"
        objective.is_shared = True
        item.write({"visibility": "customer", "minutes": "<p>Agreed</p>"})
        for is_shared, shown in ((True, "Grow"), (False, False)):
            objective.is_shared = is_shared
            self.env.invalidate_all()
            names = list(self.review._get_customer_items().values())
            printed = self.review._get_printed_items(customer=True)
            [presented] = self.review.get_presentation()["items"]
            self.assertEqual(names, ["Grow"] if shown else [])
            self.assertEqual([one["name"] for one in printed], names)
            self.assertEqual(presented["customer_name"], shown)
            self.assertEqual("Agreed" in (self.review._get_customer_minutes() or ""), is_shared)
        objective.is_shared = True
        self.plan.is_shared = False
        self.assertFalse(self.review._get_customer_items())

    def test_a_change_is_never_told_in_our_words(self):
        self.plan.is_shared = True
        about = {"res_model": "kam.plan", "res_id": self.plan.id}
        change = self.env["kam.change"].create(
            {
                **about,
                "plan_id": self.plan.id,
                "kind": "order_lost",
                "date": "2026-03-02",
                "bucket": "1",
            }
        )
        values = {"review_id": self.review.id, "kind": "change", "bucket": "1", **about}
        item = self.env["kam.review.item"].create(
            {**values, "change_id": change.id, "visibility": "customer"}
        )
        self.assertNotEqual(item.name, self.plan.name)
        [told] = self.review._get_customer_items().values()
        self.assertEqual(told, self.plan.name)


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

    def _item_with_minutes(self, record, minutes, kind="change"):
        about = {"kind": kind, "res_model": record._name, "res_id": record.id, "bucket": "1"}
        values = {"review_id": self.review.id, "minutes": minutes, **about}
        return self.env["kam.review.item"].create(values)

    def _read_by(self, messages):
        return {partner: message.body for message in messages for partner in message.partner_ids}

    def test_who_sends_reads_nothing_of_others(self):
        """The author of a mail reads it: `mate` alone may read his order."""
        self.mate.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        deal = self.env["crm.lead"].create({"name": "Autumn range", "user_id": self.mate.id})
        self._item_with_minutes(deal, "<p>Lost by price</p>")
        self._hold(self.review, "2026-06-01")
        _told, _outside, ours = self._send()
        for body in ours.mapped("body"):
            self.assertNotIn("Lost by price", body)
        self.assertEqual(ours.partner_ids, (self.kam | self.mate).partner_id)
        before = self.env["mail.message"].search([]).ids
        self.review.with_user(self.mate).action_send_minutes_again()
        again = self.env["mail.message"].search(
            [("subject", "like", "Minutes:"), ("id", "not in", before), ("model", "!=", False)]
        )
        read = self._read_by(again)
        self.assertIn("Lost by price", read[self.mate.partner_id])
        self.assertNotIn("Lost by price", read[self.kam.partner_id])

    def test_what_is_thought_of_a_person_is_in_no_mail(self):
        """Also not where sender and reader may both know it: answers go into the chatter."""
        people = self.env.ref("kam_planning.group_kam_people")
        (self.kam | self.mate).group_ids |= people
        objective = self._create_objective(self.plan)
        forces = self.env["kam.force"].with_user(self.kam)
        for is_judgement in (True, False):
            force = forces.create(
                {
                    "objective_id": objective.id,
                    "name": "Attitude" if is_judgement else "Budget",
                    "is_judgement": is_judgement,
                }
            )
            item = self._item_with_minutes(force, f"<p>Said of {force.name}</p>", "confirm")
            item.write({"title": f"About {force.name}", "visibility": "customer"})
            self.assertTrue(item.with_user(self.mate).is_record_read)
        self._hold(self.review, "2026-06-01")
        _told, outside, ours = self._send()
        for body in (outside.body_html, *ours.mapped("body")):
            self.assertNotIn("Attitude", body)
            self.assertIn("Said of Budget", body)

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
