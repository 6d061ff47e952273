"""Two of the customer's people, or one who presses twice, act at the same moment."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError

from ..load.test_two_at_once import AtOnceCommon

ROUNDS = 2


class TestActsAtOnce(AtOnceCommon):
    def _remove_committed(self):
        """The shares first: they keep the plans."""
        self._look(self._remove_shares)
        super()._remove_committed()

    def _remove_shares(self, env):
        plans = env["kam.plan"].search([("partner_id", "in", self.partner_ids)])
        shares = env["kam.share"].search([("plan_id", "in", plans.ids)])
        actions = env["kam.action"].search([("plan_id", "in", plans.ids)])
        for model, ids in (("kam.share", shares.ids), ("kam.action", actions.ids)):
            found = [("model", "=", model), ("res_id", "in", ids)]
            messages = env["mail.message"].search(found)
            env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
            messages.unlink()
        env["mail.activity"].with_context(active_test=False).search(
            [("res_model", "in", ("kam.share", "kam.action")), ("res_id", "in", shares.ids)]
        ).unlink()
        cr = env.cr
        cr.execute("DELETE FROM kam_share_answer WHERE share_id = ANY(%s)", [shares.ids])
        cr.execute(
            "UPDATE kam_share SET state = 'draft', proposed_id = NULL, agreed_id = NULL "
            "WHERE id = ANY(%s)",
            [shares.ids],
        )
        cr.execute("DELETE FROM kam_snapshot WHERE plan_id = ANY(%s)", [plans.ids])
        cr.execute("DELETE FROM kam_share WHERE id = ANY(%s)", [shares.ids])
        env.invalidate_all()
        people = env["res.partner"].search([("parent_id", "in", self.partner_ids)])
        self.partner_ids += people.ids
        cr.commit()

    def _make_share(self, env):
        """A share with an action, of which two people may do all; a version is proposed."""
        plan = self._make_plan(env, state="active")
        people = env["res.partner"].create(
            [{"name": name, "parent_id": plan.partner_id.id} for name in ("Jane", "Horst")]
        )
        env["kam.action"].create(
            {"plan_id": plan.id, "name": "Sign", "contact_id": people[0].id, "is_shared": True}
        )
        rights = {"can_agree": True, "invited_date": fields.Date.today()}
        rights["date_expires"] = fields.Date.today() + timedelta(days=9)
        accesses = [Command.create({"partner_id": one.id, **rights}) for one in people]
        share = env["kam.share"].create({"plan_id": plan.id, "access_ids": accesses})
        share._propose_sudo()
        return share

    def _act(self, act):
        """Both act: a function of a share, an access of the one who acts, and the plan's action."""
        [share_id] = self._commit(self._make_share)

        def press(env):
            share = env["kam.share"].browse(share_id)
            access = share.access_ids.sorted("id")[self.user_ids.index(env.uid)]
            return bool(act(share, access, share.plan_id.action_ids))

        outcomes = self._press(press)
        return share_id, [error for _result, error in outcomes if error]

    def _count_notes(self, share_id, text):
        domain = [("model", "=", "kam.share"), ("res_id", "=", share_id), ("body", "ilike", text)]
        return self._look(lambda env: env["mail.message"].search_count(domain))

    def _count_tasks(self, share_id):
        domain = [("res_model", "=", "kam.share"), ("res_id", "=", share_id)]
        return self._look(lambda env: env["mail.activity"].search_count(domain))

    def test_one_ticks_off(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                share_id, [error] = self._act(
                    lambda share, access, action: share._tick_off_sudo(access, action.id, "Done")
                )
                self.assertIsInstance(error, UserError)
                self.assertIn("done already", str(error))
                self.assertEqual(self._count_notes(share_id, "ticked off"), 1)
                self.assertEqual(self._count_tasks(share_id), 1)

    def test_both_agree(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                share_id, errors = self._act(
                    lambda share, access, _action: share._take_answer_sudo(
                        access, "agreed", signed_name=access.partner_id.name, version=1
                    )
                )
                self.assertEqual(errors, [])
                state = self._look(lambda env, i=share_id: env["kam.share"].browse(i).state)
                self.assertEqual(state, "agreed")
                self.assertEqual(self._count_notes(share_id, "agreed to version 1"), 2)
                self.assertEqual(self._count_tasks(share_id), 1)

    def test_one_agrees_once(self):
        share_id, [error] = self._act(
            lambda share, _access, _action: share._take_answer_sudo(
                share.access_ids.sorted("id")[0], "agreed", signed_name="Jane", version=1
            )
        )
        self.assertIn("agreed to this version already", str(error))
        self.assertEqual(self._count_notes(share_id, "agreed to version 1"), 1)

    def test_one_takes_the_proposal_back(self):
        share_id, [error] = self._act(
            lambda share, _access, _action: share.action_take_back_proposal()
        )
        self.assertIn("No version", str(error))
        self.assertEqual(self._count_notes(share_id, "was taken back"), 1)

    def test_one_goes_live(self):
        """Both have checked the same before either presses."""
        [share_id] = self._commit(self._make_share)
        checks = self._commit(
            lambda env: env["kam.share.check"].browse(
                env["kam.share"].with_user(uid).browse(share_id).action_propose()["res_id"]
                for uid in self.user_ids
            )
        )

        def press(env):
            check = env["kam.share.check"].browse(checks[self.user_ids.index(env.uid)])
            check.is_acknowledged = True
            return bool(check.action_share())

        with patch.object(self.registry["kam.share"], "_tell_version_sudo"):
            outcomes = self._press(press)
        [error] = [error for _result, error in outcomes if error]
        self.assertIn("changed meanwhile", str(error))
        versions = self._look(
            lambda env: env["kam.share"].browse(share_id).version_ids.mapped("version")
        )
        self.assertEqual(sorted(versions), [1, 2])
