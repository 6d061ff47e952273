"""Two people press the same button at the same moment: one result, one message.

Two threads with connections of their own, as two workers of the server have, on records that are
committed and removed again. Odoo's own `retrying` repeats what PostgreSQL stopped, as it does for
each request. Both threads have seen the database before either begins.
"""

import random
import threading
from contextlib import closing
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common.common import KamCommon

ROUNDS = 12
LOGGERS = ("odoo.sql_db", "odoo.service.model")


@tagged("standard", "post_install", "-at_install")
class AtOnceCommon(TransactionCase):
    """No records of the class: what its transaction wrote would hold the threads up for ever."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Requests wait up to seconds before they are repeated; a test need not.
        cls.startClassPatcher(patch.object(random, "uniform", lambda _low, _high: 0.02))

    def setUp(self):
        super().setUp()
        self.addCleanup(self._remove_committed)
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, SUPERUSER_ID)
            self.user_ids = [
                env["res.users"]
                .create(
                    {
                        "name": name,
                        "login": f"at_once_{name}",
                        "group_ids": [
                            Command.link(env.ref("kam_planning.group_kam_manager").id),
                            Command.link(env.ref("kam_planning.group_kam_people").id),
                            Command.link(env.ref("sales_team.group_sale_salesman_all_leads").id),
                        ],
                    }
                )
                .id
                for name in ("Anna", "Ben")
            ]
            self.offering_ids = env["kam.offering"].create([{"name": "Tea"}, {"name": "Salt"}]).ids
            self.partner_ids = []
            cr.commit()

    def _env(self, cr, uid):
        return api.Environment(cr, uid, {"tracking_disable": True})

    def _make_plan(self, env, **values):
        """A plan of Anna's for a new customer, without objectives and actions."""
        partner = env["res.partner"].create({"name": "At Once", "is_company": True})
        self.partner_ids.append(partner.id)
        return env["kam.plan"].create(
            {
                "partner_id": partner.id,
                "user_id": self.user_ids[0],
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                **values,
            }
        )

    def _commit(self, make):
        """Make something and commit it.

        :param make: function of an environment
        """
        with closing(self.registry.cursor()) as cr:
            made = make(self._env(cr, SUPERUSER_ID))
            cr.commit()
            return made.ids if hasattr(made, "ids") else made

    def _press(self, press):
        """Both press at once.

        :param press: function of an environment
        :return: list of what each one got: (result or None, exception or None)
        """
        barrier, outcomes = threading.Barrier(2, timeout=30), [None, None]

        def work(number):
            with closing(self.registry.cursor()) as cr:
                env = self._env(cr, self.user_ids[number])
                env.user.name  # noqa: B018  the transaction begins
                barrier.wait()
                try:
                    outcomes[number] = (retrying(lambda: press(env), env), None)
                except Exception as error:  # noqa: BLE001  the test judges it
                    outcomes[number] = (None, error)

        threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
        with mute_logger(*LOGGERS):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return outcomes

    def _look(self, look):
        with closing(self.registry.cursor()) as cr:
            return look(self._env(cr, SUPERUSER_ID))

    def _remove_committed(self):
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, SUPERUSER_ID)
            everything = env["kam.plan"].with_context(active_test=False)
            plans = everything.search([("partner_id", "in", self.partner_ids)])
            self._remove_mail(env, plans)
            cr.execute("UPDATE kam_plan SET state = 'draft' WHERE id = ANY(%s)", [plans.ids])
            env.invalidate_all()
            for name in ("kam.gap", "kam.stakeholder", "kam.whitespace"):
                env[name].search([("account_id", "in", self.partner_ids)]).unlink()
            plans.unlink()
            env["crm.lead"].search([("partner_id", "in", self.partner_ids)]).unlink()
            env["kam.offering"].browse(self.offering_ids).unlink()
            env["res.partner"].browse(self.partner_ids).unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            env["mail.message"].search([("author_id", "in", partners.ids)]).unlink()
            users.unlink()
            partners.unlink()
            cr.commit()

    def _remove_mail(self, env, plans):
        messages = env["mail.message"].search(
            [("model", "=", "kam.plan"), ("res_id", "in", plans.ids)]
        )
        env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
        messages.unlink()
        env["mail.activity"].with_context(active_test=False).search(
            [("res_model", "=", "kam.plan"), ("res_id", "in", plans.ids)]
        ).unlink()


class TestTwoAtOnce(AtOnceCommon):
    def _assert_no_errors(self, outcomes):
        for _result, error in outcomes:
            if error:
                raise error

    def test_next_period_without_open_actions(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                [plan_id] = self._commit(lambda env: self._make_plan(env, state="active"))

                def prepare(env, plan_id=plan_id):
                    dialogue = env["kam.plan.next.period"].create({"plan_id": plan_id})
                    return dialogue.action_prepare()["res_id"]

                outcomes = self._press(prepare)
                errors = [error for _result, error in outcomes if error]
                self.assertEqual(len(errors), 1, outcomes)
                self.assertIsInstance(errors[0], UserError)
                self.assertRegex(str(errors[0]), "prepared already by (Anna|Ben)")
                [made] = [result for result, error in outcomes if not error]
                found = self._look(
                    lambda env, plan_id=plan_id: (
                        env["kam.plan"].search([("previous_plan_id", "=", plan_id)]).ids
                    )
                )
                self.assertEqual(found, [made])

    def test_approve(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                [plan_id] = self._commit(self._make_plan)

                def approve(env, plan_id=plan_id):
                    return env["kam.plan"].browse(plan_id).action_approve()

                self._assert_no_errors(self._press(approve))
                self.assertEqual(self._count_notes(plan_id, "Approved by"), 1)
                self.assertEqual(self._look(lambda env, i=plan_id: self._state(env, i)), "active")

    def test_the_first_refresh(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                [plan_id] = self._commit(self._make_plan)

                def refresh(env, plan_id=plan_id):
                    return env["kam.plan"].browse(plan_id).action_refresh_figures()

                self.assertEqual(self._press(refresh), [(True, None)] * 2)
                cells = self._look(
                    lambda env, plan_id=plan_id: (
                        env["kam.whitespace"]
                        .search_fetch(
                            [("account_id", "in", env["kam.plan"].browse(plan_id).partner_id.ids)]
                        )
                        .offering_id.ids
                    )
                )
                self.assertLessEqual(set(self.offering_ids), set(cells))
                self.assertEqual(len(cells), len(set(cells)))

    def test_other_buttons(self):
        """Each is pressed in two rounds; what was not made once would be an error or a second."""

        def submitted(env):
            return self._make_plan(env, state="submitted")

        def send_back(env, plan_id):
            dialogue = {"plan_ids": [Command.set([plan_id])], "reason": "Too vague"}
            return env["kam.plan.send.back"].create(dialogue).action_send_back()

        def plan_of(env, plan_id):
            return env["kam.plan"].browse(plan_id)

        for _round in range(2):
            for name, make, press, notes, errors in (
                ("submit", self._make_plan, lambda e, i: plan_of(e, i).action_submit(), 0, 0),
                ("send back", submitted, send_back, ("Sent back", 1), 1),
                ("cancel", self._make_plan, lambda e, i: plan_of(e, i).action_cancel(), 0, 0),
                ("gaps", self._make_plan, lambda e, i: plan_of(e, i).action_find_gaps(), 0, 0),
                (
                    "close",
                    lambda e: self._make_plan(e, state="active"),
                    lambda e, i: plan_of(e, i).action_close(),
                    0,
                    0,
                ),
            ):
                with self.subTest(button=name):
                    [plan_id] = self._commit(make)
                    outcomes = self._press(lambda env, i=plan_id, press=press: press(env, i))
                    failed = [error for _result, error in outcomes if error]
                    self.assertEqual(len(failed), errors, outcomes)
                    for error in failed:
                        self.assertIsInstance(error, UserError)
                    if notes:
                        self.assertEqual(self._count_notes(plan_id, notes[0]), notes[1])

    def test_what_is_made_of_a_line_is_made_once(self):
        def lines(env):
            plan = self._make_plan(env)
            action = env["kam.action"].create(
                {"plan_id": plan.id, "name": "Visit", "user_id": self.user_ids[0]}
            )
            review = env["kam.review"].create({"plan_id": plan.id})
            decision = env["kam.review.decision"].create({"review_id": review.id, "name": "Go"})
            cell = env["kam.whitespace"].create(
                {"account_id": plan.partner_id.id, "offering_id": self.offering_ids[0]}
            )
            person = env["kam.stakeholder"].create(
                {"account_id": plan.partner_id.id, "name": "Jane"}
            )
            plan.show_risks = True
            finding = env["kam.appraisal"].create(
                {"account_id": plan.partner_id.id, "name": "Prices fall"}
            )
            change = env["kam.change"].create(
                {"plan_id": plan.id, "kind": "off_pace", "date": "2026-03-01", "bucket": "1"}
                | {"res_model": "kam.offering", "res_id": self.offering_ids[0]}
            )
            item = env["kam.review.item"].create({"review_id": review.id, "name": "Prices"})
            made = (plan, action, review, decision, cell, person, finding, change, item)
            return {r._name: r.id for r in made}

        made = self._commit(lines)
        for model, button in (
            ("kam.whitespace", "action_create_opportunity"),
            ("kam.action", "action_create_lead"),
            ("kam.review.decision", "action_make_action"),
            ("kam.stakeholder", "action_ask_questions"),
            ("kam.action", "action_done"),
            ("kam.review", "action_propose_agenda"),
            ("kam.review.item", "action_make_action"),
            ("kam.review", "action_hold"),
            ("kam.appraisal", "action_make_risk"),
            ("kam.change", "action_make_action"),
            ("kam.plan", "action_begin_charter"),
        ):
            with self.subTest(model=model, button=button):
                outcomes = self._press(
                    lambda env, m=model, b=button: getattr(env[m].browse(made[m]), b)()
                )
                self._assert_no_errors(outcomes)
                opened = {result["res_id"] for result, _error in outcomes if result and result != 1}
                self.assertLessEqual(len(opened), 1, outcomes)
        counts = self._look(
            lambda env: (
                env["crm.lead"].search_count([("partner_id", "in", self.partner_ids)]),
                env["kam.action"].search_count([("plan_id", "=", made["kam.plan"])]),
                env["kam.risk"].search_count([("plan_id", "=", made["kam.plan"])]),
                len(env["kam.plan"].browse(made["kam.plan"]).charter_ids),
            )
        )
        self.assertEqual(counts, (2, 4, 1, 3))
        self._look(self._remove_events)

    def test_one_meeting_is_planned_for_a_review(self):
        [review_id] = self._commit(
            lambda env: env["kam.review"].create({"plan_id": self._make_plan(env).id})
        )

        def save(env):
            review = env["kam.review"].browse(review_id)
            asked = dialogues[env.uid]
            return env["calendar.event"].with_context(**asked).create({}) and review.event_id.id

        dialogues = self._look(
            lambda env: {
                uid: env["kam.review"]
                .with_user(uid)
                .browse(review_id)
                .action_schedule_meeting()["context"]
                for uid in self.user_ids
            }
        )
        outcomes = self._press(save)
        [error] = [error for _result, error in outcomes if error]
        self.assertIsInstance(error, UserError)
        self.assertIn("has a meeting already", str(error))
        domain = [("res_model", "=", "kam.review"), ("res_id", "=", review_id)]
        self.assertEqual(self._look(lambda env: env["calendar.event"].search_count(domain)), 1)
        self._look(self._remove_events)

    def _remove_events(self, env):
        env["calendar.event"].search([("user_id", "in", self.user_ids)]).unlink()
        env.cr.commit()

    def _state(self, env, plan_id):
        return env["kam.plan"].browse(plan_id).state

    def _count_notes(self, plan_id, text):
        """Notes in the chatter; where it was the other one, the plan's manager is told as well."""
        domain = [("model", "=", "kam.plan"), ("res_id", "=", plan_id), ("body", "ilike", text)]
        domain.append(("message_type", "!=", "user_notification"))
        return self._look(lambda env: env["mail.message"].search_count(domain))


class TestPressedLater(KamCommon):
    """The same buttons one after the other, from a screen that shows how things were."""

    def test_approved_twice_is_noted_once(self):
        plan = self._create_plan()
        for _time in range(2):
            plan.with_user(self.manager).action_approve()
        notes = plan.message_ids.filtered(lambda message: "Approved by" in (message.body or ""))
        self.assertEqual(len(notes), 1)

    def test_submitted_twice_is_told_once(self):
        plan = self._create_plan()
        plan.with_user(self.kam).action_submit()
        with patch.object(type(self.env["kam.news"]), "_announce", autospec=True) as told:
            plan.with_user(self.kam).action_submit()
        told.assert_not_called()

    def test_a_reason_that_came_too_late_is_not_lost_silently(self):
        plan = self._create_plan()
        plan.with_user(self.kam).action_submit()
        plan.with_user(self.manager)._send_back("Too vague")
        with self.assertRaisesRegex(UserError, "is a draft already"):
            plan.with_user(self.manager)._send_back("No figures")

    def test_reopened_twice_stays_open(self):
        plan = self._activate(self._create_plan())
        plan.with_user(self.manager).action_close()
        for _time in range(2):
            plan.with_user(self.manager).action_reopen()
        self.assertEqual(plan.state, "active")

    def test_a_review_held_twice_moves_the_next_one_once(self):
        plan = self._activate(self._create_plan())
        review = self.env["kam.review"].with_user(self.kam).create({"plan_id": plan.id})
        review.action_hold()
        plan.with_user(self.kam).next_review_date = "2026-12-01"
        review.action_hold()
        self.assertEqual(str(plan.next_review_date), "2026-12-01")
