"""What the customer's people do in a share, and what they may not."""

import base64
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import freeze_time

from odoo.addons.mail.tests.common import MailCase

from ..common.common import TODAY
from ..strategy.value import RETURNS
from .common import SharingCommon


class ActsCommon(SharingCommon, MailCase):
    """Jane is at the page of a plan in force, which is shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As it is for users: changes are tracked, and people told.
        cls.env = cls.env(context={})
        # Odoo's builder of users renames the contact.
        cls.contact.name = "Jane Buyer"
        cls._activate(cls.plan)
        cls.share._share_sudo()
        cls.seen = cls._as_visitor(cls.buyer)
        cls.env.flush_all()

    @classmethod
    def _as_visitor(cls, user):
        """The share as a controller hands it over."""
        return cls.share.with_env(cls.env).with_user(user).sudo()

    def _tasks(self, user=None):
        found = self.env["mail.activity"].search(
            [("res_model", "=", "kam.share"), ("res_id", "=", self.share.id)]
        )
        return found.filtered(lambda one: one.user_id == user) if user else found

    def _history(self):
        return " ".join(str(one.body) for one in self.share.sudo().message_ids)

    def _refused(self, kind, text):
        return self.assertRaisesRegex(kind, text)

    def _tick(self, action=None, words="", access=None):
        seen = self.seen
        return seen._tick_off_sudo(access or self.access, (action or self.theirs).id, words)


class TestActs(ActsCommon):
    def test_a_comment_is_text_and_stays_in_the_share(self):
        with self.mock_mail_gateway():
            message = self.seen._comment_sudo(self.access, "Good <b>plan</b>\x00\nJane")
            self.env.flush_all()
        self.assertIn("&lt;b&gt;", message.body)
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.create_uid, self.buyer)
        self.assertTrue(message.kam_for_customer)
        self.assertEqual((message.model, message.res_id), ("kam.share", self.share.id))
        self.assertNotIn(self.contact, self.share.message_partner_ids)
        self.assertFalse(self._mails_to_the_customer())
        [task] = self._tasks()
        self.assertEqual(task.user_id, self.kam)
        self.assertIn("Jane Buyer wrote a comment", task.note)
        # Pressed twice.
        self.assertEqual(self.seen._comment_sudo(self.access, "Good <b>plan</b>\nJane"), message)

    def _mails_to_the_customer(self):
        mails = self._mails + [
            {"email_to": mail.recipient_ids.mapped("email")} for mail in self._new_mails
        ]
        return [one for one in mails if "acme.example" in str(one["email_to"])]

    def test_comments_that_say_nothing_or_too_much(self):
        for text, sentence in (("", "Write something"), (" \x00\n", "Write"), ("x" * 5001, "long")):
            with self._refused(UserError, sentence):
                self.seen._comment_sudo(self.access, text)
        with self._refused(UserError, "2,000,000|2000000"):
            self.seen._comment_sudo(self.access, "x" * 2000000)
        with self._refused(AccessError, "not do this"):
            self.seen._comment_sudo(self.looking, "Hello")

    def test_nobody_acts_without_a_live_access(self):
        acts = (
            lambda: self.seen._comment_sudo(self.access, "Hello"),
            lambda: self._tick(),
            lambda: self.seen._answer_value_sudo(self.access, 1, "full"),
            lambda: self.seen._answer_survey_sudo(self.access, {}),
            lambda: self.seen._take_answer_sudo(self.access, "agreed", signed_name="Jane"),
        )
        self.access.with_user(self.kam).action_revoke()
        for act in acts:
            with self._refused(MissingError, "not shared with you"):
                act()
        self.access.with_user(self.kam).action_renew()
        # Of another share.
        plan = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        other = self.share.create({"plan_id": plan.id})
        other._share_sudo()
        with self._refused(MissingError, "not shared with you"):
            self.seen._comment_sudo(self._invite(self.contact, other), "Hello")
        self.share.with_user(self.kam).action_withdraw()
        with self._refused(MissingError, "not shared with you"):
            acts[0]()
        self.assertEqual(self.theirs.state, "todo")
        self.assertFalse(self._tasks())

    def test_ticking_off(self):
        """It closes as if one of ours had done it; nobody of ours stands by it."""
        confirmed = (self.theirs.confirmed_by_id, self.theirs.confirmed_date)
        activity = self.theirs.activity_id
        self.assertTrue(activity.active)
        with self.mock_mail_gateway():
            self._tick(words="It is Paul, <i>hall 3</i>")
            self.env.flush_all()
        self.assertEqual((self.theirs.state, self.theirs.date_done), ("done", TODAY))
        self.assertEqual(self.theirs.feedback, "It is Paul, <i>hall 3</i>")
        self.assertEqual(self.theirs.ticked_by_id, self.contact)
        self.assertFalse(activity.active)
        self.assertEqual((self.theirs.confirmed_by_id, self.theirs.confirmed_date), confirmed)
        self.assertEqual(self.theirs.write_uid, self.buyer)
        self.assertFalse(self._mails_to_the_customer())
        self.assertIn("ticked off “Name a warehouse contact”", self._history())
        self.assertNotIn("hall 3", self._history())
        since = self.plan.with_user(self.kam)
        since.sudo().last_review_date = TODAY - timedelta(days=1)
        changed = self.env["kam.action"].search(since._get_changed_domain())
        self.assertNotIn(self.theirs, changed)
        self.share._refresh_drift_sudo()
        self.assertFalse(self.share.drift_count)
        with self._refused(UserError, "done already"):
            self._tick()
        self.theirs.with_user(self.kam).action_reopen()
        self.assertEqual((self.theirs.state, self.theirs.ticked_by_id.id), ("todo", False))
        self._tick()
        self.assertEqual(self.theirs.state, "done")

    def test_several_acts_of_a_day_are_one_task(self):
        self.seen._comment_sudo(self.access, "Soon done")
        self._tick()
        [task] = self._tasks()
        self.assertEqual((task.user_id, task.date_deadline), (self.kam, TODAY))
        self.assertIn("wrote a comment", task.note)
        self.assertIn("ticked off", task.note)
        task.with_user(self.kam).action_feedback("Seen")
        self.seen._comment_sudo(self.access, "And one more")
        self.assertEqual(len(self._tasks()), 1)
        with freeze_time(TODAY + timedelta(days=1)):
            self.seen._comment_sudo(self.access, "Next day")
        self.assertEqual(len(self._tasks()), 2)
        self._activate(self.plan)
        self.plan.with_user(self.manager).user_id = self.mate
        self.assertEqual(self._tasks().user_id, self.mate)
        self.mate.with_user(self.env.ref("base.user_admin")).active = False
        self.assertNotIn(self.mate, self._tasks().user_id)

    def test_who_leads_is_told_where_the_manager_cannot(self):
        leader = self.plan._get_leaders_sudo()[self.plan]
        self.assertNotEqual(leader, self.kam)
        # As an import into the database leaves it, until the nightly job.
        self.env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = %s", [self.kam.id])
        self.env.invalidate_all()
        self._tick()
        self.assertEqual(self._tasks().user_id, leader)

    def test_what_is_not_his_to_tick_off(self):
        other = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        elsewhere = self._create_action(other, is_shared=True, contact_id=self.contact.id)
        other.sudo().is_shared = True
        horst = self._create_action(
            self.plan, name="Sign", is_shared=True, contact_id=self.horst.id
        )
        for action in (self.secret, elsewhere):
            with self._refused(MissingError, "not there any more"):
                self._tick(action)
        for number in (0, -1, 2**31, 2**70, "1", None, True, [1]):
            with self._refused(MissingError, "not there any more"):
                self.seen._tick_off_sudo(self.access, number)
        with self._refused(AccessError, "not yours"):
            self._tick(self.ours)
        with self._refused(AccessError, "not yours"):
            self._tick(self.theirs, access=self.looking)
        # His own needs no further right, somebody else's does.
        self.access.can_act = False
        with self._refused(AccessError, "not yours"):
            self._tick(horst)
        self._tick(horst, access=self.looking)
        self._tick(self.theirs)
        self.assertEqual((horst.state, self.theirs.state), ("done", "done"))

    def test_what_waits_names_nothing_of_ours(self):
        self.theirs.after_id = self.secret
        with self.assertRaises(UserError) as raised:
            self._tick()
        self.assertIn("waits for something", str(raised.exception))
        self.assertNotIn("budget", str(raised.exception))
        self.secret.action_done()
        self._tick()
        # What waits for his is free, and its owner is told.
        self.ours.after_id = self.theirs
        self.theirs.with_user(self.kam).action_reopen()
        self.assertTrue(self.ours.is_waiting)
        self._tick()
        self.assertFalse(self.ours.is_waiting)

    def test_recurring_and_continued_ones(self):
        self.theirs.write({"repeat_unit": "month", "repeat_every": 1})
        self._tick()
        following = self.env["kam.action"].search([("repeated_from_id", "=", self.theirs.id)])
        self.assertEqual(following.date_deadline, date(2026, 6, 4))
        self.assertNotIn(self.contact, following.message_partner_ids)
        with self._refused(MissingError, "not there"):
            self._tick(following)
        self.theirs.with_user(self.kam).action_reopen()
        self.assertFalse(following.exists())
        self.theirs.sudo().write({"state": "continued"})
        with self._refused(UserError, "not open any more"):
            self._tick()

    def test_in_a_plan_that_is_over(self):
        self.plan.with_user(self.manager).action_close()
        with self._refused(UserError, "not open any more"):
            self._tick()
        self.assertTrue(self.seen._comment_sudo(self.access, "Thank you"))

    def test_rules_of_ours_are_not_told(self):
        with (
            patch.object(type(self.theirs), "_finish", side_effect=UserError("Margin too low")),
            self._refused(UserError, "cannot be done here"),
        ):
            self._tick()
        self.assertFalse(self._tasks())

    def test_he_reads_no_message_of_ours(self):
        """Not even those that his acts made, though he is their author."""
        self.seen._comment_sudo(self.access, "Hello")
        self._tick(words="Done")
        self.env.flush_all()
        messages = self.env["mail.message"].search(
            ["|", ("author_id", "=", self.contact.id), ("create_uid", "=", self.buyer.id)]
        )
        ours = messages.filtered(lambda one: (one.model or "").startswith("kam."))
        self.assertGreaterEqual(len(ours), 3)
        self.assertFalse(ours.with_user(self.buyer)._filtered_access("read"))
        self.assertFalse(ours.with_user(self.buyer).search([("id", "in", ours.ids)]))

    def test_nobody_marks_messages_for_the_customer(self):
        note = self.share.with_user(self.kam).message_post(body="Margin 20 %")
        with self._refused(AccessError, "kept by the system"):
            note.with_user(self.kam).kam_for_customer = True
        with self._refused(AccessError, "kept by the system"):
            self.env["mail.message"].with_user(self.kam).create(
                {"model": "kam.share", "res_id": self.share.id, "kam_for_customer": True}
            )
        with self.assertRaises(ValueError):
            self.share.with_user(self.kam).message_post(body="x", kam_for_customer=True)
        with self._refused(AccessError, "kept by the system"):
            self.theirs.with_user(self.kam).ticked_by_id = self.contact


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


class TestValueActs(ActsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.EUR").active = True
        cls.plan.show_values = True
        cls.value = (
            cls.env["kam.value"]
            .with_user(cls.kam)
            .create(
                {**RETURNS, "plan_id": cls.plan.id, "is_shared": True}
                | {"currency_id": cls.env.ref("base.EUR").id, "date_deadline": "2026-02-01"}
            )
        )

    def _claim(self, current=2.1):
        if self.value.state == "proposed":
            self.value.action_agree()
        self.env["kam.value.reading"].with_user(self.kam).create(
            {"value_id": self.value.id, "current_value": current}
        )
        if self.value.state == "agreed":
            self.value.action_deliver()

    def _answer(self, decision="full", amount="", reason="", access=None):
        answer = self.seen._answer_value_sudo
        return answer(access or self.access, self.value.id, decision, amount, reason)

    def _read_health(self):
        confirmed = self.env.ref("kam_planning.health_input_confirmed")
        return confirmed._read_confirmed(self.plan, TODAY)[self.plan][0]

    def test_in_part(self):
        """5,544 € are claimed, 4,158 € confirmed: confirmed moves by that, and health with it."""
        self._claim()
        self.assertEqual((self._read_health() or 0.0, self.value.confirmed_total), (0.0, 0.0))
        with self.mock_mail_gateway():
            answer = self._answer("partly", "4,158.00 €", "Half a month was ours")
            self.env.flush_all()
        self.assertEqual(
            (answer.channel, answer.date, answer.version, answer.claimed_amount),
            ("portal", TODAY, 1, 5544),
        )
        self.assertEqual((answer.contact_id, answer.create_uid), (self.contact, self.buyer))
        self.assertEqual(self.value.state, "partly")
        self.assertEqual(answer.confirmed_amount, 4158)
        self.assertEqual(self.value.confirmation_rate, 75)
        self.assertAlmostEqual(self._read_health(), 75)
        self.assertIn("in part: 4,158.00", self._history().replace("\N{NO-BREAK SPACE}", " "))
        self.assertNotIn("Half a month", self._history())
        with self._refused(UserError, "answered already"):
            self._answer("full")
        self._claim(2.0)
        self.assertAlmostEqual(self._read_health(), 75, msg="Delivered moves nothing")
        self._answer("disputed", reason="Counted twice")
        self.assertEqual((self.value.state, self.value.confirmed_total), ("disputed", 0))
        self.value.action_new_version()
        with self._refused(UserError, "not delivered yet"):
            self._answer()
        self._claim()
        self.assertEqual(self._answer().version, 2)

    def test_what_is_no_answer(self):
        with self._refused(UserError, "not delivered yet"):
            self._answer()
        self._claim()
        for vals, text in (
            (("disputed",), "Say why"),
            (("disputed", "", " \x00"), "Say why"),
            (("maybe",), "Choose"),
            (("full", "", "x" * 5001), "too long"),
            *((("partly", a), "above 0 and below") for a in ("", "0", "-5", "5544", "6,000", "x")),
            (("partly", "12.345"), "above 0 and below"),
        ):
            with self.subTest(vals=vals), self._refused(UserError, text):
                self._answer(*vals)
        with self._refused(AccessError, "not do this"):
            self._answer(access=self.looking)
        self.value.is_shared = False
        with self._refused(MissingError, "not there any more"):
            self._answer()
        self.assertEqual((self.value.state, len(self.value.answer_ids)), ("delivered", 0))

    def test_amounts_of_his_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self._claim()
        there = self.seen.with_context(lang="de_DE")
        for amount in ("4,158.00", "12.5"):
            with self._refused(UserError, "5"):
                there._answer_value_sudo(self.access, self.value.id, "partly", amount)
        answer = there._answer_value_sudo(self.access, self.value.id, "partly", "4.158,50")
        self.assertEqual(answer.confirmed_amount, 4158.5)

    def test_where_the_company_is_a_day_ahead(self):
        self.plan.company_id.partner_id.tz = "Pacific/Auckland"
        self.buyer.tz = "America/Los_Angeles"
        with freeze_time("2026-03-02 12:00:00"):
            self._claim()
            self.assertEqual(self._answer().date, date(2026, 3, 3))

    def test_nobody_of_ours_answers_for_the_portal(self):
        self._claim()
        with self._refused(AccessError, "kept by the system"):
            self.env["kam.value.answer"].with_user(self.kam).create(
                {"value_id": self.value.id, "contact_id": self.contact.id, "channel": "portal"}
            )
        forged = self.env["kam.value.answer"].with_user(self.kam)
        with self._refused(UserError, "evidence"):
            forged.with_context(default_channel="portal").create(
                {"value_id": self.value.id, "contact_id": self.contact.id}
            )


class TestSurveyActs(ActsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.show_survey = True
        cls.round = cls.env["kam.survey.round"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        cls.first, cls.second = cls.round.line_ids[:2].question_id

    def _asked(self, access=None):
        return self.seen._get_open_survey_sudo(access or self.access)

    def test_answered_and_answered_otherwise(self):
        asked = self._asked()
        self.assertEqual(len(asked), len(self.round.line_ids))
        self.assertIsNone(asked[0]["score"])
        answers = self.seen._answer_survey_sudo(
            self.access, {self.first.id: (4, "Quick"), self.second.id: (None, "")}
        )
        self.assertEqual((answers.score, answers.side), (4, "theirs"))
        self.seen._answer_survey_sudo(self.access, {self.first.id: (2, "Slow")})
        asked = self._asked()
        self.assertEqual((asked[0]["score"], asked[0]["comment"]), (2, "Slow"))
        for user in (self.kam, self.manager):
            own = self.env["kam.survey.answer"].with_user(user)
            self.assertFalse(own.search([("round_id", "=", self.round.id)]))
        # Nobody is told who it was.
        [task] = self._tasks()
        self.assertEqual(task.note.count("answered the survey"), 1)
        self.assertNotIn("Jane", task.note + self._history())
        written = self.share.sudo().message_ids.filtered(lambda one: "survey" in str(one.body))
        self.assertNotIn(self.buyer, written.create_uid)

    def test_what_a_colleague_typed_in_becomes_his(self):
        typed = self.env["kam.survey.answer"].with_user(self.kam)
        typed = typed.create(
            {"round_id": self.round.id, "question_id": self.first.id, "score": 5}
            | {"contact_id": self.contact.id}
        )
        self.assertIsNone(self._asked()[0]["score"])
        self.seen._answer_survey_sudo(self.access, {self.first.id: (1, "")})
        self.assertFalse(typed.exists())
        self.assertFalse(typed.search([("round_id", "=", self.round.id)]))

    def test_what_is_no_answer(self):
        first = self.first.id
        for scores, text in (
            ({}, "at least one"),
            (None, "at least one"),
            ({first: (0, "")}, "from 1 to 5"),
            ({first: (6, "")}, "from 1 to 5"),
            ({first: ("4", "")}, "from 1 to 5"),
            ({first: (None, "Words only")}, "from 1 to 5"),
            ({10**9: (3, "")}, "others now"),
        ):
            with self.subTest(scores=scores), self._refused(UserError, text):
                self.seen._answer_survey_sudo(self.access, scores)
        self.assertIsNone(self._asked(self.looking))
        with self._refused(AccessError, "not do this"):
            self.seen._answer_survey_sudo(self.looking, {first: (3, "")})
        self.round.action_close()
        self.assertIsNone(self._asked())
        with self._refused(UserError, "is closed"):
            self.seen._answer_survey_sudo(self.access, {first: (3, "")})
