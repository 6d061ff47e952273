"""Relationships: strength from what Odoo recorded, beside the levels given by hand."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools import strength

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestTraffic(MapCommon):
    def setUp(self):
        super().setUp()
        self.relationship = self._relationship(self.jane)

    def _kinds(self):
        self.relationship._refresh_strength_sudo()
        return {kind: values[0] for kind, values in (self.relationship.traffic or {}).items()}

    def test_what_counts(self):
        self._meeting(self.kam, self.contact, days=3)
        self._mail(self.kam.partner_id, self.contact, days=5, message_type="comment")
        self._mail(self.contact, self.kam.partner_id, days=4)
        self._mail(self.contact, self.kam.partner_id, days=9)
        self._call(self.kam, self.contact, days=2)
        self._call(self.kam, self.contact, days=2, kind="mail.mail_activity_data_todo")
        self.assertEqual(
            self._kinds(), {"meeting": 1, "mail_out": 1, "mail_in": 2, "call": 1, "activity": 1}
        )
        self.assertEqual(self.relationship.last_contact_date, TODAY - timedelta(days=2))

    def test_what_does_not_count(self):
        others = self.mate.partner_id
        self._mail(self.contact, others, days=1)
        self._meeting(self.mate, self.contact, days=1)
        self._call(self.mate, self.contact, days=1)
        self._mail(self.kam.partner_id, self.contact, days=1, message_type="notification")
        self._mail(self.kam.partner_id, self.contact, days=400)
        future = self._meeting(self.kam, self.contact, days=-3)
        declined = self._meeting(self.kam, self.contact, days=3)
        declined.attendee_ids.filtered(lambda a: a.partner_id == self.contact).state = "declined"
        bounced = self._mail(self.kam.partner_id, self.contact, days=1)
        bounced.notification_ids.notification_status = "bounce"
        gone = self._meeting(self.kam, self.contact, days=4)
        gone.active = False
        self.assertTrue(future)
        self.assertEqual(self._kinds(), {})
        self.assertEqual(self.relationship.strength, 0.0)
        self.assertEqual(self.relationship.health, "weak")

    def test_contact_on_opportunities_and_actions(self):
        lead = self.env["crm.lead"].create({"name": "Deal", "partner_id": self.contact.id})
        call = self.env.ref("mail.mail_activity_data_call")
        for record in (lead, self._create_action(self.plan, contact_id=self.contact.id)):
            self.env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "activity_type_id": call.id,
                    "user_id": self.kam.id,
                }
            ).write({"active": False})
        self.assertEqual(self._kinds(), {"call": 2})

    def test_fading_in_sql_is_the_fading_of_the_formula(self):
        for days in (0, 10, 60, 200):
            self._mail(self.contact, self.kam.partner_id, days=days)
        self._kinds()
        expected = sum(strength.fade(days, 60) for days in (0, 10, 60, 200))
        self.assertAlmostEqual(self.relationship.traffic["mail_in"][1], expected, places=3)

    def test_explanation_adds_up_to_the_strength(self):
        self._meeting(self.kam, self.contact, days=3)
        self._mail(self.contact, self.kam.partner_id, days=4)
        self.relationship._refresh_strength_sudo()
        laid_open = self.relationship.with_user(self.kam).get_score_explanation("strength")
        self.assertAlmostEqual(laid_open["total"], self.relationship.strength, places=1)
        self.assertEqual(len(laid_open["components"]), 5)
        self.assertIn("meetings: 1", str(laid_open["components"]))
        with self.assertRaises(AccessError):
            self.relationship.with_user(self.outsider).get_score_explanation("strength")

    def test_weights_of_the_settings_count(self):
        self._meeting(self.kam, self.contact, days=3)
        self.relationship._refresh_strength_sudo()
        before = self.relationship.strength
        settings = self.env["res.config.settings"].create({"kam_strength_depth": 500.0})
        settings.execute()
        self.relationship._refresh_strength_sudo()
        self.assertGreater(self.relationship.strength, before + 10)
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create({"kam_strength_depth": 0.0})
        self.env["ir.config_parameter"].set_param("kam_planning.strength_depth", "much")
        self.relationship._refresh_strength_sudo()
        self.assertAlmostEqual(self.relationship.strength, before)

    def test_a_level_by_hand_stays(self):
        self.relationship.write({"level_actual": "3", "level_desired": "3"})
        self.relationship._refresh_strength_sudo()
        self.assertEqual((self.relationship.level_actual, self.relationship.strength), ("3", 0.0))
        self.assertEqual(self.relationship.level_gap, 0)
        self.assertEqual(self.jane.coverage_count, 1)

    def test_only_colleagues(self):
        with self.assertRaises(ValidationError):
            self._relationship(self.jane, self.portal)

    def test_health(self):
        for days in range(0, 40, 4):
            self._meeting(self.kam, self.contact, days=days)
        self.relationship._refresh_strength_sudo()
        self.assertEqual(self.relationship.health, "healthy")
        self.relationship.level_desired = "2"
        self.assertEqual(self.relationship.health, "shaky")

    def test_queries_do_not_grow(self):
        people = self.env["kam.stakeholder"]
        for number in range(50):
            people |= self._person(partner_id=self._contact(f"P{number}").id)
        relationships = self.env["kam.relationship"].concat(
            *(self._relationship(person) for person in people)
        )
        relationships._refresh_strength_sudo()
        single = self._count_queries(relationships[:1]._refresh_strength_sudo)
        self.assertLessEqual(self._count_queries(relationships._refresh_strength_sudo), single + 1)


@freeze_time(TODAY)
class TestJob(MapCommon):
    def setUp(self):
        super().setUp()
        self.relationship = self._relationship(self.jane)
        self._run_map_job()

    def test_new_contacts_are_counted_by_the_next_run(self):
        notes = self.env["kam.relationship.traffic"]
        for contact in (
            lambda: self._mail(self.contact, self.kam.partner_id),
            lambda: self._meeting(self.kam, self.contact, days=1),
            lambda: self._call(self.kam, self.contact),
        ):
            before = self.relationship.strength
            contact()
            self.assertTrue(notes.search([]))
            self._run_map_job()
            self.assertFalse(notes.search([]))
            self.assertGreater(self.relationship.strength, before)

    def test_a_new_contact_calls_the_job(self):
        cron = self.env.ref("kam_planning.cron_relationships")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        self._mail(self.contact, self.kam.partner_id)
        self.assertEqual(triggers.search([]).cron_id, cron)

    def test_contacts_with_others_leave_no_note(self):
        plain = self.env["res.partner"].create({"name": "Plain"})
        self._mail(plain, self.kam.partner_id)
        self._meeting(self.kam, plain)
        self._call(self.kam, plain)
        self.assertFalse(self.env["kam.relationship.traffic"].search([]))

    def test_strength_fades_by_itself(self):
        self._meeting(self.kam, self.contact, days=1)
        self._run_map_job()
        before = self.relationship.strength
        with freeze_time(TODAY + timedelta(days=30)):
            self._run_map_job()
        self.assertLess(self.relationship.strength, before)

    def test_one_bad_record_does_not_stop_the_rest(self):
        other = self._relationship(self.jane, self.mate)
        with freeze_time(TODAY + timedelta(days=1)):
            real = type(self.relationship)._measure

            def measure(relationship, *args):
                if relationship.id == other.id:
                    raise ZeroDivisionError
                return real(relationship, *args)

            self.patch(type(self.relationship), "_measure", measure)
            with self.assertLogs("odoo.addons.kam_planning.models.common.jobs", "ERROR"):
                self._run_map_job()
            self.assertEqual(self.relationship.strength_date.date(), TODAY + timedelta(days=1))
            self.assertEqual(other.strength_date.date(), TODAY)


@freeze_time(TODAY)
class TestDiscover(MapCommon):
    def _found(self):
        return self.jane.relationship_ids.mapped(
            lambda relationship: (relationship.user_id, relationship.is_found)
        )

    def test_who_had_contact_is_found_by_the_job(self):
        self._relationship(self.jane)
        self._meeting(self.mate, self.contact, days=3)
        self._mail(self.contact, self.judge.partner_id, days=5)
        self._call(self.manager, self.contact, days=5)
        self._run_map_job()
        self.assertCountEqual(
            self._found(),
            [(self.kam, False), (self.mate, True), (self.judge, True), (self.manager, True)],
        )
        relationships = self.jane.relationship_ids.filtered("is_found")
        self.assertTrue(
            all(
                relationship.strength and relationship.level_actual == "0"
                for relationship in relationships
            )
        )
        self._run_map_job()
        self.assertEqual(len(self.jane.relationship_ids), 4)

    def test_who_is_put_on_the_map_brings_what_is_recorded(self):
        ann = self._contact("Ann")
        self._meeting(self.mate, ann, days=3)
        self.assertEqual(self._person(partner_id=ann.id).relationship_ids.user_id, self.mate)

    def test_what_makes_no_relationship(self):
        self._mail(self.mate.partner_id, self.contact, days=3, message_type="comment")
        self._meeting(self.judge, self.contact, days=500)
        declined = self._meeting(self.manager, self.contact, days=3)
        declined.attendee_ids.filtered(lambda a: a.partner_id == self.contact).state = "declined"
        self._mail(self.contact, self.portal.partner_id, days=3)
        self._meeting(self.admin, self.contact, days=4)
        self.admin.active = False
        self._run_map_job()
        self.assertFalse(self._found())

    def test_queries_do_not_grow(self):
        def found(count, name):
            people = self.env["kam.stakeholder"]
            for number in range(count):
                contact = self._contact(f"{name}{number}")
                people |= self._person(partner_id=contact.id)
                self._meeting(self.mate, contact, days=3)
            return self._count_queries(lambda: people.relationship_ids._discover_sudo(people))

        found(1, "warm")
        few = found(1, "few")
        self.assertLessEqual(found(20, "many"), few + 3)


@freeze_time(TODAY)
class TestExplained(MapCommon):
    def test_the_records_behind_a_strength(self):
        relationship = self._relationship(self.jane)
        meeting = self._meeting(self.kam, self.contact, days=3)
        call = self._call(self.kam, self.contact, days=2)
        relationship._refresh_strength_sudo()
        parts = relationship.with_user(self.kam).get_score_explanation("strength")["components"]
        evidence = {part["key"]: part["evidence"] for part in parts}
        self.assertEqual(evidence["depth"], [("calendar.event", meeting.id)])
        self.assertEqual(evidence["frequency"], [("mail.activity", call.id)])

    def test_what_moved_since_a_month_ago(self):
        relationship = self._relationship(self.jane)
        self._meeting(self.kam, self.contact, days=3)
        relationship._refresh_strength_sudo()
        explained = relationship.with_user(self.kam).get_score_explanation("strength")
        self.assertIsNone(explained["total_before"])
        before = relationship.strength
        for days in (1, 15, 40):
            with freeze_time(TODAY + timedelta(days=days)):
                relationship._refresh_strength_sudo()
                explained = relationship.with_user(self.kam).get_score_explanation("strength")
                if days < 40:
                    self.assertAlmostEqual(explained["total_before"], before, places=0)
        self.assertLess(explained["total"], explained["total_before"])
        self.assertLess(explained["total_before"], before)
