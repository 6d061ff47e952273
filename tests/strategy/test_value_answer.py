"""Readings of values, the customer's answers, and claims that wait for one."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .value import ValueCommon


class TestReading(ValueCommon):
    def test_readings_say_how_far_it_is(self):
        self.value.action_agree()
        action = self.value.action_record_reading()
        form = Form.from_action(self.value.env, action)
        self.assertEqual(form.volume, 40000)
        form.current_value = 2.1
        form.volume = 20000
        form.evidence = "Report of October"
        reading = form.save()
        self.assertEqual(reading.amount, 2772)
        self.assertEqual(self.value.amount, 2772)
        self.assertEqual(self.value.promised_amount, 5544, "The promise is by the agreed volume")

    def test_the_newest_counts(self):
        self._deliver(current=2.1)
        readings = self.env["kam.value.reading"].with_user(self.kam)
        readings.create({"value_id": self.value.id, "current_value": 3.0, "date": "2026-02-01"})
        self.assertEqual(self.value.current_value, 2.1)

    def test_what_was_read_stays(self):
        self.value.action_agree()
        readings = self.env["kam.value.reading"].with_user(self.kam)
        first = readings.create(
            {"value_id": self.value.id, "current_value": 2.5, "date": "2026-02-01"}
        )
        second = readings.create({"value_id": self.value.id, "current_value": 2.1})
        with self._refused(UserError, "stays as it was"):
            second.current_value = 1
        second.evidence = "Report"
        second.unlink()
        self.assertEqual(self.value.current_value, 2.5)
        self.value.action_deliver()
        with self._refused(UserError, "asked about"):
            first.unlink()
        with self._refused(UserError, "Record a reading instead"):
            self.value.current_value = 1

    def test_wrong_readings(self):
        for vals, text in (
            ({}, "say how far"),
            ({"current_value": 2, "volume": 0}, "volume of 0"),
            ({"current_value": 2, "date": "2026-03-03"}, "ahead of its day"),
        ):
            with self.subTest(**vals), self._refused(UserError, text):
                self.env["kam.value.reading"].with_user(self.kam).create(
                    {"value_id": self.value.id, **vals}
                )

    def test_a_reading_after_the_answer_asks_anew(self):
        self._answer(self._deliver())
        with freeze_time("2026-04-01"):
            self._deliver(current=2.0)
            self.assertEqual(self.value.state, "delivered")
            self.assertEqual(str(self.value.claim_date), "2026-04-01")
            self.assertEqual(self.value.amount, 6048)
            self.assertEqual(self.value.confirmed_total, 5544, "What was confirmed stays so")


class TestAnswer(ValueCommon):
    def test_in_full_in_part_and_disputed(self):
        self._deliver()
        self.assertEqual((self.value.delivered_total, self.value.confirmed_total), (5544, 0))
        self._answer()
        self.assertEqual(self.value.state, "confirmed")
        self.assertEqual(self.value.confirmed_total, 5544)
        self.assertEqual(self.value.confirmation_rate, 100)
        self._answer(decision="partly", confirmed_amount=4158, reason="Half of it is ours")
        self.assertEqual(self.value.state, "partly")
        self.assertEqual(self.value.confirmed_total, 4158)
        self.assertEqual(self.value.confirmation_rate, 75)
        self._answer(decision="disputed", reason="The report is wrong")
        self.assertEqual(self.value.state, "disputed")
        self.assertEqual((self.value.confirmed_total, self.value.disputed_total), (0, 5544))

    def test_the_dialogue(self):
        self._deliver()
        form = Form.from_action(self.value.env, self.value.action_record_answer())
        self.assertIn("5,544\xa0€", form.formula)
        form.contact_id = self.contact
        form.decision = "partly"
        form.confirmed_amount = 2000
        form.attachment_ids.add(self._file())
        answer = form.save()
        self.assertEqual((answer.claimed_amount, answer.version, answer.channel), (5544, 1, "hand"))
        self.assertEqual(self.value.confirmed_total, 2000)

    def test_wrong_answers(self):
        with self._refused(UserError, "not delivered"):
            self._answer()
        self._deliver()
        other = self.env["res.partner"].create({"name": "Bob", "parent_id": self.stranger.id})
        for vals, text in (
            ({"contact_id": other.id}, "does not belong to"),
            ({"contact_id": False}, "Who of"),
            ({"attachment_ids": False}, "evidence"),
            ({"decision": "disputed"}, "why it is disputed"),
            ({"decision": "partly"}, "between 0 and"),
            ({"decision": "partly", "confirmed_amount": 5544}, "between 0 and"),
            ({"decision": "partly", "confirmed_amount": 0}, "between 0 and"),
            ({"date": "2026-03-03"}, "to come"),
        ):
            with self.subTest(**vals), self._refused(UserError, text):
                self._answer(**vals)
        self.assertFalse(self.value.answer_ids)
        self.assertEqual(self.value.state, "delivered")
        with self.assertRaises(AccessError):
            self._answer(channel="portal")

    def test_an_answer_stays_as_it_was_given(self):
        answer = self._answer(self._deliver())
        for vals in ({"decision": "disputed"}, {"date": "2026-01-01"}, {"attachment_ids": False}):
            with self._refused(UserError, "stays as the customer gave it"):
                answer.write(vals)
        with self.assertRaises(AccessError):
            answer.with_user(self.reader).unlink()
        answer.unlink()
        self.assertEqual(self.value.state, "delivered")
        self.assertEqual(self.value.confirmed_total, 0)
        self.assertIn("was deleted", "".join(self.value.message_ids.mapped("body")))

    def test_deleted_evidence_is_reported(self):
        answer = self._answer(self._deliver())
        self.assertFalse(self.value.is_evidence_gone)
        self.assertEqual(answer.attachment_ids.with_user(self.reader).name, "mail.eml")
        self.assertFalse(self.value.search([("is_evidence_gone", "=", True)]))
        answer.attachment_ids.sudo().unlink()
        self.env.invalidate_all()
        self.assertTrue(self.value.is_evidence_gone)
        self.assertIn("file that proves", self.value.notice)
        self.assertEqual(self.value.search([("is_evidence_gone", "=", True)]), self.value)
        self.assertEqual(self.value.state, "confirmed")

    def test_a_file_of_something_else_is_copied(self):
        file = self._file(res_model="kam.plan", res_id=self.plan.id)
        answer = self._answer(self._deliver(), attachment_ids=[Command.set(file.ids)])
        self.assertNotEqual(answer.attachment_ids, file)
        self.assertEqual((file.res_model, file.res_id), ("kam.plan", self.plan.id))
        self.assertEqual(answer.attachment_ids.res_id, answer.id)

    def test_nobody_gets_a_copy_of_what_he_may_not_read(self):
        other = self._create_plan(
            self.mate,
            confidentiality="team",
            user_id=self.mate.id,
            date_start="2028-01-01",
            date_end="2028-12-31",
        )
        value = self._deliver()
        file = self._file(self.mate, res_model="kam.plan", res_id=other.id)
        with self.assertRaises(AccessError):
            self._answer(value, attachment_ids=[Command.set(file.ids)])

    def test_who_confirmed_has_left(self):
        self._answer(self._deliver())
        self.assertFalse(self.value.notice)
        self.contact.parent_id = self.stranger
        self.env.invalidate_all()
        self.assertIn("no longer at the customer", self.value.notice)
        self.assertEqual((self.value.state, self.value.confirmed_total), ("confirmed", 5544))
        self.contact.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.value.state, "confirmed")
        self.assertIn("somebody who was deleted", self.value.notice)

    def test_without_an_amount_it_is_confirmed_in_full_or_not(self):
        value = self._deliver(self._value(name="Trust", unit_value=False, our_share=100))
        with self._refused(ValidationError, "not known"):
            self._answer(value, decision="partly", confirmed_amount=5)
        self._answer(value)
        self.assertEqual(value.state, "confirmed")
        self.assertIs(value.confirmed_total, False)


class TestWaiting(ValueCommon):
    def _job(self, day):
        self._run_job_on(day)
        return self.env["mail.activity"].search(
            [("res_model", "=", "kam.value"), ("res_id", "=", self.value.id)]
        )

    def setUp(self):
        super().setUp()
        self._activate(self.plan)
        self.plan.sudo().next_review_date = "2027-01-01"
        self._deliver()

    def test_after_60_days_once_and_withdrawn_by_the_answer(self):
        self.assertFalse(self._job("2026-04-30"))
        activity = self._job("2026-05-01")
        self.assertEqual(activity.user_id, self.kam)
        self.assertIn("Fewer returns", activity.summary)
        self.assertEqual(self._job("2026-05-20"), activity)
        with freeze_time("2026-05-21"):
            self._answer()
        self.assertFalse(activity.exists().filtered("active"))
        self.assertFalse(self._job("2026-09-01"))

    def test_the_days_are_a_setting(self):
        self.env["ir.config_parameter"].set_param("kam_planning.value_answer_days", "10")
        self.assertFalse(self._job("2026-03-11"))
        self.assertTrue(self._job("2026-03-12"))

    def test_it_follows_the_account_manager(self):
        activity = self._job("2026-05-01")
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(activity.user_id, self.mate)

    def test_nobody_asks_in_a_plan_that_was_put_away(self):
        activity = self._job("2026-05-01")
        self.plan.with_user(self.manager).active = False
        self.assertFalse(activity.exists())
        self.assertFalse(self._job("2026-05-02"))
        with freeze_time("2026-05-02"):
            today = self.env["kam.plan"].with_user(self.kam).get_today()
            self.assertNotIn("Values without an answer: 1", [one["label"] for one in today])
        self.plan.with_user(self.manager).active = True
        self.assertEqual(len(self._job("2026-05-03")), 1)

    def test_a_new_version_is_another_claim(self):
        activity = self._job("2026-05-01")
        self.value.action_new_version()
        self.assertFalse(activity.exists())

    def test_it_is_said_at_home(self):
        with freeze_time("2026-05-02"):
            today = self.env["kam.plan"].with_user(self.kam).get_today()
            self.assertIn("Values without an answer: 1", [one["label"] for one in today])
            mine = self.env["kam.plan"].with_user(self.reader).get_today()
            self.assertFalse([one for one in mine if one["name"] == "values"])
