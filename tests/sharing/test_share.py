import re
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.models.sharing.released_words import ReleasedWords, get_labels

from ..common.common import TODAY
from .common import SharingCommon


class TestShare(SharingCommon):
    def _read_names(self, lines):
        return {line["values"].get("name") for line in lines}

    def test_only_what_is_switched_on_leaves(self):
        """An action of an internal objective leaves without it."""
        self.share._share_sudo()
        lines = self.share._read_released_sudo(self.plan)[self.plan]
        names = self._read_names(lines)
        self.assertIn("Cut returns", names)
        self.assertFalse(names & {"Raise our margin", "Find out their budget"})
        [action] = [line for line in lines if line["name"] == "Name a warehouse contact"]
        self.assertIsNone(action["values"]["objective_id"])
        self.assertEqual(action["values"]["user_id"]["name"], self.kam.name)

    def test_what_was_agreed_stays_and_drift_shows(self):
        """Four lines were agreed; one is moved: 1 of 4."""
        version = self._propose_and_agree()
        self.assertEqual(self.share.state, "agreed")
        self.assertEqual(self.share.agreed_id, version)
        self.assertEqual((version.kind, version.version), ("shared", 1))
        self.assertEqual(self.share.drift, 0.0)
        self.ours.with_user(self.kam).date_deadline = date(2026, 9, 1)
        self.share._refresh_drift_sudo()
        self.assertEqual(self.share.drift_count, 1)
        self.assertAlmostEqual(self.share.drift, 25.0)
        lines = version._get_content()
        [kept] = [line for line in lines if line["name"] == "Send labels"]
        self.assertNotEqual(kept["values"]["date_deadline"], "2026-09-01")
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_progress_is_no_drift_and_what_is_given_up_is(self):
        self._propose_and_agree()
        self.theirs.with_user(self.kam).action_done()
        self.share._refresh_drift_sudo()
        self.assertEqual(self.share.drift_count, 0)
        self.ours.with_user(self.kam).action_cancel()
        self.share._refresh_drift_sudo()
        self.assertEqual(self.share.drift_count, 1)

    def test_agreed_is_what_all_agreed_to(self):
        self.looking.can_agree = True
        self.share._propose_sudo()
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane")
        self.assertEqual(self.share.state, "shared")
        self.share._take_answer_sudo(self.looking, "changes", comment="Later")
        self.assertEqual(self.share.state, "shared")
        self.share._take_answer_sudo(self.looking, "agreed", signed_name="Horst")
        self.assertEqual(self.share.state, "agreed")

    def test_who_may_not_agree_does_not(self):
        self.share._propose_sudo()
        with self.assertRaises(AccessError):
            self.share._take_answer_sudo(self.looking, "agreed", signed_name="Horst")
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane")
        with self.assertRaises(UserError):
            self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane")

    def test_an_access_ends_with_what_it_rests_on(self):
        access = self.env["kam.share.access"]
        self.share._share_sudo()
        self.assertEqual(access._find_live_sudo(self.buyer), self.access.sudo())
        self.contact.parent_id = False
        self.assertFalse(access._find_live_sudo(self.buyer))
        self.contact.parent_id = self.customer
        # Who comes back is let in again by us, not by coming back.
        self.assertFalse(access._find_live_sudo(self.buyer))
        self.access.action_renew()
        self.assertTrue(access._find_live_sudo(self.buyer))
        with freeze_time(TODAY + timedelta(days=366)):
            self.assertFalse(access._find_live_sudo(self.buyer))
        self.access.action_revoke()
        self.assertFalse(access._find_live_sudo(self.buyer))
        self.access.action_renew()
        self.assertTrue(access._find_live_sudo(self.buyer))
        self.share.action_withdraw()
        self.assertFalse(access._find_live_sudo(self.buyer))
        self.assertFalse(access._find_live_sudo(self.portal))

    def test_only_people_of_the_customer_are_invited(self):
        with self.assertRaises(ValidationError):
            self._invite(self.portal.partner_id)

    def test_a_title_and_a_last_day_are_needed(self):
        with self.assertRaisesRegex(ValidationError, f"of “{self.plan.name}” needs a title"):
            self.share.with_user(self.kam).name = " "
        ends = f"{self.contact.name} ends some day: enter “Expires On”"
        with self.assertRaisesRegex(ValidationError, re.escape(ends)):
            self.access.with_user(self.kam).date_expires = False

    def test_what_leaves_is_called_by_words_for_the_customer(self):
        """Each field has a word in the one table, and none says how we call things."""
        labels, lines = get_labels(self.env), self.env["kam.share.lines"]
        for model in lines._get_shared_models():
            for name in lines._get_line_fields(model):
                self.assertTrue(labels.get((model, name)) or labels.get(name), (model, name))
        for label in labels.values():
            self.assertNotRegex(label, "Customer|Assigned|Manager|Our|Stakeholder|Buying")

    def test_choices_that_leave_are_called_by_words_for_the_customer(self):
        words, lines = ReleasedWords(self.env), self.env["kam.share.lines"]
        for model in lines._get_shared_models():
            for name in lines._get_line_fields(model):
                field = self.env[model]._fields[name]
                for key in field.get_values(self.env) if field.type == "selection" else ():
                    said = words.say(field, key)
                    self.assertNotRegex(said, r"(?i)customer|^us\b|\bour\b", (model, name))
        gains = self.env["kam.objective"]._fields["benefit_for"]
        self.assertEqual([words.say(gains, key) for key in ("us", "customer")], ["We", "You"])

    def test_no_right_on_any_model_for_the_portal(self):
        for name in sorted(self.env.registry):
            if name.startswith("kam.") and not self.env[name]._abstract:
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(
                        self.env[name].with_user(self.buyer).has_access(operation), name
                    )

    def test_the_team_shares_and_readers_do_not(self):
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).action_withdraw()
        self.assertEqual(self.share.with_user(self.reader).state, "draft")

    def test_reading_costs_the_same_for_many_plans(self):
        plans = self._create_plans(6)
        for plan in plans:
            self._create_action(plan, is_shared=True)
        plans.sudo().is_shared = True
        read = self.share._read_released_sudo
        read(plans[:1])
        one = self._count_queries(lambda: read(plans[:1]))
        self.assertLessEqual(self._count_queries(lambda: read(plans)), one)
