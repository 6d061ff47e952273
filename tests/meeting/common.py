"""Reviews of a plan in force: `kam` leads it, `mate` is on its team, `reader` is not."""

from odoo.tests import freeze_time

from ..common.common import KamCommon

PLANNED_ON = "2026-03-02 12:00:00"


@freeze_time(PLANNED_ON)
class MeetingCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        with freeze_time(PLANNED_ON):
            member = {"user_id": cls.mate.id, "role_id": cls.role_service.id}
            values = {
                "template_id": cls.light.id,
                "review_interval": 3,
                "member_ids": [(0, 0, member)],
            }
            cls.plan = cls._activate(cls._create_plan(**values))
            cls.review = cls._plan_review()
            cls.env.flush_all()

    @classmethod
    def _plan_review(cls, plan=None, **values):
        """A review of `kam`, among ourselves on 1 June unless the values say otherwise."""
        values = {"date_planned": "2026-06-01", **values}
        reviews = cls.env["kam.review"].with_user(cls.kam)
        return reviews.create({"plan_id": (plan or cls.plan).id, **values})

    def _hold(self, review, day):
        with freeze_time(f"{day} 12:00:00"):
            review.action_hold()
            self.env.flush_all()

    def _postpone(self, review, today, day, reason="Ill"):
        with freeze_time(f"{today} 12:00:00"):
            review.write({"date_planned": day, "move_reason": reason})
            self.env.flush_all()

    def _compare_queries(self, operation, records):
        """Queries of an operation for one record, and for the others; what the process keeps for
        all is read before.
        """
        operation(records)
        one = self._count_queries(lambda: operation(records[:1]))
        return one, self._count_queries(lambda: operation(records[1:]))
