"""Days of interactions, gaps and stamps are those of the map's company."""

from datetime import date, datetime, timedelta

from odoo import Command
from odoo.fields import Domain
from odoo.tests import freeze_time

from ..tools.zones import AUCKLAND, EVENING, LOS_ANGELES
from .common import MapCommon

NIGHT = datetime(2026, 3, 3, 9)


class TestZoneOfInteractions(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = LOS_ANGELES
        with freeze_time("2026-03-02 18:00:00"):
            cls._activate(cls.plan)
            cls.relationship = cls._relationship(cls.jane)

    def _log_call(self, user, zone):
        """A call that the user ticks off, as his client sends it."""
        activity = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.contact.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "user_id": user.id,
                }
            )
        )
        activity.with_user(user).with_context(tz=zone).action_feedback()
        return activity

    def _find_silence(self):
        self.plan.with_user(self.judge).action_find_gaps()
        return self._gaps("silence").filtered(
            lambda gap: gap.stakeholder_id == self.jane and gap.state in ("open", "planned")
        )

    def _meet(self, start, stop, **values):
        return (
            self.env["calendar.event"]
            .with_context(dont_notify=True, no_mail_to_attendees=True)
            .create(
                {
                    "name": "Meeting",
                    "start": start,
                    "stop": stop,
                    "user_id": self.kam.id,
                    "partner_ids": [Command.set((self.kam.partner_id | self.contact).ids)],
                    **values,
                }
            )
        )

    def test_a_call_logged_this_evening_closes_its_gap_tonight(self):
        # The client knows the user's zone, or knows none, or the user is where it is tomorrow.
        for zone in (LOS_ANGELES, None, AUCKLAND):
            with self.subTest(zone=zone), freeze_time(EVENING):
                self.relationship.sudo().last_two_way_date = False
                self.assertTrue(self._find_silence())
                activity = self._log_call(self.kam, zone)
                self.relationship._refresh_strength_sudo()
                self.assertEqual(self.relationship.last_two_way_date, date(2026, 3, 2))
                self.assertFalse(self._find_silence())
                with freeze_time(NIGHT):
                    self._run_map_job()
                    self.assertFalse(self._find_silence())
                    self.assertEqual(self.relationship.last_two_way_date, activity.date_done)
                activity.unlink()

    def test_the_gap_that_the_call_closed_does_not_come_back(self):
        with freeze_time(EVENING):
            gap = self._find_silence().with_user(self.judge)
            gap.action_make_action()
            self.assertEqual(gap.date_found, date(2026, 3, 2))
            self._log_call(self.kam, None)
            gap.action_id.action_done()
            self.assertEqual((gap.state, gap.times_back), ("closed", 0))
            self.assertEqual(gap.date_closed, date(2026, 3, 2))
            self.assertEqual(gap.action_id.date_done, date(2026, 3, 2))

    @freeze_time(EVENING)
    def test_mails_and_meetings_are_of_the_companys_day(self):
        second = timedelta(seconds=1)
        for moment, day in (
            (datetime(2026, 3, 2, 8) - second, date(2026, 3, 1)),
            (datetime(2026, 3, 2, 8), date(2026, 3, 2)),
            (EVENING - second, date(2026, 3, 2)),
        ):
            with self.subTest(moment=moment):
                mail = self._mail(self.contact, self.kam.partner_id)
                mail.date = moment
                self.assertEqual(self._read_last("mail_in"), day)
                mail.unlink()
                meeting = self._meet(moment - timedelta(hours=1), moment)
                self.assertEqual(self._read_last("meeting"), day)
                meeting.unlink()

    def _read_last(self, kind):
        interactions = self.relationship._read_interactions()
        return interactions[self.relationship.id].of(kind).last

    def test_the_year_that_counts_begins_with_the_companys_day(self):
        mail = self._mail(self.contact, self.kam.partner_id)
        mail.date = datetime(2025, 3, 2, 8)
        with freeze_time(EVENING):
            self.assertTrue(self.relationship._read_interactions())
            mail.date -= timedelta(seconds=1)
            self.assertFalse(self.relationship._read_interactions())

    def test_a_meeting_of_a_day_is_of_that_day_in_every_zone(self):
        self._meet(
            datetime(2026, 3, 2, 8),
            datetime(2026, 3, 2, 18),
            allday=True,
            start_date=date(2026, 3, 2),
            stop_date=date(2026, 3, 2),
        )
        for zone in ("Pacific/Pago_Pago", LOS_ANGELES, "UTC", AUCKLAND, "Pacific/Kiritimati"):
            self.env.company.partner_id.tz = zone
            with self.subTest(zone=zone), freeze_time("2026-03-04 12:00:00"):
                self.assertEqual(self._read_last("meeting"), date(2026, 3, 2))

    def test_relationships_of_two_zones_are_measured_at_once_each_by_its_days(self):
        self.other_company.partner_id.tz = AUCKLAND
        person = self.env["kam.stakeholder"].create(
            {
                "account_id": self.customer.id,
                "company_id": self.other_company.id,
                "partner_id": self.contact.id,
            }
        )
        with freeze_time(EVENING):
            other = self.env["kam.relationship"].create(
                {"stakeholder_id": person.id, "user_id": self.kam.id}
            )
            both = self.relationship.sudo() | other
            mail = self._mail(self.contact, self.kam.partner_id)
            mail.date = datetime(2026, 3, 3, 4)
            both._refresh_strength_sudo()
            self.assertEqual(both.mapped("last_two_way_date"), [date(2026, 3, 2), date(2026, 3, 3)])
            self.assertEqual(both[0].strength, both[1].strength)
        # Midnight in Los Angeles: a day went by there, and none in Auckland.
        with freeze_time("2026-03-03 08:00:00"):
            outdated = both.filtered_domain(both._get_outdated_domain())
            self.assertEqual(outdated, self.relationship)

    def test_who_knows_whom_is_found_this_evening(self):
        with freeze_time(EVENING):
            self._log_call(self.mate, None)
            self.env["kam.relationship"]._discover_sudo(self.jane)
        found = self.jane.relationship_ids.filtered(lambda known: known.user_id == self.mate)
        self.assertEqual(found.last_two_way_date, date(2026, 3, 2))

    def test_stamps_of_contacts_and_answers_are_of_the_companys_day(self):
        with freeze_time(EVENING):
            self.jane.with_user(self.judge).action_ask_questions()
            answer = self.jane.answer_ids[:1]
            answer.with_user(self.judge).with_context(tz=AUCKLAND).answer = "yes"
            self.contact.with_context(tz=AUCKLAND).active = False
            self.env.flush_all()
        self.assertEqual(answer.answered_date, date(2026, 3, 2))
        self.assertEqual(self.jane.contact_change_date, date(2026, 3, 2))
        self.assertEqual(self.jane.sudo().contact_archived_date, date(2026, 3, 2))

    def test_judgements_are_erased_on_the_companys_day(self):
        self.jane.support = "against"
        with freeze_time(EVENING):
            self.contact.active = False
        people = self.env["kam.stakeholder"].sudo()
        # Kept for a year: until the end of 1 March in Los Angeles.
        for moment, expected in (("2027-03-02 07:59:59", 0), ("2027-03-02 08:00:00", 1)):
            with freeze_time(moment):
                overdue = people._get_overdue_judgement_domain() & Domain("id", "=", self.jane.id)
                self.assertEqual(people.search_count(overdue), expected)
