"""Builders for snapshots; no tests of its own."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from ..relationship.common import DoorsCommon


@freeze_time(TODAY)
class SnapshotCommon(DoorsCommon):
    """Acme's plan has an objective, an action with Jane, a goal, and people on the map."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls._create_objective(cls.plan, name="Raise their purchases")
        cls.action = cls._create_action(
            cls.plan, objective_id=cls.objective.id, contact_id=cls.contact.id
        )
        cls.goal = (
            cls.env["kam.customer.goal"]
            .with_user(cls.kam)
            .create({"account_id": cls.customer.id, "name": "Less waste"})
        )
        cls.env.flush_all()

    def _take(self, plan=None, kind="manual", note=False, user=None):
        plan = (plan or self.plan).with_user(user or self.kam)
        taken = plan.action_take_snapshot(kind, note)
        return self.env["kam.snapshot"].with_user(user or self.kam).browse(taken)

    def _content(self, snapshot):
        """Lines of a snapshot as they are stored: {ref: line}."""
        return {line["ref"]: line for line in snapshot.sudo().payload}

    def _compare(self, snapshot, other=False, user=None, **more):
        """The differences as {(kind, model, name): changes}."""
        snapshot = snapshot.with_user(user or self.kam)
        snapshot.env.invalidate_all()
        found = snapshot.get_comparison(other.id if other else False, **more)
        return {
            (one["kind"], group["model"], one["name"]): one["changes"]
            for group in found["groups"]
            for one in group["differences"]
        }

    def _forge(self, snapshot, query, *values):
        """Change something past the ORM, as somebody with a database client would."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE kam_snapshot SET {query} WHERE id = %s", (*values, snapshot.id)
        )
        self.env.invalidate_all()
