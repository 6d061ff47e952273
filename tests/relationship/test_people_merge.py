"""Contacts that are merged become one person on each map."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestMerge(MapCommon):
    def setUp(self):
        super().setUp()
        self.twin = self._contact("Jane B")
        self.other = self._person(partner_id=self.twin.id)

    def _merge(self, sources, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((sources | target).ids, target)
        self.env.invalidate_all()

    def test_two_people_become_one_with_all_that_was_known(self):
        below = self._person("Below", manager_id=self.other.id)
        self.jane.write({"needs": "Fewer suppliers", "influence": "2"})
        self.other.write({"needs": "Longer terms", "support": "favourable"})
        self._relationship(self.jane, level_actual="1")
        self._relationship(self.other, level_actual="2", level_desired="3")
        only = self._relationship(self.other, self.mate)
        line = self.env["kam.influence"].create(
            {"source_id": self.other.id, "target_id": self.head.id}
        )
        self.other.message_post(body="Met her twice")
        self._merge(self.twin, self.contact)
        self.assertFalse(self.other.exists())
        self.assertEqual(below.manager_id, self.jane)
        self.assertEqual(self.jane.needs, "Fewer suppliers\nLonger terms")
        self.assertEqual((self.jane.influence, self.jane.support), ("2", "favourable"))
        self.assertEqual(len(self.jane.relationship_ids), 2)
        relationship = self.jane.relationship_ids - only
        self.assertEqual((relationship.level_actual, relationship.level_desired), ("2", "3"))
        self.assertEqual(only.stakeholder_id, self.jane)
        self.assertEqual(line.source_id, self.jane)
        self.assertIn("Met her twice", str(self.jane.message_ids.mapped("body")))

    def test_the_map_follows_whichever_contact_stays(self):
        self._merge(self.contact, self.twin)
        people = self.jane.exists() | self.other.exists()
        self.assertEqual(people.partner_id, self.twin)
        self.assertIn(self.twin.id, self.env["kam.stakeholder"]._get_mapped_partner_ids())
        self.twin.active = False
        self.assertEqual(people.contact_change, "archived")

    def test_one_above_the_other_makes_no_loop(self):
        middle = self._person("Middle", manager_id=self.other.id)
        self.jane.manager_id = middle
        self.other.manager_id = self.head
        self._merge(self.twin, self.contact)
        self.assertEqual((self.jane.manager_id, middle.manager_id), (self.head, self.jane))

    def test_a_contact_on_one_map_only_is_moved(self):
        third = self._contact("Third")
        self._merge(self.contact, third)
        self.assertEqual(self.jane.partner_id, third)

    def test_a_key_account_swallows_a_company_without_plan(self):
        double = self.env["res.partner"].create({"name": "Acme Ltd", "is_company": True})
        self._merge(self.customer, double)
        self.assertEqual((self.plan.partner_id, self.jane.account_id), (double, double))
        self.assertIn(double.id, self.env["res.partner"]._get_planned_partner_ids())
