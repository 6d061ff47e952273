"""A running plan with a template's work, for the tests of the next period."""

from ..common.common import KamCommon


class NextPeriodCommon(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._activate(
            self._create_plan(
                template_id=self.full.id,
                date_end="2026-12-31",
                sponsor_id=self.manager.id,
                member_ids=[(0, 0, {"user_id": self.mate.id, "role_id": self.role_service.id})],
            )
        )
        self.plan.section_ids[0].content = "<p>We are their first choice</p>"
        self.plan.action_ids[0].action_done()
        self.plan.action_ids[1].action_start()
        self.plan.objective_ids[-1].action_drop()
        self.opened = self.plan.action_ids.filtered("is_open")

    def _approve(self, plan, user=None):
        plan.with_user(user or self.manager).action_approve()

    def _snapshot(self, plan):
        """What people see of a plan and its work."""
        return (
            plan.state,
            plan.progress,
            [(o.id, o.state, o.progress, o.action_count) for o in plan.objective_ids.sorted("id")],
            [
                (a.id, a.state, a.progress, a.objective_id.id, a.activity_id.id, a.user_id.id)
                for a in plan.action_ids.sorted("id")
            ],
        )
