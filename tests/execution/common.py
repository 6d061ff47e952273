"""Colleagues who leave: an account whose work lies with one of them."""

from odoo.tests import new_test_user

from ..common.common import KamCommon


class LeaveCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.erp = new_test_user(cls.env, "erp", groups="base.group_user,base.group_erp_manager")
        cls.plan = cls._create_plan(
            state="submitted",
            next_review_date="2026-04-02",
            member_ids=[(0, 0, {"user_id": cls.mate.id, "role_id": cls.role_service.id})],
        )
        cls.objective = cls._create_objective(cls.plan, user_id=cls.mate.id)
        cls.actions = cls.env["kam.action"].concat(
            *(
                cls._create_action(
                    cls.plan,
                    name=f"Act {number}",
                    user_id=cls.mate.id,
                    objective_id=cls.objective.id,
                    date_start="2026-01-10",
                    date_deadline="2026-04-01",
                )
                for number in range(3)
            )
        )
        cls.done = cls._create_action(
            cls.plan, user_id=cls.mate.id, objective_id=cls.objective.id, name="Over"
        )
        cls.done.action_done()
        cls.env.flush_all()

    def _news(self, user):
        """The activities that tell a user what he took over."""
        return self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("summary", "ilike", "Take over the account work")]
        )

    def _activities(self, actions):
        domain = [("res_model", "=", "kam.action"), ("res_id", "in", actions.ids)]
        return self.env["mail.activity"].search(domain)

    def _assert_handed_over(self, heir, actions=None):
        """The open actions are the heir's, open as they were, with one activity each."""
        actions = self.actions if actions is None else actions
        self.assertEqual(set(actions.mapped("state")), {"todo"})
        self.assertEqual(actions.user_id, heir)
        activities = self._activities(actions)
        self.assertEqual(len(activities), len(actions))
        self.assertEqual(activities, actions.activity_id)
        self.assertEqual(activities.user_id, heir)
