"""A review with something to talk about; no tests of its own."""

from datetime import timedelta

from ..change.change_common import ChangeCommon


class ItemCommon(ChangeCommon):
    """Acme's plan lost an order of 12 % of the year, and an action is 40 days late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._join_team(cls.mate)
        cls.deal = cls._deal(48000)
        cls.deal.action_set_lost()
        cls.change = cls._changes("order_lost")
        cls.late = cls._create_action(
            cls.plan,
            name="Call back",
            date_start=cls.today - timedelta(60),
            date_deadline=cls.today - timedelta(40),
        )
        cls.review = cls._review()

    @classmethod
    def _review(cls, user=None, **values):
        values = {"plan_id": cls.plan.id, "date_planned": cls.today, **values}
        return cls.env["kam.review"].with_user(user or cls.kam).create(values)

    def _propose(self, review=None, user=None):
        review = (review or self.review).with_user(user or self.kam)
        review.action_propose_agenda()
        return review.item_ids

    def _item(self, kind, user=None):
        # What another user read is not in sight.
        self.env.invalidate_all()
        items = self.review.with_user(user or self.kam).item_ids
        return items.filtered(lambda item: item.kind == kind)[:1]

    def _topic(self, name="Prices", user=None, **values):
        items = self.env["kam.review.item"].with_user(user or self.kam)
        return items.create({"review_id": self.review.id, "name": name, **values})
