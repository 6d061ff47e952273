"""Who leaves the map leaves nobody hanging: his people move to the one above."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestMiddleManager(MapCommon):
    def setUp(self):
        super().setUp()
        self.top = self._person("Top")
        self.middle = self._person("Middle", manager_id=self.top.id)
        self.lower = self._person("Lower", manager_id=self.middle.id)
        self.people = self.env["kam.stakeholder"].concat(
            *(self._person(f"Person {n}", manager_id=self.lower.id) for n in range(3))
        )

    def test_deleted(self):
        self.lower.with_user(self.kam).unlink()
        self.assertEqual(self.people.manager_id, self.middle)

    def test_parked(self):
        self.lower.with_user(self.kam).parked_reason = "left"
        self.assertEqual(self.people.manager_id, self.middle)
        self.assertEqual(self.lower.manager_id, self.middle)

    def test_two_levels_at_once(self):
        (self.middle | self.lower).with_user(self.kam).unlink()
        self.assertEqual(self.people.manager_id, self.top)

    def test_the_top_one(self):
        self.top.with_user(self.kam).unlink()
        self.assertFalse(self.middle.manager_id)
        self.assertEqual(self.people.manager_id, self.lower)

    def test_parked_again_or_taken_back_moves_nobody(self):
        self.lower.with_user(self.kam).parked_reason = "left"
        new = self._person("New", manager_id=self.lower.id)
        self.lower.with_user(self.kam).parked_reason = "unknown"
        self.assertEqual(new.manager_id, self.lower)
        self.lower.with_user(self.kam).parked_reason = False
        self.assertEqual(self.people.manager_id, self.middle)
