"""The customer's people agree to versions, or want changes."""

import base64
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError, UserError

from .acts import ActsCommon


class TestAgreement(ActsCommon):
    def _answer(self, decision="agreed", access=None, **values):
        name = {"signed_name": "Jane Buyer"} if decision == "agreed" else {}
        answer = self.seen._take_answer_sudo
        return answer(access or self.access, decision, **{**name, **values})

    def test_to_the_version_that_was_seen(self):
        with self._refused(UserError, "no version that waits"):
            self._answer()
        first = self.share._propose_sudo()
        second = self.share._propose_sudo()
        with self._refused(UserError, "Version 1 waits for no answer any more"):
            self._answer(version=first.version)
        self._answer(version=second.version)
        self.assertEqual(self.share.agreed_id, second)
        self.assertIn("Jane Buyer agreed to version 2", self._history())
        self.assertIn("agreed to version 2", self._tasks().note)
        kept = self.env["kam.snapshot"].search([("plan_id", "=", self.plan.id)])
        self.assertNotIn(self.buyer, kept.user_id)
        with self._refused(UserError, "Version 2 waits for no answer"):
            self._answer(version=second.version)

    def test_twice_and_otherwise(self):
        self.looking.can_agree = True
        self.share._propose_sudo()
        self._answer()
        with self._refused(UserError, "agreed to this version already"):
            self._answer()
        with self._refused(UserError, "what should be changed"):
            self._answer("changes", comment=" ")
        self._answer("changes", comment="Later")
        self._answer("agreed", self.looking)
        self.assertEqual(self.share.state, "shared", "The two disagree")
        self._answer()
        self.assertEqual(self.share.state, "agreed")

    def test_whose_consent_is_needed_no_more(self):
        for number, leave in enumerate(
            (
                lambda: self.looking.with_user(self.kam).action_revoke(),
                lambda: setattr(self.looking, "can_agree", False),
            )
        ):
            self.looking.with_user(self.kam).action_renew()
            self.looking.can_agree = True
            version = self.share._propose_sudo()
            self._answer()
            self.assertEqual(self.share.proposed_id, version)
            leave()
            self.assertEqual(self.share.agreed_id, version, number)
        # Who works elsewhere is not asked for.
        self.looking.with_user(self.kam).action_renew()
        self.looking.can_agree = True
        version = self.share._propose_sudo()
        self.horst.parent_id = False
        self._answer()
        self.assertEqual(self.share.agreed_id, version)

    def test_nobody_left_agrees_to_nothing(self):
        version = self.share._propose_sudo()
        self.access.with_user(self.kam).action_revoke()
        self.assertEqual(self.share.proposed_id, version)
        self.assertFalse(self.share.agreed_id)

    def test_what_is_no_answer(self):
        self.share._propose_sudo()
        picture = BytesIO()
        Image.new("RGB", (400, 200), "white").save(picture, "PNG")
        for values, text in (
            ({"decision": "maybe"}, "Choose"),
            ({"signed_name": " "}, "Type your name"),
            ({"signed_name": "x" * 201}, "too long"),
            ({"comment": "x" * 5001}, "too long"),
            ({"signature": base64.b64encode(b"<svg/>")}, "no picture"),
            ({"signature": base64.b64encode(picture.getvalue() + bytes(1000000))}, "no picture"),
        ):
            with self.subTest(text=text), self._refused(UserError, text):
                self._answer(**values)
        with self._refused(AccessError, "not do this"):
            self._answer(access=self.looking)
        answer = self._answer(signature=base64.b64encode(picture.getvalue()).decode())
        self.assertTrue(answer.signature)
        self.assertEqual((answer.contact_id, answer.create_uid), (self.contact, self.buyer))

    def test_in_a_plan_that_is_over(self):
        self.share._propose_sudo()
        self.plan.with_user(self.manager).action_close()
        with self._refused(UserError, "is over"):
            self._answer()
