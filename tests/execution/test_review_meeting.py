"""A review and its meeting: invited once, moved together, ended together."""

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time

from ..common.common import KamCommon


@freeze_time("2026-03-02 12:00:00")
class MeetingCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Mails are counted; nothing is sent in tests.
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.kam.tz = cls.mate.tz = "Europe/Brussels"
        cls.contact.lang = "en_US"
        with freeze_time("2026-03-02 12:00:00"):
            cls.plan = cls._activate(cls._create_plan())
            cls.review = (
                cls.env["kam.review"]
                .with_user(cls.kam)
                .create(
                    {
                        "plan_id": cls.plan.id,
                        "kind": "customer",
                        "date_planned": "2026-03-20",
                        "agenda": "<p>Price increase</p>",
                        "customer_agenda": "<p>Delivery times</p>",
                        "user_ids": [Command.set((cls.kam | cls.mate).ids)],
                        "contact_ids": [Command.set(cls.contact.ids)],
                    }
                )
            )
            cls.env.flush_all()

    def _sent(self, operation, partner=None):
        """How many messages an operation brings somebody, the customer's contact by default."""
        messages = self.env["mail.message"]
        last = messages.search([], order="id desc", limit=1).id
        operation()
        self.env.flush_all()
        partner_ids = (partner or self.contact).ids
        return messages.search_count([("id", ">", last), ("partner_ids", "in", partner_ids)])

    def _schedule(self):
        self._schedule_meeting(self.review)
        return self.review.event_id


class TestScheduling(MeetingCommon):
    def test_nobody_is_invited_before_the_meeting_is_saved(self):
        def open_and_leave():
            Form.from_action(self.review.env, self.review.action_schedule_meeting())

        events = self.env["calendar.event"].search_count([])
        self.assertEqual(self._sent(open_and_leave), 0)
        self.assertEqual(self.env["calendar.event"].search_count([]), events)
        self.assertFalse(self.review.event_id)

    def test_the_dialogue_proposes_time_text_and_people(self):
        dialogue = Form.from_action(self.review.env, self.review.action_schedule_meeting())
        # Ten o'clock in Brussels, in winter.
        self.assertEqual(dialogue.start, datetime(2026, 3, 20, 9))
        self.assertEqual(dialogue.stop, datetime(2026, 3, 20, 10))
        self.assertIn("Delivery times", dialogue.description)
        self.assertNotIn("Price increase", dialogue.description)
        self.assertEqual(
            self.env["res.partner"].browse(dialogue.partner_ids.ids),
            (self.kam | self.mate).partner_id | self.contact,
        )

    def test_saving_invites_once_and_takes_the_day_over(self):
        dialogue = Form.from_action(self.review.env, self.review.action_schedule_meeting())
        dialogue.start = datetime(2026, 3, 24, 13)
        dialogue.stop = datetime(2026, 3, 24, 15)
        self.assertEqual(self._sent(dialogue.save), 1)
        self.assertEqual(self.review.event_id.start, datetime(2026, 3, 24, 13))
        self.assertEqual(self.review.date_planned, date(2026, 3, 24))
        self.assertEqual(self.plan.next_review_date, date(2026, 3, 24))
        self.assertEqual(self.review.activity_ids.date_deadline, date(2026, 3, 24))

    def test_who_was_slower_is_told_that_there_is_a_meeting(self):
        late = self.review.with_user(self.manager).action_schedule_meeting()
        self._schedule()
        with self.assertRaisesRegex(UserError, "has a meeting already"):
            Form.from_action(self.env(user=self.manager), late).save()

    def test_a_stranger_links_no_meeting(self):
        for user in (self.outsider, self.reader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["calendar.event"].with_user(user).create(
                    {
                        "name": "Mine",
                        "start": "2026-03-05 09:00:00",
                        "stop": "2026-03-05 10:00:00",
                        "res_model_id": self.env["ir.model"]._get_id("kam.review"),
                        "res_id": self.review.id,
                    }
                )
        self.assertFalse(self.review.event_id)
        self.assertEqual(self.review.date_planned, date(2026, 3, 20))

    def test_a_private_meeting_of_a_team_plan_moves_with_its_review(self):
        self.plan.with_user(self.kam).confidentiality = "team"
        event = self._schedule()
        self.assertEqual(event.privacy, "private")
        self.review.with_user(self.manager).date_planned = "2026-04-01"
        # Ten o'clock in summer.
        self.assertEqual(event.sudo().start, datetime(2026, 4, 1, 8))


class TestMoving(MeetingCommon):
    def test_each_move_brings_the_customer_one_mail(self):
        event = self._schedule()
        moves = {
            "review": lambda: self.review.write({"date_planned": "2026-03-23"}),
            "plan": lambda: self.plan.with_user(self.kam).write({"next_review_date": "2026-03-24"}),
            "meeting": lambda: event.with_user(self.kam).write(
                {"start": "2026-03-25 09:00:00", "stop": "2026-03-25 10:00:00"}
            ),
            "activity": lambda: self.review.activity_ids.with_user(self.kam).write(
                {"date_deadline": "2026-03-26"}
            ),
            "with a guest": lambda: self.review.write(
                {"date_planned": "2026-03-27", "user_ids": [Command.link(self.reader.id)]}
            ),
        }
        for day, (name, move) in enumerate(moves.items(), 23):
            with self.subTest(moved=name):
                self.assertEqual(self._sent(move), 1)
                self.assertEqual(event.start, datetime(2026, 3, day, 9))
                self.assertEqual(self.review.date_planned, date(2026, 3, day))
                self.assertEqual(self.plan.next_review_date, date(2026, 3, day))
                self.assertEqual(self.review.activity_ids.date_deadline, date(2026, 3, day))

    def test_a_move_to_the_same_day_brings_no_mail(self):
        self._schedule()
        self.assertEqual(self._sent(lambda: self.review.write({"date_planned": "2026-03-20"})), 0)

    def test_the_activity_moves_the_meeting_to_the_same_hour_of_its_organizer(self):
        event = self._schedule()
        self.manager.tz = "Pacific/Auckland"
        activity = self.review.sudo().activity_ids.with_user(self.manager)
        activity.with_context(tz="Pacific/Auckland").date_deadline = "2026-03-30"
        # The clocks in Brussels were changed on 29 March.
        self.assertEqual(event.start, datetime(2026, 3, 30, 8))
        self.assertEqual(event.stop, datetime(2026, 3, 30, 9))
        self.assertEqual(self.review.date_planned, date(2026, 3, 30))

    def test_a_meeting_of_a_day_moves_with_its_activity(self):
        event = self._schedule()
        event.write({"allday": True, "start_date": "2026-03-20", "stop_date": "2026-03-20"})
        self.review.activity_ids.date_deadline = "2026-03-31"
        self.assertEqual(event.start_date, date(2026, 3, 31))
        self.assertEqual(self.review.date_planned, date(2026, 3, 31))

    def test_who_is_invited_may_move_the_meeting(self):
        event = self._schedule()
        event.write({"partner_ids": [Command.link(self.outsider.partner_id.id)]})
        moved = {"start": "2026-03-25 09:00:00", "stop": "2026-03-25 10:00:00"}
        event.with_user(self.outsider).write(moved)
        self.assertEqual(self.review.date_planned, date(2026, 3, 25))
        self.assertEqual(self.plan.next_review_date, date(2026, 3, 25))

    def test_who_is_not_invited_moves_no_review(self):
        event = self._schedule()
        with self.assertRaises(AccessError):
            event.with_user(self.outsider).write(
                {"start": "2026-03-25 09:00:00", "stop": "2026-03-25 10:00:00"}
            )

    def test_people_invited_in_the_calendar_stay_invited(self):
        event = self._schedule()
        guest = self.env["res.partner"].create({"name": "Guest", "email": "g@acme.example"})
        event.write({"partner_ids": [Command.link(guest.id)]})
        answered = event.attendee_ids.filtered(lambda a: a.partner_id == self.contact)
        answered.state = "accepted"
        self.review.user_ids = self.kam | self.reader
        self.assertEqual(
            event.partner_ids, (self.kam | self.reader).partner_id | self.contact | guest
        )
        self.assertEqual(answered.state, "accepted")
        self.review.contact_ids = False
        self.assertEqual(event.partner_ids, (self.kam | self.reader).partner_id | guest)


class TestEnding(MeetingCommon):
    def _make_series(self):
        """Four Fridays from 20 March."""
        event = self._schedule()
        event.write(
            {
                "recurrency": True,
                "rrule_type_ui": "weekly",
                "rrule_type": "weekly",
                "fri": True,
                "count": 4,
                "end_type": "count",
                "event_tz": "Europe/Brussels",
            }
        )
        series = event.recurrence_id
        self.assertEqual(len(series.calendar_event_ids), 4)
        return series.calendar_event_ids

    def test_what_ends_the_review_ends_its_meetings_and_tells_once(self):
        review, plan = self.review, self.plan.with_user(self.manager)
        for name, end in (
            ("cancelled", review.action_cancel),
            ("by the list", lambda: review.write({"state": "cancelled"})),
            ("held before", review.action_hold),
            ("closed", plan.action_close),
            ("plan cancelled", lambda: plan.write({"state": "cancelled"})),
            ("deleted", review.unlink),
        ):
            with self.subTest(ended=name):
                if plan.state != "active":
                    plan.write({"state": "draft" if plan.state == "cancelled" else "active"})
                if plan.state == "draft":
                    plan.action_approve()
                review.action_reopen()
                review.write({"date_planned": "2026-03-20", "date_held": False})
                series = self._make_series()
                self.assertTrue(review.activity_ids)
                self.assertEqual(self._sent(end), 1)
                self.assertFalse(series.exists())
                if review.exists():
                    self.assertFalse(review.sudo().activity_ids)
                    self.assertNotEqual(review.state, "planned")

    def test_each_is_told_what_ends_where_he_is(self):
        self.contact.tz = "Asia/Tokyo"
        self._make_series()
        self.review.action_cancel()
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.contact.ids)], order="id desc", limit=1
        )
        self.assertEqual(message.subject, "Cancelled: Review: Acme")
        # Nine in Greenwich is six in the evening in Tokyo.
        self.assertIn("6:00:00", message.body)
        self.assertIn("Asia/Tokyo", message.body)
        self.assertIn("3 that follow", message.body)

    def test_who_ends_it_and_who_declined_are_not_told(self):
        event = self._schedule()
        self.mate.partner_id.email = "mate@kam.example"
        event.attendee_ids.filtered(lambda a: a.partner_id == self.mate.partner_id).do_decline()
        people = self.mate.partner_id | self.kam.partner_id
        self.assertEqual(self._sent(self.review.action_cancel, people), 0)

    def test_where_it_was_held_the_meeting_stays(self):
        series = self._make_series()
        with freeze_time("2026-03-27 12:00:00"):
            self.assertEqual(self._sent(self.review.action_hold), 1)
        self.assertEqual(
            series.exists().sorted("start").mapped("start"),
            [datetime(2026, 3, 20, 9), datetime(2026, 3, 27, 9)],
        )

    def test_a_meeting_that_passed_ends_without_a_word(self):
        event = self._schedule()
        with freeze_time("2026-03-23 12:00:00"):
            skipped = {"state": "cancelled", "move_reason": "Merger"}
            self.assertEqual(self._sent(lambda: self.review.write(skipped)), 0)
        self.assertFalse(event.exists())

    def test_who_is_in_several_gets_one_message(self):
        self._schedule()
        other = self.review.copy({"date_planned": "2026-04-20"})
        self._schedule_meeting(other)
        self.assertEqual(self._sent(self.plan.with_user(self.manager).action_close), 1)
        self.assertEqual(set((self.review | other).mapped("state")), {"cancelled"})

    def test_a_manager_ends_private_meetings(self):
        self.plan.with_user(self.kam).confidentiality = "team"
        event = self._schedule()
        self.review.with_user(self.manager).action_cancel()
        self.assertFalse(event.exists())
