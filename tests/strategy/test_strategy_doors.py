"""Doors to the strategy that a clever colleague would try."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .value import ValueCommon


@freeze_time(TODAY)
class TestWhatOthersLinked(ValueCommon):
    def test_an_opportunity_and_an_order_are_named_to_who_sells_only(self):
        lead = self.env["crm.lead"].create({"name": "Secret deal", "partner_id": self.customer.id})
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.value.sudo().write({"rewarded_lead_id": lead.id, "rewarded_order_id": order.id})
        names = ("rewarded_lead_id", "rewarded_order_id")
        for user in (self.mate, self.reader, self.manager, self.admin):
            user.group_ids += self.env.ref("base.group_allow_export")
            values = self.value.with_user(user)
            for name in names:
                self.assertNotIn(name, values.fields_get(), user.login)
                for way in (
                    lambda v=values, n=name: v.read([n]),
                    lambda v=values, n=name: v.web_read({n: {"fields": {"display_name": {}}}}),
                    lambda v=values, n=name: v.export_data([n]),
                    lambda v=values, n=name: v.formatted_read_group([], [n], ["__count"]),
                    lambda v=values, n=name: v.search([(n, "ilike", "secret")]),
                    lambda v=values, n=name: v.search([], order=n),
                ):
                    self.env.invalidate_all()
                    self.assertRaises(AccessError, way)
        # Who may not see them copies the value without them, and so does everybody.
        self.assertFalse(self.value.with_user(self.mate).copy().sudo().rewarded_lead_id)
        mine = self.value.with_user(self.kam)
        self.assertTrue(mine.read(names)[0]["rewarded_lead_id"])

    def test_to_whom_an_opportunity_was_lost_stays_inside(self):
        field = self.env["crm.lead"]._fields["kam_lost_to_id"]
        self.assertEqual(field.groups, "base.group_user")
        lead = self.env["crm.lead"].create({"name": "Deal", "partner_id": self.customer.id})
        lead = lead.with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.precommit.run()
        lead.kam_lost_to_id = self.stranger
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = lead.message_ids.sudo().tracking_value_ids
        told = tracked.filtered(lambda value: value.field_id.name == "kam_lost_to_id")
        self.assertEqual(told.new_value_char, self.stranger.name)
        # What a notification would send by mail.
        self.assertFalse(told._filter_free_field_access())


@freeze_time(TODAY)
class TestWhatWasAgreed(ValueCommon):
    def test_an_agreed_value_stays_with_its_customer(self):
        other = self._create_plan(partner_id=self.stranger.id)
        self.value.action_agree()
        with self._refused(UserError, "agreed"):
            self.value.plan_id = other
        with self._refused(UserError, "agreed"):
            other.with_user(self.kam).write({"value_ids": [Command.link(self.value.id)]})
        self._answer(self._deliver())
        with self._refused(UserError, "agreed"):
            self.value.with_context(default_plan_id=other.id).write({"plan_id": other.id})
        proposed = self._value(name="Another")
        proposed.plan_id = other
        self.assertEqual(proposed.partner_id, self.stranger)
        later = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        self.value.plan_id = later
        self.assertEqual((self.value.state, self.value.plan_id), ("confirmed", later))

    def test_an_answer_keeps_the_currency_in_which_it_was_asked(self):
        answer = self._answer(self._deliver())
        reading = self.value.reading_ids
        euro = self.value.currency_id
        self.value.action_new_version()
        self.value.currency_id = self.env.ref("base.USD")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((answer.currency_id, answer.claimed_amount), (euro, 5544))
        self.assertEqual(set(reading.mapped("currency_id")), {euro})

    def test_evidence_that_was_changed_is_no_evidence(self):
        answer = self._answer(self._deliver())
        self.assertFalse(self.value.is_evidence_gone)
        file = answer.attachment_ids
        file.with_user(self.mate).datas = base64.b64encode(b"We confirm ten times that.")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(answer.missing_count, 1)
        self.assertTrue(self.value.is_evidence_gone)
        self.assertEqual(self.value.search([("is_evidence_gone", "=", True)]), self.value)
        file.with_user(self.mate).datas = base64.b64encode(b"Yes, we confirm.")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.value.is_evidence_gone)
        self.assertFalse(self.value.search([("is_evidence_gone", "=", True)]))

    def test_a_link_or_an_empty_page_is_no_evidence(self):
        self._deliver()
        for values in ({"type": "url", "url": "https://acme.example/yes"}, {"datas": False}):
            file = self.env["ir.attachment"].with_user(self.kam).create({"name": "x", **values})
            with self._refused(ValidationError, "as evidence"):
                self._answer(attachment_ids=[Command.set(file.ids)])

    def test_nobody_writes_state_or_stamps_by_another_door(self):
        values = self.env["kam.value"].with_user(self.kam)
        for vals in ({"state": "confirmed"}, {"state": "disputed"}, {"rate": 5}, {"version": 7}):
            with self.subTest(**vals), self.assertRaises(UserError):
                self._value(name="New", **vals)
            with self.subTest(**vals), self.assertRaises(UserError):
                self.value.write(vals)
        for key in ("kam_value_step", "kam_no_confirmation", "kam_new_owner"):
            with self.assertRaises(UserError):
                self.value.with_context(**{key: True}).write({"state": "confirmed"})
        result = values.load(
            ["plan_id/.id", "name", "state"], [[str(self.plan.id), "Loaded", "confirmed"]]
        )
        self.assertFalse(result["ids"])
        copied = self._answer(self._deliver()).value_id.copy({"name": "Copy"})
        self.assertEqual((copied.state, copied.version, copied.rate), ("proposed", 1, False))
        self.assertFalse(copied.answer_ids)

    def test_answers_and_readings_are_not_changed_through_their_value(self):
        answer = self._answer(self._deliver())
        other = self._deliver(self._value(name="Other"))
        reading = self.value.reading_ids[:1]
        for vals in (
            {"answer_ids": [Command.update(answer.id, {"decision": "disputed"})]},
            {"reading_ids": [Command.update(reading.id, {"current_value": 0})]},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                self.value.write(vals)
        for vals in (
            {"answer_ids": [Command.link(answer.id)]},
            {"reading_ids": [Command.link(reading.id)]},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                other.write(vals)
                self.env.flush_all()
        self.assertEqual((self.value.state, other.state), ("confirmed", "delivered"))


@freeze_time(TODAY)
class TestWhoSaidIt(ValueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = cls._create_user("judge", "group_kam_user", "group_kam_people")
        cls._join_team(cls.judge)

    def test_a_reason_is_its_author_s(self):
        risk = self._create_line("kam.risk", name="They leave", probability="3", impact="4")
        force = self.env["kam.force"].with_user(self.kam)
        force = force.create({"objective_id": self.objective.id, "name": "Habit", "strength": 3})
        for line in (risk, force):
            line.reason = "Said in May"
            self.assertEqual(line.sudo().reading_ids[:1].reason, "Said in May")
            with self._refused(UserError, "kam"):
                line.with_user(self.mate).reason = "Never said"
            self.env.invalidate_all()
            self.assertEqual(line.sudo().reading_ids[:1].reason, "Said in May")
        risk.with_user(self.mate).write({"probability": "5", "reason": "They told me"})
        self.env.invalidate_all()
        first, second = risk.sudo().reading_ids.sorted("id")
        self.assertEqual((first.reason, first.user_id), ("Said in May", self.kam))
        self.assertEqual((second.reason, second.user_id), ("They told me", self.mate))

    def test_readings_are_forged_by_nobody(self):
        risk = self._create_line("kam.risk", name="They leave", probability="3", impact="4")
        reading = risk.reading_ids
        for user in (self.kam, self.manager, self.admin):
            theirs = self.env["kam.risk.reading"].with_user(user)
            with self.assertRaises(AccessError):
                theirs.create({"risk_id": risk.id, "date": TODAY, "user_id": self.mate.id})
            with self.assertRaises(AccessError):
                reading.with_user(user).write({"user_id": self.mate.id})
            with self.assertRaises(AccessError):
                reading.with_user(user).unlink()
            for vals in ({"confirmed_by_id": self.mate.id}, {"confirmed_date": "2020-01-01"}):
                with self.assertRaises(AccessError):
                    risk.with_user(user).write(vals)
                with self.assertRaises(AccessError):
                    risk.with_user(user).write({"reading_ids": [Command.delete(reading.id)]})

    def test_a_risk_is_accepted_by_one_of_us(self):
        risk = self._create_line("kam.risk", name="They leave")
        terms = {"response": "accept", "accepted_until": "2026-12-31"}
        with self._refused(ValidationError, "one of us"):
            risk.write({**terms, "accepted_by_id": self.portal.id})
        for vals in (
            {"state": "accepted"},
            {"state": "accepted", "response": "accept"},
            {**terms, "state": "accepted"},
            {**terms, "accepted_until": "2026-01-01", "accepted_by_id": self.kam.id}
            | {"state": "accepted"},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                risk.write(vals)
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self._create_line("kam.risk", name="Another", **vals)
        risk.write({**terms, "accepted_by_id": self.kam.id, "state": "accepted"})
        for vals in ({"response": "avoid"}, {"accepted_until": False}, {"accepted_by_id": False}):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                risk.write(vals)

    def test_what_a_person_thinks_is_in_no_figure(self):
        force = self.env["kam.force"].with_user(self.judge)
        secret = force.create(
            {"objective_id": self.objective.id, "name": "Hates us", "is_judgement": True}
        )
        action = self._create_action(self.plan)
        effect = self.env["kam.force.effect"].with_user(self.judge)
        effect = effect.create({"force_id": secret.id, "action_id": action.id})
        for line in (secret, secret.sudo().reading_ids, effect):
            line = line.sudo()
            self.assertTrue(line, line._name)
            self.assertFalse(line.filtered_domain(line._get_measured_domain()), line._name)

    def test_what_a_person_thinks_is_found_by_no_way_round(self):
        force = self.env["kam.force"].with_user(self.judge)
        secret = force.create(
            {"objective_id": self.objective.id, "name": "Hates us", "is_judgement": True}
        )
        line = self._create_line("kam.appraisal", name="Old quarrel", kind="threat")
        line.with_user(self.judge).force_id = secret
        self.env.flush_all()
        for user in (self.kam, self.mate, self.reader, self.manager):
            user.group_ids += self.env.ref("base.group_allow_export")
            self.env.invalidate_all()
            lines, objectives = (
                self.env[name].with_user(user) for name in ("kam.appraisal", "kam.objective")
            )
            for found in (
                lines.search([("force_id.name", "ilike", "hates")]),
                lines.search([("force_id", "ilike", "hates")]),
                objectives.search([("force_ids.name", "ilike", "hates")]),
                self.env["kam.plan"].with_user(user).search([("force_ids.name", "ilike", "hate")]),
            ):
                self.assertFalse(found, user.login)
            told = str(
                [
                    lines.formatted_read_group([], ["force_id.name"], ["__count"]),
                    lines.formatted_read_group([], ["force_id"], ["__count"]),
                    line.with_user(user).web_read({"force_id": {"fields": {"display_name": {}}}}),
                    line.with_user(user).export_data(["became"]),
                    self.plan.with_user(user).get_concept_branch("forces"),
                    self.plan.with_user(user).get_concept_branch("", {"search": "hates"}),
                    self.plan.with_user(user).get_chapter_marks(),
                ]
            )
            self.assertNotIn("Hates", told, user.login)
            self.assertNotIn("Force:", told, user.login)
