"""Doors that nobody of ours comes through by hand: consent, answers, plans, and what is ours."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ..strategy.value import RETURNS
from .acts import ActsCommon

SECRET = "Our margin is 42"


class TestConsentDoors(ActsCommon):
    def test_who_wants_changes_is_not_waived_into_an_agreement(self):
        self.looking.can_agree = True
        self.share._propose_sudo()
        self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self.seen._take_answer_sudo(self.looking, "changes", "Not like this")
        self.looking.can_agree = False
        self.looking.can_agree = True
        self.looking.action_revoke()
        self.access.date_expires = "2026-12-31"
        late = self._invite(self.horst.copy({"email": "late@acme.example"}), can_agree=True)
        late.unlink()
        self.assertEqual(self.share.state, "shared")
        self.assertTrue(self.share.proposed_id)
        history = self._history()
        for text in (
            "Horst Kloss is not asked to agree any more",
            "Horst Kloss is asked to agree",
            "The access of Horst Kloss was ended",
            "The access of Jane Buyer expires on 12/31/2026",
        ):
            self.assertIn(text, history)
        noted = self.share.message_ids.filtered(lambda one: "Version 1 waits: " in one.body)
        self.assertEqual(noted.author_id, self.kam.partner_id)

    def test_who_said_nothing_is_waived(self):
        self.looking.can_agree = True
        self.assertNotIn("is asked to agree", self._history())
        self.share._propose_sudo()
        self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self.looking.can_agree = False
        self.assertEqual(self.share.state, "agreed")

    # plans

    def test_what_was_shown_stays_with_its_plan_and_customer(self):
        other = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        company = self.env["res.partner"].create({"name": "Other", "is_company": True})
        with self._refused(UserError, "stays with its plan"):
            self.share.plan_id = other
        self.share.plan_id = self.plan
        with self._refused(UserError, "was shown to its customer"):
            self.plan.with_user(self.kam).partner_id = company
        self.plan.partner_id = self.customer
        self.share._propose_sudo()
        self.assertTrue(self.access._filter_live_sudo())
        # Even if somebody came past it.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_snapshot SET plan_id = %s WHERE id = %s",
            [other.id, self.share.proposed_id.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.access._filter_live_sudo())

    # what is ours

    def test_refusals_of_ours_tell_the_visitor_nothing(self):
        self.share._propose_sudo()
        Answers, Snapshots = (self.env.registry[f"kam.{m}"] for m in ("share.answer", "snapshot"))
        Share = self.env.registry["kam.share"]
        for model, method in (
            (Answers, "create"),
            (Snapshots, "_take_sudo"),
            (Share, "_message_log"),
            (Share, "activity_schedule"),
        ):
            refusing = patch.object(model, method, side_effect=AccessError(SECRET))
            with refusing, self.assertRaises(UserError, msg=method) as caught:
                self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
            self.assertNotIn(SECRET, str(caught.exception))
            self.assertIn("cannot be done here", str(caught.exception))
            self.env.invalidate_all()
        self.assertFalse(self.share.answer_ids)
        refusing = patch.object(Share, "_message_log", side_effect=UserError(SECRET))
        with refusing, self._refused(UserError, "cannot be done here"):
            self._tick()

    def test_the_preview_shows_nobodys_answers_to_the_survey(self):
        said = [
            {"question_id": 1, "name": "Trust", "low": "", "high": "", "score": 2}
            | {"comment": "You are late"}
        ]
        Share = self.env.registry["kam.share"]
        with patch.object(Share, "_get_open_survey_sudo", lambda self, access: said):
            page = self.seen._prepare_page_sudo(self.access)
            preview = self.share.sudo()._prepare_preview_sudo(self.access.sudo())
        self.assertEqual(page["questions"][0]["comment"], "You are late")
        self.assertIn((2, True), page["questions"][0]["scores"])
        self.assertEqual(preview["questions"][0]["comment"], "")
        self.assertFalse([one for one in preview["questions"][0]["scores"] if one[1]])


class TestAnswerDoors(ActsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.EUR").active = True
        cls.plan.show_values = True
        values = {**RETURNS, "plan_id": cls.plan.id, "is_shared": True}
        values |= {"currency_id": cls.env.ref("base.EUR").id, "date_deadline": "2026-02-01"}
        cls.value = cls.env["kam.value"].with_user(cls.kam).create(values)
        cls.value.action_agree()
        cls.env["kam.value.reading"].with_user(cls.kam).create(
            {"value_id": cls.value.id, "current_value": 2.1}
        )
        cls.value.action_deliver()

    def _by_hand(self, **vals):
        file = {"name": "mail.txt", "raw": b"We dispute it"}
        vals = {"value_id": self.value.id, "contact_id": self.contact.id, **vals}
        vals["attachment_ids"] = [Command.create(file)]
        return self.env["kam.value.answer"].with_user(self.kam).create(vals)

    def _said(self):
        [value] = self.seen._prepare_page_sudo(self.access)["values"]
        return value["claim"]["answer"]

    def test_why_in_our_words_is_ours(self):
        self._by_hand(decision="disputed", reason=SECRET)
        self.assertEqual((self._said()["reason"], self._said()["is_own"]), ("", False))
        page = self.seen._prepare_page_sudo(self.access)
        shown = self.env["ir.qweb"]._render(
            "kam_planning.share_page",
            {"page": page, "mode": "paper", "url": "#", "flash": {}},
        )
        self.assertIn("recorded by us", str(shown))
        self.assertNotIn(SECRET, str(shown))

    def test_what_the_customer_answered_himself_stays(self):
        answer = self.seen._answer_value_sudo(
            self.access, self.value.id, "disputed", reason="Counted twice"
        )
        self.assertEqual((self._said()["reason"], self._said()["is_own"]), ("Counted twice", True))
        with self._refused(UserError, "answered by the customer himself: what he said stays"):
            answer.with_user(self.kam).sudo(False).unlink()
        told = self._refused(UserError, "he says it anew on his page")
        with told, self.env.cr.savepoint():
            self._by_hand(decision="full")
        self.env.invalidate_all()
        self.assertEqual(self.value.state, "disputed")
        self.value.action_new_version()
        self.value.action_agree()
        self.env["kam.value.reading"].with_user(self.kam).create(
            {"value_id": self.value.id, "current_value": 2.1}
        )
        self.value.action_deliver()
        self.assertEqual(self._by_hand(decision="full").version, 2)
