"""A plan is hung below a global plan while a colleague makes that one an ordinary plan."""

from odoo.exceptions import ValidationError

from .test_two_at_once import AtOnceCommon


class TestGlobalAtOnce(AtOnceCommon):
    def test_one_of_both_is_refused(self):
        def make(env):
            whole, part = self._make_plan(env, is_global=True), self._make_plan(env)
            part.partner_id.parent_id = whole.partner_id
            return whole | part

        whole_id, part_id = self._commit(make)
        anna = self.user_ids[0]

        def press(env):
            if env.uid == anna:
                env["kam.plan"].browse(part_id).global_plan_id = whole_id
            else:
                env["kam.plan"].browse(whole_id).is_global = False
            env.flush_all()

        errors = [error for _result, error in self._press(press) if error]
        self.assertEqual([type(error) for error in errors], [ValidationError], errors)

        def look(env):
            whole, part = env["kam.plan"].browse((whole_id, part_id))
            return whole.is_global, part.global_plan_id == whole

        is_global, hangs = self._look(look)
        self.assertEqual(is_global, hangs)
