"""Switches by which our code tells itself what not to do are sent by no client."""

import copy
import json
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.kam_planning.models.common.switches import is_on, switch_off, switch_on

from ..relationship.common import AttackCommon

ADDON = Path(__file__).parents[2] / "kam_planning"
SWITCHES = (
    "kam_as_if_shared",
    "kam_careful",
    "kam_chosen_work",
    "kam_counting",
    "kam_from_action",
    "kam_from_activity",
    "kam_from_event",
    "kam_from_review",
    "kam_merging",
    "kam_merging_contacts",
    "kam_new_owner",
    "kam_no_confirmation",
    "kam_no_reason",
    "kam_no_template_lines",
    "kam_own_invitation",
    "kam_to_person",
    "kam_forgetting",
    "kam_quiet",
    "kam_shifting",
    "kam_succession",
    "kam_tell_alone",
    "kam_value_step",
)
# What a client can send.
SENT = (True, 1, "on", [1], {"on": 1}, None)


class TestSwitches(AttackCommon):
    def _forged(self, records, value=True):
        return records.with_context(**dict.fromkeys(SWITCHES, value))

    def test_only_our_own_code_switches_on(self):
        on = switch_on(self.plan, "kam_quiet")
        self.assertTrue(is_on(on, "kam_quiet"))
        self.assertFalse(is_on(on, "kam_from_action"))
        self.assertFalse(is_on(switch_off(on, "kam_quiet"), "kam_quiet"))
        value = on.env.context["kam_quiet"]
        self.assertTrue(is_on(self._forged(self.plan, copy.deepcopy(value)), "kam_quiet"))
        for sent in SENT:
            self.assertFalse(is_on(self._forged(self.plan, sent), "kam_quiet"), sent)
        with self.assertRaises(TypeError):
            json.dumps(value)

    def test_no_key_of_ours_is_read_from_a_context(self):
        names = set()
        for path in ADDON.rglob("*.py"):
            text = path.read_text()
            for form in ('context.get("kam_', 'context["kam_', '"kam_quiet": True'):
                self.assertNotIn(form, text, path)
            for name in SWITCHES:
                if f'"{name}"' in text:
                    names.add(name)
            for part in text.split("is_on(")[1:]:
                called = part.partition(")")[0].rpartition('"')[0].rpartition('"')[2]
                self.assertIn(called, {*SWITCHES, ""}, path)
        self.assertEqual(names, set(SWITCHES))

    def test_an_action_and_its_activity_stay_in_step(self):
        action = self._create_action(self.plan, user_id=self.judge.id)
        mine = self._forged(action.with_user(self.judge))
        mine.write({"name": "Renamed"})
        self.assertEqual(action.activity_id.summary, "Renamed")
        self._forged(action.activity_id.with_user(self.judge)).write({"summary": "Back"})
        self.assertEqual(action.name, "Back")
        mine.action_done()
        self.assertFalse(action.activity_id.active)

    def test_the_type_of_actions_stays_theirs(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("kam.plan"),
            "res_id": self.plan.id,
            "user_id": self.kam.id,
            "activity_type_id": self.env.ref("kam_planning.mail_activity_type_action").id,
        }
        for records in (
            self.env["mail.activity"].with_user(self.kam),
            self.env["mail.activity"].sudo(),
        ):
            with self.assertRaises(UserError):
                self._forged(records).create(values)

    def test_a_change_by_hand_is_a_confirmation(self):
        self.jane.sudo().confirmed_date = "2020-01-01"
        self._forged(self.jane.with_user(self.judge)).write({"title": "Chief Buyer"})
        self.assertGreater(self.jane.confirmed_date.year, 2020)
        self.assertEqual(self.jane.confirmed_by_id, self.judge)

    def test_who_comes_to_a_team_is_told(self):
        self._forged(self.plan.with_user(self.kam)).write(
            {"member_ids": [(0, 0, {"user_id": self.reader.id})]}
        )
        self.env.cr.flush()
        told = self.env["mail.message"].search(
            [("model", "=", "kam.plan"), ("res_id", "=", self.plan.id)]
        )
        self.assertIn(self.reader.partner_id, told.notified_partner_ids | told.partner_ids)

    def test_a_template_brings_its_lines(self):
        customer = self.env["res.partner"].create({"name": "Fresh", "is_company": True})
        plan = self._forged(self.env["kam.plan"].with_user(self.kam)).create(
            {"partner_id": customer.id, "template_id": self.full.id}
        )
        self.assertTrue(plan.section_ids)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_review_and_its_meeting_move_together(self):
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        self._schedule_meeting(review)
        self._forged(review).write({"date_planned": "2027-02-03"})
        self.assertEqual(str(review.event_id.start.date()), "2027-02-03")
        event = self._forged(review.event_id.with_user(self.kam))
        event.write({"start": "2027-02-10 09:00:00", "stop": "2027-02-10 10:00:00"})
        self.assertEqual(str(review.date_planned), "2027-02-10")
