"""Relationships: strength from what Odoo recorded, beside the levels given by hand."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools import strength

from .common import TODAY
from .relationship_map import MapCommon


@freeze_time(TODAY)
class TestTraffic(MapCommon):
    def setUp(self):
        super().setUp()
        self.tie = self._tie(self.jane)

    def _kinds(self):
        self.tie._refresh_strength_sudo()
        return {kind: values[0] for kind, values in (self.tie.traffic or {}).items()}

    def test_what_counts(self):
        self._meeting(self.kam, self.contact, days=3)
        self._mail(self.kam.partner_id, self.contact, days=5, message_type="email_outgoing")
        self._mail(self.contact, self.kam.partner_id, days=4)
        self._mail(self.contact, self.kam.partner_id, days=9)
        self._call(self.kam, self.contact, days=2)
        self._call(self.kam, self.contact, days=2, kind="mail.mail_activity_data_todo")
        self.assertEqual(
            self._kinds(), {"meeting": 1, "mail_out": 1, "mail_in": 2, "call": 1, "activity": 1}
        )
        self.assertEqual(self.tie.last_contact_date, TODAY - timedelta(days=2))

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
        self.assertEqual(self.tie.strength, 0.0)
        self.assertEqual(self.tie.health, "weak")

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
        self.assertAlmostEqual(self.tie.traffic["mail_in"][1], expected, places=3)

    def test_explanation_adds_up_to_the_strength(self):
        self._meeting(self.kam, self.contact, days=3)
        self._mail(self.contact, self.kam.partner_id, days=4)
        self.tie._refresh_strength_sudo()
        laid_open = self.tie.with_user(self.kam).get_score_explanation("strength")
        self.assertAlmostEqual(laid_open["total"], self.tie.strength, places=1)
        self.assertEqual(len(laid_open["components"]), 5)
        self.assertIn("1 meetings", str(laid_open["components"]))
        with self.assertRaises(AccessError):
            self.tie.with_user(self.outsider).get_score_explanation("strength")

    def test_weights_of_the_settings_count(self):
        self._meeting(self.kam, self.contact, days=120)
        self.tie._refresh_strength_sudo()
        before = self.tie.strength
        settings = self.env["res.config.settings"].create({"kam_strength_depth": 500.0})
        settings.execute()
        self.tie._refresh_strength_sudo()
        self.assertGreater(self.tie.strength, before + 10)
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create({"kam_strength_depth": 0.0})
        self.env["ir.config_parameter"].set_param("kam_planning.strength_depth", "much")
        self.tie._refresh_strength_sudo()
        self.assertAlmostEqual(self.tie.strength, before)

    def test_a_level_by_hand_stays(self):
        self.tie.write({"level_actual": "3", "level_desired": "3"})
        self.tie._refresh_strength_sudo()
        self.assertEqual((self.tie.level_actual, self.tie.strength), ("3", 0.0))
        self.assertEqual(self.tie.level_gap, 0)
        self.assertEqual(self.jane.coverage_count, 1)

    def test_only_colleagues(self):
        with self.assertRaises(ValidationError):
            self._tie(self.jane, self.portal)

    def test_health(self):
        for days in range(0, 40, 4):
            self._meeting(self.kam, self.contact, days=days)
        self.tie._refresh_strength_sudo()
        self.assertEqual(self.tie.health, "healthy")
        self.tie.level_desired = "2"
        self.assertEqual(self.tie.health, "shaky")

    def test_queries_do_not_grow(self):
        people = self.env["kam.stakeholder"]
        for number in range(50):
            people |= self._person(partner_id=self._contact(f"P{number}").id)
        ties = self.env["kam.relationship"].concat(*(self._tie(person) for person in people))
        ties._refresh_strength_sudo()
        one = self._count_queries(ties[:1]._refresh_strength_sudo)
        self.assertLessEqual(self._count_queries(ties._refresh_strength_sudo), one + 1)


@freeze_time(TODAY)
class TestJob(MapCommon):
    def setUp(self):
        super().setUp()
        self.tie = self._tie(self.jane)
        self._run_map_job()

    def test_new_contacts_are_counted_by_the_next_run(self):
        notes = self.env["kam.relationship.traffic"]
        for contact in (
            lambda: self._mail(self.contact, self.kam.partner_id),
            lambda: self._meeting(self.kam, self.contact, days=1),
            lambda: self._call(self.kam, self.contact),
        ):
            before = self.tie.strength
            contact()
            self.assertTrue(notes.search([]))
            self._run_map_job()
            self.assertFalse(notes.search([]))
            self.assertGreater(self.tie.strength, before)

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
        before = self.tie.strength
        with freeze_time(TODAY + timedelta(days=30)):
            self._run_map_job()
        self.assertLess(self.tie.strength, before)

    def test_one_bad_record_does_not_stop_the_rest(self):
        other = self._tie(self.jane, self.mate)
        with freeze_time(TODAY + timedelta(days=1)):
            real = type(self.tie)._measure

            def measure(tie, *args):
                if tie.id == other.id:
                    raise ZeroDivisionError
                return real(tie, *args)

            self.patch(type(self.tie), "_measure", measure)
            with self.assertLogs("odoo.addons.kam_planning.models.kam_relationship_job", "ERROR"):
                self._run_map_job()
            self.assertEqual(self.tie.strength_date.date(), TODAY + timedelta(days=1))
            self.assertEqual(other.strength_date.date(), TODAY)
