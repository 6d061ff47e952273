"""Two keepers at the same moment: no person in two schemes, no statement corrected twice."""

from contextlib import closing

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import UserError

from .test_two_at_once import AtOnceCommon


class TestRewardAtOnce(AtOnceCommon):
    def _make_schemes(self, env):
        """Two drafts with the same member, to be opened by Anna and by Ben."""
        groups = [
            Command.link(env.ref(f"kam_planning.{name}").id)
            for name in ("group_kam_reward", "group_kam_use_reward")
        ]
        env["res.users"].browse(self.user_ids).group_ids = groups
        judged = {"kind": "judged", "name": "New plant", "step": "100", "step_reason": "Open"}
        member = {"user_id": self.user_ids[0], "target_amount": 1000}
        values = {
            "team_share": 100,
            "line_ids": [Command.create(judged)],
            "statement_ids": [Command.create(member)],
        }
        names = ("First", "Second")
        return env["kam.reward.scheme"].create([{"name": name, **values} for name in names]).ids

    def _remove_committed(self):
        with closing(self.registry.cursor()) as cr:
            schemes = self._env(cr, SUPERUSER_ID)["kam.reward.scheme"].search(
                [("statement_ids.user_id", "in", self.user_ids)]
            )
            # What was approved stays for everybody, but for who deletes it in the database.
            cr.execute(
                "UPDATE kam_reward_statement SET state = 'draft', corrects_id = NULL "
                "WHERE scheme_id = ANY(%s)",
                [schemes.ids],
            )
            schemes.env.invalidate_all()
            schemes.unlink()
            cr.commit()
        super()._remove_committed()

    def _assert_one_got_through(self, outcomes, text):
        errors = [error for _result, error in outcomes if error]
        self.assertEqual(len(errors), 1, outcomes)
        self.assertIsInstance(errors[0], UserError)
        self.assertIn(text, str(errors[0]))

    def test_opened_and_corrected(self):
        ids = self._commit(self._make_schemes)
        schemes = dict(zip(self.user_ids, ids, strict=True))

        def open_own(env):
            return env["kam.reward.scheme"].browse(schemes[env.uid]).action_open()

        self._assert_one_got_through(self._press(open_own), "has two statements")

        def approve(env):
            domain = [("scheme_id", "in", ids), ("scheme_id.state", "=", "open")]
            statement = env["kam.reward.statement"].search(domain)
            statement.with_user(self.user_ids[1]).action_approve()
            return statement.id

        statement_id = self._commit(approve)

        def correct(env):
            return env["kam.reward.statement"].browse(statement_id).action_correct()

        self._assert_one_got_through(self._press(correct), "corrected already")
